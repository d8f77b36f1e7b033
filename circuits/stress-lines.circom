pragma circom 2.2.3;

include "lib/packed-word.circom";
include "lib/range.circom";

/// @title AssertStressAndFloor
/// @notice Constrains equity to stay non-negative after charges in every stress scenario, and at
///         the mark to cover the stand-alone risk of all underlyings as well.
/// @dev stress: V_s − C ≥ 0 for all s. floor: V_0 − C − R ≥ 0; lane 0 of the first word is the mark.
/// @param wordCount packed words of four scenarios each
/// @input totals[wordCount] packed account values per scenario
/// @input chargeMicroUsd C, range-checked: without that, C pushed to a multiple of 2^63 near the
///        field's wrap-around would pass the lanes
/// @input offsetFloorMicroUsd R, a sum of numbers in [0, 2^61)
/// @assumes |V_s| ≤ G < 2^61
/// @cost 248 constraints per word and 62
template AssertStressAndFloor(wordCount) {
    signal input totals[wordCount];
    signal input {maxbit} chargeMicroUsd;
    signal input offsetFloorMicroUsd;
    assert(chargeMicroUsd.maxbit <= 61);

    component lanes[wordCount];
    for (var w = 0; w < wordCount; w++) {
        lanes[w] = NonNegativeLanes();
        lanes[w].word <== totals[w] - chargeMicroUsd * LANE_ONES();
        if (w > 0) {
            _ <== lanes[w].digits;
        }
    }
    for (var k = 1; k < 4; k++) {
        _ <== lanes[0].digits[k];
    }

    component floorCheck = AssertFloor();
    floorCheck.slackMicroUsd <== lanes[0].digits[0] - offsetFloorMicroUsd;
}

/// @title AssertFloor
/// @notice Constrains V_0 − C − R to [0, 2^62): offsets between underlyings save at most 1 − φ.
/// @input slackMicroUsd
/// @assumes V_0 − C in [0, 2^62) and R below 2^70: no wrap
/// @cost 62 constraints
template AssertFloor() {
    signal input slackMicroUsd;
    _ <== RangeChecked(62)(slackMicroUsd);
}
