pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "../lib/poseidon-chain.circom";

/// @title EquityClaim
/// @notice One account's equity as a digit of a claim, and what it adds to the shortfall of the book.
/// @param bitCount width in bits with the sign, at most 62: digits lie 63 bits apart
/// @input equityMicroUsd claimed, any field element
/// @output digit equity + 2^(bitCount − 1)
/// @output shortfall max(0, −equity), and 2^100 more where equity is negative
/// @enforces −2^(bitCount−1) ≤ equity < 2^(bitCount−1)
/// @cost bitCount + 1 constraints
template EquityClaim(bitCount) {
    assert(bitCount > 0 && bitCount <= 252);
    assert(bitCount <= 62);

    signal input equityMicroUsd;
    signal output digit;
    signal output shortfall;

    digit <== equityMicroUsd + (1 << (bitCount - 1));
    signal bits[bitCount] <== Num2Bits(bitCount)(digit);
    // The top bit is set exactly when equity ≥ 0.
    shortfall <== (1 - bits[bitCount - 1]) * ((1 << 100) - equityMicroUsd);
}

/// @title ClaimsDigest
/// @notice Commits to the equities of a batch, four digits to an element: chain(5, salt, words …).
/// @dev Packing binds only because each digit is below 2^62 in the circuit that opens it.
/// @param accountCount a multiple of four
/// @input digits[accountCount] of EquityClaim
/// @input salt the venue's, fresh for each batch and epoch
/// @output digest
/// @assumes digits < 2^62
/// @cost 312 constraints for 8 accounts, 860 for 64
template ClaimsDigest(accountCount) {
    assert(accountCount % 4 == 0);

    signal input digits[accountCount];
    signal input salt;
    signal output digest;

    var wordCount = accountCount \ 4;
    var elements[wordCount + 2];
    elements[0] = 5;
    elements[1] = salt;
    for (var word = 0; word < wordCount; word++) {
        var packed = 0;
        for (var lane = 0; lane < 4; lane++) {
            packed += digits[4 * word + lane] * (1 << (63 * lane));
        }
        elements[word + 2] = packed;
    }
    digest <== PoseidonChain(wordCount + 2)(elements);
}
