pragma circom 2.2.3;

include "book-batch.circom";

// Sixty-four accounts of 16 positions, equities of 62 bits. Public signals in this order: subtreeRoot, claims, stateBefore, stateAfter, rho, firstWeight, gamma.
component main { public [subtreeRoot, claims, stateBefore, stateAfter, rho, firstWeight, gamma] } = BookBatch(2, 16, 62);
