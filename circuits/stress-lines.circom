pragma circom 2.2.3;

include "lib/dimensions.circom";
include "lib/packed-word.circom";
include "lib/range.circom";

/// @title AssertStressAndFloor
/// @notice Constrains equity to stay non-negative after charges in every stress scenario, and at
///         the mark to cover the stand-alone risk of each underlying and a share of the sum of all.
/// @dev stress: V_s − C ≥ 0 for all s. floor: V_0 − C − R ≥ 0; lane 0 of the first word is the mark.
/// @param positionCount number of slots
/// @param wordCount packed words of four scenarios each
/// @input totals[wordCount] packed account values per scenario
/// @input chargeMicroUsd C, range-checked: without that, C pushed to a multiple of 2^63 near the
///        field's wrap-around would pass the lanes
/// @input offsetFloorMicroUsd[positionCount] stand-alone risk of the underlying that ends at a slot, in [0, 2^61)
/// @output markSlackMicroUsd V_0 − C
/// @assumes |V_s| ≤ G < 2^61
/// @cost 244 constraints per word, 61 per slot and 63
template AssertStressAndFloor(positionCount, wordCount) {
    signal input totals[wordCount];
    signal input {maxbit} chargeMicroUsd;
    signal input offsetFloorMicroUsd[positionCount];
    signal output markSlackMicroUsd;
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

    markSlackMicroUsd <== lanes[0].digits[0];
    var sumMicroUsd = 0;
    component floors[positionCount];
    for (var i = 0; i < positionCount; i++) {
        floors[i] = AssertFloor();
        floors[i].slackMicroUsd <== markSlackMicroUsd - offsetFloorMicroUsd[i];
        sumMicroUsd += offsetFloorMicroUsd[i];
    }
    component offsetCheck = AssertOffsetLimit();
    offsetCheck.slackMicroUsd <== OFFSET_LIMIT() * markSlackMicroUsd - sumMicroUsd;
}

/// @title AssertFloor
/// @notice Constrains what is left of V_0 − C after one underlying's stand-alone risk to [0, 2^61).
/// @input slackMicroUsd
/// @assumes V_0 − C in [0, 2^61) and the risk below 2^70: no wrap
/// @cost 61 constraints
template AssertFloor() {
    signal input slackMicroUsd;
    _ <== RangeChecked(61)(slackMicroUsd);
}

/// @title AssertOffsetLimit
/// @notice Constrains k·(V_0 − C) less the sum of all stand-alone risks to [0, 2^63): offsets between underlyings save at
///         most 1 − 1/k.
/// @input slackMicroUsd
/// @assumes V_0 − C in [0, 2^61), k ≤ 4 and the sum below 2^70: no wrap
/// @cost 63 constraints
template AssertOffsetLimit() {
    signal input slackMicroUsd;
    _ <== RangeChecked(63)(slackMicroUsd);
}
