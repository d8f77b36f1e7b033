pragma circom 2.2.3;

include "../lib/subtree.circom";
include "account-share.circom";
include "book-state.circom";
include "equity-claims.circom";

/// @title BookBatch
/// @notice I know all accounts below `subtreeRoot`, and the equities that `claims` commits to. The sums behind
///         `stateAfter` are those behind `stateBefore` and what these accounts add at the challenges.
/// @dev That the equities are the accounts' is shown by no batch alone: all batches and tables of a book
///      show it together (docs/book.md). `claims` is fixed before rho, and the sums of the tables before gamma.
/// @param depth levels of the ledger that the batch covers: 8^depth places
/// @param positionCount size class of every account in it
/// @param equityBits width of an equity with its sign
/// @assumes firstWeight = rho^(1 + first place) and the challenges: whoever verifies recomputes them
/// @cost see snapshots/circuits.json; 1041 constraints per account of 8 positions in batches of 64
template BookBatch(depth, positionCount, equityBits) {
    assert(depth >= 1 && depth <= 3 && positionCount >= 1 && positionCount <= 64);
    var accountCount = 8 ** depth;

    // ------------------------------- public -------------------------------
    signal input subtreeRoot;   // node of the ledger above the batch
    signal input claims;        // commitment to the equities
    signal input stateBefore;   // commitment to the sums before this batch
    signal input stateAfter;    // commitment to the sums after it
    signal input rho;           // challenge that keeps accounts apart
    signal input firstWeight;   // rho^(1 + place of the first account)
    signal input gamma;         // challenge that keeps instruments and sides apart

    // ------------------------------- private ------------------------------
    signal input occupied[accountCount];              // 1 where there is an account
    signal input owners[accountCount];                // of the records
    signal input salts[accountCount];                 // of the records
    signal input entries[accountCount][positionCount];// id·2^41 + neg·2^40 + qty
    signal input equitiesMicroUsd[accountCount];      // at the book's values; 0 where nobody is
    signal input claimsSalt;                          // of the claims
    signal input poles;                               // sums before, see BookState
    signal input weighted;                            // sums before
    signal input shortfall;                           // sums before
    signal input saltBefore;                          // of the state before
    signal input saltAfter;                           // of the state after

    // 1. The accounts are all of the subtree.
    signal leaves[accountCount];
    for (var a = 0; a < accountCount; a++) {
        leaves[a] <== PlaceLeaf(positionCount)(occupied[a], owners[a], salts[a], entries[a]);
    }
    signal root <== SubtreeRoot(depth)(leaves);
    root === subtreeRoot;

    // 2. The equities are those that were claimed before the challenges.
    component equities[accountCount];
    component digest = ClaimsDigest(accountCount);
    for (var a = 0; a < accountCount; a++) {
        equities[a] = EquityClaim(equityBits);
        equities[a].equityMicroUsd <== equitiesMicroUsd[a];
        digest.digits[a] <== equities[a].digit;
    }
    digest.salt <== claimsSalt;
    digest.digest === claims;

    // 3. What the accounts add to the sums.
    component shares[accountCount][positionCount];
    signal accountPoles[accountCount];
    signal folded[accountCount];
    var polesAfter = poles;
    var shortfallAfter = shortfall;
    for (var a = accountCount - 1; a >= 0; a--) {
        var sum = 0;
        for (var i = 0; i < positionCount; i++) {
            shares[a][i] = PoleShare();
            shares[a][i].entry <== entries[a][i];
            shares[a][i].gamma <== gamma;
            sum += shares[a][i].share;
        }
        accountPoles[a] <== occupied[a] * sum;
        polesAfter += accountPoles[a];
        shortfallAfter += equities[a].shortfall;
        // Horner's rule: one product an account for its power of rho and what it multiplies.
        if (a == accountCount - 1) {
            folded[a] <== accountPoles[a] + equitiesMicroUsd[a];
        } else {
            folded[a] <== folded[a + 1] * rho + accountPoles[a] + equitiesMicroUsd[a];
        }
    }
    signal weightedShare <== firstWeight * folded[0];

    // 4. Both states.
    signal before <== BookState()(poles, weighted, shortfall, saltBefore);
    before === stateBefore;
    signal after <== BookState()(polesAfter, weighted + weightedShare, shortfallAfter, saltAfter);
    after === stateAfter;
}
