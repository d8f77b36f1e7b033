pragma circom 2.2.3;

include "lib/dimensions.circom";
include "lib/packed-word.circom";
include "lib/range.circom";

/// @title AssertStressAndFloor
/// @notice Constrains equity to stay non-negative after charges in every stress scenario, and at
///         the mark to cover the largest stand-alone risk and a part of all others.
/// @dev stress: V_s − C ≥ 0 for all s. floor: V_0 − C − R ≥ 0; lane 0 of the first word is the mark.
/// @param positionCount number of slots
/// @param wordCount packed words of four scenarios each
/// @input totals[wordCount] packed account values per scenario
/// @input chargeMicroUsd C, range-checked: without that, C pushed to a multiple of 2^63 near the
///        field's wrap-around would pass the lanes
/// @input offsetFloorMicroUsd[positionCount] stand-alone risk of the underlying that ends at a slot, in [0, 2^61)
/// @output markSlackMicroUsd V_0 − C
/// @assumes |V_s| ≤ G < 2^61
/// @cost 244 constraints per word, 64 per slot
template AssertStressAndFloor(positionCount, wordCount) {
    signal input totals[wordCount];
    signal input {maxbit} chargeMicroUsd;
    signal input offsetFloorMicroUsd[positionCount];
    signal output markSlackMicroUsd;
    assert(chargeMicroUsd.maxbit <= 61);

    component lanes[wordCount];
    for (var w = 0; w < wordCount; w++) {
        lanes[w] = NonNegativeLanes(61);
        lanes[w].word <== totals[w] - chargeMicroUsd * LANE_ONES();
        if (w > 0) {
            _ <== lanes[w].digits;
        }
    }
    for (var k = 1; k < 4; k++) {
        _ <== lanes[0].digits[k];
    }

    markSlackMicroUsd <== lanes[0].digits[0];
    var parts = OTHER_RISKS_DIVISOR();
    var sumMicroUsd = 0;
    for (var i = 0; i < positionCount; i++) {
        sumMicroUsd += offsetFloorMicroUsd[i];
    }
    component floors[positionCount];
    for (var i = 0; i < positionCount; i++) {
        floors[i] = AssertFloor();
        floors[i].slack <== parts * markSlackMicroUsd - (parts - 1) * offsetFloorMicroUsd[i] - sumMicroUsd;
    }
}

/// @title AssertFloor
/// @notice Constrains what is left of V_0 − C after one underlying's stand-alone risk and a part of all others' to be
///         non-negative: the largest of them is the floor.
/// @input slack k·(V_0 − C) − (k − 1)·r − Σ r, with r the one risk and Σ r the sum of all
/// @assumes V_0 − C in [0, 2^61), k ≤ 8 and each risk below 2^61: no wrap
/// @cost 64 constraints
template AssertFloor() {
    signal input slack;
    _ <== RangeChecked(64)(slack);
}
