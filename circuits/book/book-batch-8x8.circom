pragma circom 2.2.3;

include "book-batch.circom";

// Eight accounts of 8 positions, equities of 62 bits. Public signals in this order: subtreeRoot, claims, stateBefore, stateAfter, rho, firstWeight, gamma.
component main { public [subtreeRoot, claims, stateBefore, stateAfter, rho, firstWeight, gamma] } = BookBatch(1, 8, 62);
