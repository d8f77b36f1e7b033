pragma circom 2.2.3;

include "book-table.circom";

// 32 ids. Public signals in this order: sums, values, totals, stateBefore, stateAfter, firstKey, gamma, beta.
component main { public [sums, values, totals, stateBefore, stateAfter, firstKey, gamma, beta] } = BookTable(32);
