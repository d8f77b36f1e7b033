pragma circom 2.2.3;

include "book-fund.circom";

// A fund in a batch of 64 accounts of 8 positions. Public signals in this order: state, deficitCount, subtreeRoot, claims, fundOwner.
component main { public [state, deficitCount, subtreeRoot, claims, fundOwner] } = BookFund(2, 8, 62);
