pragma circom 2.2.3;

include "lib/poseidon-chain.circom";
include "lib/select.circom";
include "lib/tree.circom";

/// @title RiskRowFields
/// @notice Names the 60 elements of an encoded risk row. Order as in src/risk/model/risk-row.ts.
/// @input elements[60] the encoded row
/// @cost 0 constraints
template RiskRowFields() {
    signal input elements[60];
    signal output stressWords[18];
    signal output tailWords[30];
    signal output longBaseSlope;
    signal output shortBaseSlope;
    signal output longSteps;
    signal output shortSteps;
    signal output longIntercepts;
    signal output shortIntercepts;
    signal output strikeWord;
    signal output expiryWord;
    signal output underlyingWord;
    signal output underlyingIntercepts;
    signal output keyWord;
    signal output bound;

    for (var i = 0; i < 18; i++) {
        stressWords[i] <== elements[i];
    }
    for (var i = 0; i < 30; i++) {
        tailWords[i] <== elements[18 + i];
    }
    longBaseSlope <== elements[48];
    shortBaseSlope <== elements[49];
    longSteps <== elements[50];
    shortSteps <== elements[51];
    longIntercepts <== elements[52];
    shortIntercepts <== elements[53];
    strikeWord <== elements[54];
    expiryWord <== elements[55];
    underlyingWord <== elements[56];
    underlyingIntercepts <== elements[57];
    keyWord <== elements[58];
    bound <== elements[59];
}

/// @title AssertRowInTable
/// @notice Constrains a row to be the one that the risk table holds at an id.
/// @dev The table's 64 nodes at depth two are shared by all positions and hashed to the root once;
///      each position walks two levels and selects its node by the top six id bits.
/// @input elements[60] the encoded row
/// @input idBits[12] the instrument id, low bits first
/// @input children[2][8] all children of the two nodes above the row, bottom level first
/// @input cap[64] the table's nodes at depth two
/// @assumes idBits are boolean; the caller hashes cap to the risk root
/// @cost 3281 constraints
template AssertRowInTable() {
    signal input elements[60];
    signal input idBits[12];
    signal input children[2][8];
    signal input cap[64];

    // 1. The row's leaf. Its tag sits in the key word, which RowKeys checks.
    signal leaf <== PoseidonChain(60)(elements);

    // 2. Two levels of path, by the low six bits.
    var lowBits[6];
    var highBits[6];
    for (var i = 0; i < 6; i++) {
        lowBits[i] = idBits[i];
        highBits[i] = idBits[6 + i];
    }
    signal ancestor <== AssertTreePath(2)(leaf, lowBits, children);

    // 3. The ancestor is the cap node of the high six bits.
    signal expected <== Select(6)(cap, highBits);
    ancestor === expected;
}
