pragma circom 2.2.3;

include "solvency.circom";

// Eight positions. Public signals in this order: pseudonym, ledgerRoot, riskRoot, scope, context.
component main { public [pseudonym, ledgerRoot, riskRoot, scope, context] } = Solvency(8);
