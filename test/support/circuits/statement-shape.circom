pragma circom 2.2.3;

/// @title StatementShape
/// @notice The public signals of a solvency proof and no statement: for tests of everything around it.
template StatementShape() {
    signal input pseudonym;
    signal input ledgerRoot;
    signal input riskRoot;
    signal input scope;
    signal input context;

    signal products[4];
    products[0] <== pseudonym * ledgerRoot;
    products[1] <== riskRoot * scope;
    products[2] <== products[0] * context;
    products[3] <== products[1] * products[2];
}

component main { public [pseudonym, ledgerRoot, riskRoot, scope, context] } = StatementShape();
