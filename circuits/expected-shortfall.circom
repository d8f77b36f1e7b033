pragma circom 2.2.3;

include "lib/packed-word.circom";
include "lib/range.circom";

/// @title AssertExpectedShortfall
/// @notice Constrains equity after charges to cover the expected shortfall over the tail scenarios.
/// @dev Rockafellar–Uryasev: worstCount·(−C − t) − Σ_n max(0, −V_n − t) ≥ 0 for some t. For any t
///      the left side is at most worstCount·(−C − ES), with equality at the value at risk, so the
///      prover may choose t freely: a wrong one only hurts the prover. No sorting is needed.
/// @param wordCount packed words of four tail scenarios each
/// @param worstCount expected shortfall is the mean of this many worst scenarios
/// @input totals[wordCount] packed account values per tail scenario
/// @input chargeMicroUsd C, range-checked
/// @input shiftMicroUsd t + 2^61, range-checked to 62 bits: −2^61 ≤ t < 2^61
/// @assumes |V_n| ≤ G < 2^61, so |V_n + t| < 2^62
/// @cost 256 constraints per word and 63
template AssertExpectedShortfall(wordCount, worstCount) {
    signal input totals[wordCount];
    signal input {maxbit} chargeMicroUsd;
    signal input {maxbit} shiftMicroUsd;
    assert(chargeMicroUsd.maxbit <= 61);
    assert(shiftMicroUsd.maxbit <= 62);
    assert(worstCount <= 3);

    var tMicroUsd = shiftMicroUsd - (1 << 61);
    var beyond = 0;
    component parts[wordCount];
    for (var w = 0; w < wordCount; w++) {
        parts[w] = NegativeParts();
        parts[w].shifted <== ((1 << 62) - tMicroUsd) * LANE_ONES() - totals[w];
        for (var k = 0; k < 4; k++) {
            beyond += parts[w].parts[k];
        }
    }
    // At most 3·2^61 < 2^63, at least −2^70: a negative slack cannot wrap into the range.
    _ <== RangeChecked(63)(worstCount * (-chargeMicroUsd - tMicroUsd) - beyond);
}
