pragma circom 2.2.3;

include "book-fund.circom";

// A fund in a batch of 8 accounts of 8 positions. Public signals in this order: state, deficitCount, subtreeRoot, claims, fundOwner.
component main { public [state, deficitCount, subtreeRoot, claims, fundOwner] } = BookFund(1, 8, 62);
