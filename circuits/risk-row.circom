pragma circom 2.2.3;

include "lib/dimensions.circom";
include "lib/poseidon-chain.circom";
include "lib/select.circom";
include "lib/tree.circom";

/// @title RiskRowFields
/// @notice Names the elements of an encoded risk row. Order as in src/risk/model/risk-row.ts.
/// @input elements[ROW_ELEMENTS()] the encoded row
/// @cost 0 constraints
template RiskRowFields() {
    signal input elements[ROW_ELEMENTS()];
    signal output stressWords[STRESS_WORDS()];
    signal output tailWords[TAIL_WORDS()];
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

    var lanesEnd = STRESS_WORDS() + TAIL_WORDS();
    for (var i = 0; i < STRESS_WORDS(); i++) {
        stressWords[i] <== elements[i];
    }
    for (var i = 0; i < TAIL_WORDS(); i++) {
        tailWords[i] <== elements[STRESS_WORDS() + i];
    }
    longBaseSlope <== elements[lanesEnd];
    shortBaseSlope <== elements[lanesEnd + 1];
    longSteps <== elements[lanesEnd + 2];
    shortSteps <== elements[lanesEnd + 3];
    longIntercepts <== elements[lanesEnd + 4];
    shortIntercepts <== elements[lanesEnd + 5];
    strikeWord <== elements[lanesEnd + 6];
    expiryWord <== elements[lanesEnd + 7];
    underlyingWord <== elements[lanesEnd + 8];
    underlyingIntercepts <== elements[lanesEnd + 9];
    keyWord <== elements[lanesEnd + 10];
    bound <== elements[lanesEnd + 11];
}

/// @title AssertRowInTable
/// @notice Constrains a row to be the one that the risk table holds at an id.
/// @dev The table's 64 nodes at depth two are shared by all positions and hashed to the root once;
///      each position walks two levels and selects its node by the top six id bits.
/// @input elements[ROW_ELEMENTS()] the encoded row
/// @input idBits[12] the instrument id, low bits first
/// @input children[2][8] all children of the two nodes above the row, bottom level first
/// @input cap[64] the table's nodes at depth two
/// @assumes idBits are boolean; the caller hashes cap to the risk root
/// @cost 3281 constraints
template AssertRowInTable() {
    signal input elements[ROW_ELEMENTS()];
    signal input idBits[12];
    signal input children[2][8];
    signal input cap[64];

    // 1. The row's leaf. Its tag sits in the key word, which RowKeys checks.
    signal leaf <== PoseidonChain(ROW_ELEMENTS())(elements);

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
