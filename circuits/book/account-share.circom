pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "../lib/poseidon-chain.circom";

/// @title PoleShare
/// @notice What one entry adds to a sum of poles: qty / (gamma − key), with key = 2·id + neg.
/// @dev An id needs no further check: a key that no table has is a pole that no table cancels. Neither does a
///      quantity that nobody ordered: bits bind where a packed element would not (docs/book.md).
/// @input entry id·2^41 + neg·2^40 + qty, as in a leaf
/// @input gamma challenge, drawn after everything that it multiplies was committed to
/// @output share
/// @assumes gamma ≥ 2^13, so that it is no key: whoever verifies checks that
/// @enforces entry < 2^53
/// @cost 54 constraints
template PoleShare() {
    signal input entry;
    signal input gamma;
    signal output share;

    signal bits[53] <== Num2Bits(53)(entry);
    var qtyLots = 0;
    for (var i = 0; i < 40; i++) {
        qtyLots += bits[i] * (1 << i);
    }
    var key = 0;
    for (var i = 40; i < 53; i++) {
        key += bits[i] * (1 << (i - 40));
    }
    // Advice: one solution, since gamma is no key.
    share <-- qtyLots / (gamma - key);
    share * (gamma - key) === qtyLots;
}

/// @title PlaceLeaf
/// @notice The leaf at a place of the ledger, 0 where nobody is.
/// @dev The same form as AssertAccountInLedger of account.circom: a trader who finds the leaf in the ledger
///      has found it in the book.
/// @param positionCount the size class
/// @input occupied 1 where there is an account
/// @input owner, salt, entries[positionCount] the account record; without meaning where nobody is
/// @output leaf
/// @enforces occupied is a bit
/// @cost 2 constraints, and 462 at 8 positions for the hash
template PlaceLeaf(positionCount) {
    signal input occupied;
    signal input owner;
    signal input salt;
    signal input entries[positionCount];
    signal output leaf;

    occupied * (occupied - 1) === 0;
    var elements[positionCount + 3];
    elements[0] = 65536 + positionCount;
    elements[1] = owner;
    elements[2] = salt;
    for (var i = 0; i < positionCount; i++) {
        elements[i + 3] = entries[i];
    }
    signal digest <== PoseidonChain(positionCount + 3)(elements);
    leaf <== occupied * digest;
}
