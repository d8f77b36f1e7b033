pragma circom 2.2.3;

include "book-batch.circom";

// Five hundred and twelve accounts of 8 positions, equities of 56 bits. Public signals in this order: subtreeRoot, claims, stateBefore, stateAfter, rho, firstWeight, gamma.
component main { public [subtreeRoot, claims, stateBefore, stateAfter, rho, firstWeight, gamma] } = BookBatch(3, 8, 56);
