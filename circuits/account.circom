pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "lib/poseidon-chain.circom";
include "lib/poseidon.circom";
include "lib/range.circom";
include "lib/tree.circom";

/// @title AssertPseudonym
/// @notice Constrains the pseudonym of an identity for a scope and returns the account owner.
/// @input secret the trader's secret, ≥ 128 bits of entropy
/// @input scope chosen by the verifying contract
/// @input pseudonym P3(2, scope, secret)
/// @output owner P2(1, secret)
/// @cost 495 constraints
template AssertPseudonym() {
    signal input secret;
    signal input scope;
    signal input pseudonym;
    signal output owner;

    owner <== Poseidon(2)([1, secret]);
    signal expected <== Poseidon(3)([2, scope, secret]);
    expected === pseudonym;
}

/// @title AssertAccountInLedger
/// @notice Constrains an account's leaf to lie in the ledger.
/// @dev The first element is tag + size class, never a number that a trader chooses: with `owner`
///      in front, a trader could register a chain state as owner and have a short leaf reopened as
///      a longer one with phantom entries.
/// @param positionCount the size class
/// @input owner, salt, entries[positionCount] the account record
/// @input accountIndex place in the ledger, below 8^8
/// @input children[8][8] all children of the nodes above the leaf, bottom level first
/// @input ledgerRoot
/// @cost 4199 constraints at 16 positions
template AssertAccountInLedger(positionCount) {
    signal input owner;
    signal input salt;
    signal input entries[positionCount];
    signal input accountIndex;
    signal input children[8][8];
    signal input ledgerRoot;

    // 1. The leaf: TAG_LEAF + size class, owner, salt, entries.
    var elements[positionCount + 3];
    elements[0] = 65536 + positionCount;
    elements[1] = owner;
    elements[2] = salt;
    for (var i = 0; i < positionCount; i++) {
        elements[i + 3] = entries[i];
    }
    signal leaf <== PoseidonChain(positionCount + 3)(elements);

    // 2. Its path.
    signal indexBits[24] <== Num2Bits(24)(accountIndex);
    signal root <== AssertTreePath(8)(leaf, indexBits, children);
    root === ledgerRoot;
}

/// @title AssertContext
/// @notice Constrains context = holder + surplus·2^160: who may use the proof, and for how much.
/// @input holder address, below 2^160
/// @input surplusMicroUsd range-checked
/// @input context public signal
/// @cost 161 constraints
template AssertContext() {
    signal input holder;
    signal input {maxbit} surplusMicroUsd;
    signal input context;
    assert(surplusMicroUsd.maxbit <= 61);

    _ <== RangeChecked(160)(holder);
    context === holder + surplusMicroUsd * (1 << 160);
}
