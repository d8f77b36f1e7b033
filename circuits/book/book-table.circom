pragma circom 2.2.3;

include "../lib/poseidon-chain.circom";
include "book-state.circom";

/// @title BookTable
/// @notice Takes what a run of ids has added to the sums of a book out of them, at the public value of a lot. I
///         know the quantities that `sums` commits to; they make up the public totals.
/// @dev With every pole cancelled, what is left of the weighted sum is Σ rho^(1 + place)·(equity − value of the
///      account), which is zero for a random rho only if every equity is right (docs/book.md).
/// @param idCount ids of one table
/// @assumes gamma is no key of the table: whoever verifies checks that
/// @cost 129240 constraints for 512 ids
template BookTable(idCount) {
    assert(idCount >= 1);
    var keyCount = 2 * idCount;

    // ------------------------------- public -------------------------------
    signal input sums;          // chain(6, salt, S_0, W_0, S_1, W_1, …), fixed before gamma and beta
    signal input values;        // chain(7, v_0, v_1, …), from the public table
    signal input totals;        // Σ beta^i·T_i over the table's ids
    signal input stateBefore;   // commitment to the sums before this table
    signal input stateAfter;    // commitment to the sums after it
    signal input firstKey;      // 2·(first id)
    signal input gamma;         // challenge that keeps instruments and sides apart
    signal input beta;          // challenge that keeps totals apart

    // ------------------------------- private ------------------------------
    signal input qtysLots[keyCount];            // S_k: lots of all accounts on this side of an id
    signal input weightedQtysLots[keyCount];    // W_k: Σ rho^(1 + place)·lots
    signal input valuesMicroUsd[keyCount];      // v_k: value of a lot; of the short side mostly negative
    signal input sumsSalt;                      // of the sums
    signal input poles;                         // sums before, see BookState
    signal input weighted;                      // sums before
    signal input shortfall;                     // sums before, and after: a table has none
    signal input saltBefore;                    // of the state before
    signal input saltAfter;                     // of the state after

    // 1. The quantities are those that were committed to before gamma and beta.
    var committed[2 * keyCount + 2];
    committed[0] = 6;
    committed[1] = sumsSalt;
    for (var k = 0; k < keyCount; k++) {
        committed[2 * k + 2] = qtysLots[k];
        committed[2 * k + 3] = weightedQtysLots[k];
    }
    signal sumsDigest <== PoseidonChain(2 * keyCount + 2)(committed);
    sumsDigest === sums;

    // 2. The values are the public ones.
    var valued[keyCount + 1];
    valued[0] = 7;
    for (var k = 0; k < keyCount; k++) {
        valued[k + 1] = valuesMicroUsd[k];
    }
    signal valuesDigest <== PoseidonChain(keyCount + 1)(valued);
    valuesDigest === values;

    // 3. Long less short is the public total of each id.
    signal folded[idCount];
    for (var i = idCount - 1; i >= 0; i--) {
        var total = qtysLots[2 * i] - qtysLots[2 * i + 1];
        if (i == idCount - 1) {
            folded[i] <== total;
        } else {
            folded[i] <== folded[i + 1] * beta + total;
        }
    }
    folded[0] === totals;

    // 4. Every pole, and every value.
    signal inverses[keyCount];
    signal cancelledPoles[keyCount];
    signal cancelledWeighted[keyCount];
    var polesAfter = poles;
    var weightedAfter = weighted;
    for (var k = 0; k < keyCount; k++) {
        // Advice: one solution, since gamma is no key.
        inverses[k] <-- 1 / (gamma - firstKey - k);
        inverses[k] * (gamma - firstKey - k) === 1;
        cancelledPoles[k] <== qtysLots[k] * inverses[k];
        cancelledWeighted[k] <== weightedQtysLots[k] * (inverses[k] + valuesMicroUsd[k]);
        polesAfter -= cancelledPoles[k];
        weightedAfter -= cancelledWeighted[k];
    }

    // 5. Both states.
    signal before <== BookState()(poles, weighted, shortfall, saltBefore);
    before === stateBefore;
    signal after <== BookState()(polesAfter, weightedAfter, shortfall, saltAfter);
    after === stateAfter;
}
