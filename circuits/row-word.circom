pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";
include "lib/dimensions.circom";
include "lib/one-of.circom";
include "lib/poseidon-chain.circom";
include "lib/tree.circom";

/// @title RowWord
/// @notice Opens one element of one row of a risk table, for a contract that judges it. Nothing here is
///         secret: the proof stands in for a Poseidon row hash and path that would cost a contract
///         millions of gas.
/// @input riskRoot root of the table
/// @input id the row's place in the table
/// @input wordIndex which of the row's elements, order as in src/risk/model/risk-row.ts
/// @input word the element
/// @input elements[ROW_ELEMENTS()] the encoded row
/// @input path[4][8] all children of the four nodes above the row, bottom level first
/// @cost 4622 constraints
template RowWord() {
    signal input riskRoot;
    signal input id;
    signal input wordIndex;
    signal input word;
    signal input elements[ROW_ELEMENTS()];
    signal input path[4][8];

    // 1. The row lies at the id: 12 bits, so an id above 4095 has no place.
    component idBits = Num2Bits(12);
    idBits.in <== id;
    signal leaf <== PoseidonChain(ROW_ELEMENTS())(elements);
    signal root <== AssertTreePath(4)(leaf, idBits.out, path);
    root === riskRoot;

    // 2. The word is the element at the index; an index beyond them is none of them.
    signal opened <== OneOf(ROW_ELEMENTS())(elements, wordIndex);
    opened === word;
}

component main { public [riskRoot, id, wordIndex, word] } = RowWord();
