pragma circom 2.2.3;

include "../lib/packed-word.circom";
include "../lib/poseidon-chain.circom";
include "../lib/range.circom";
include "../lib/select.circom";
include "../lib/tree.circom";
include "account-share.circom";
include "book-state.circom";

/// @title BookFund
/// @notice The last state of a book has no poles left, `deficitCount` accounts in deficit, and a total of deficits
///         that the equity of the account of `fundOwner` covers. Neither of the two amounts is shown.
/// @dev The fund's equity is opened from the claims of its batch, which the book has shown to be right.
/// @param depth, positionCount, equityBits of the fund's batch
/// @assumes deficitCount < 2^25, subtreeRoot and claims are those of one batch of the book: whoever verifies
///          checks that
/// @cost see snapshots/circuits.json
template BookFund(depth, positionCount, equityBits) {
    assert(depth >= 1 && depth <= 3 && equityBits <= 62);
    var accountCount = 8 ** depth;
    var wordCount = accountCount \ 4;

    // ------------------------------- public -------------------------------
    signal input state;         // the last of the book
    signal input deficitCount;  // accounts in deficit
    signal input subtreeRoot;   // of the fund's batch
    signal input claims;        // of the fund's batch
    signal input fundOwner;     // whose account it is: stated by the venue, for every customer to see

    // ------------------------------- private ------------------------------
    signal input deficitMicroUsd;           // total of the book
    signal input stateSalt;                 // of the last state
    signal input placeBits[3 * depth];      // of the fund in its batch, low bits first
    signal input accountSalt;               // of its record
    signal input entries[positionCount];    // of its record
    signal input path[depth][8];            // children of the nodes above it, bottom level first
    signal input claimWords[wordCount];     // four digits each
    signal input claimsSalt;                // of the claims

    // 1. The last state: every pole cancelled, every equity right, and this total.
    signal bounded <== RangeChecked(100)(deficitMicroUsd);
    signal last <== BookState()(0, 0, bounded + deficitCount * (1 << 100), stateSalt);
    last === state;

    // 2. The fund is the account at the place.
    for (var i = 0; i < 3 * depth; i++) {
        placeBits[i] * (placeBits[i] - 1) === 0;
    }
    signal leaf <== PlaceLeaf(positionCount)(1, fundOwner, accountSalt, entries);
    signal root <== AssertTreePath(depth)(leaf, placeBits, path);
    root === subtreeRoot;

    // 3. Its equity is the digit that was claimed at that place.
    var committed[wordCount + 2];
    committed[0] = 5;
    committed[1] = claimsSalt;
    for (var word = 0; word < wordCount; word++) {
        committed[word + 2] = claimWords[word];
    }
    signal digest <== PoseidonChain(wordCount + 2)(committed);
    digest === claims;
    var wordBits[3 * depth - 2];
    for (var i = 0; i < 3 * depth - 2; i++) {
        wordBits[i] = placeBits[i + 2];
    }
    signal word <== Select(3 * depth - 2)(claimWords, wordBits);
    signal digits[4] <== NonNegativeLanes(62)(word);
    signal digit <== Select(2)(digits, [placeBits[0], placeBits[1]]);

    // 4. It covers the deficits.
    _ <== RangeChecked(62)(digit - (1 << (equityBits - 1)) - bounded);
}
