pragma circom 2.2.3;

include "lib/packed-word.circom";
include "lib/range.circom";

/// @title PositionCharge
/// @notice Charge of one position: qty·s_0 + excess, excess ≥ every further segment's line.
/// @dev excess ≥ max(0, qty·(s_k − s_0) − I_k) for k = 1 … 4: a convex charge of five segments.
///      The prover supplies excess; slack only raises its own charge.
/// @input qtyLots lots, range-checked
/// @input neg selects the short side's charge
/// @input excessMicroUsd range-checked
/// @input longBaseSlope, shortBaseSlope s_0, µUSD per lot
/// @input longSteps, shortSteps packed s_k − s_0
/// @input longIntercepts, shortIntercepts packed I_k
/// @output chargeMicroUsd
/// @assumes neg boolean; qty·(s_k − s_0) ≤ G < 2^61; 0 ≤ I_k < 2^61
/// @cost 253 constraints
template PositionCharge() {
    signal input {maxbit} qtyLots;
    signal input neg;
    signal input {maxbit} excessMicroUsd;
    signal input longBaseSlope;
    signal input shortBaseSlope;
    signal input longSteps;
    signal input shortSteps;
    signal input longIntercepts;
    signal input shortIntercepts;
    signal output chargeMicroUsd;
    assert(qtyLots.maxbit <= 40);
    assert(excessMicroUsd.maxbit <= 61);

    // 1. The side's ladder.
    signal baseSlope <== longBaseSlope + neg * (shortBaseSlope - longBaseSlope);
    signal steps <== longSteps + neg * (shortSteps - longSteps);
    signal intercepts <== longIntercepts + neg * (shortIntercepts - longIntercepts);

    // 2. excess − qty·step_k + I_k ≥ 0 in all four lanes.
    signal stepTotal <== qtyLots * steps;
    component lanes = NonNegativeLanes();
    lanes.word <== excessMicroUsd * LANE_ONES() - stepTotal + intercepts;
    _ <== lanes.digits;

    // 3. The charge.
    chargeMicroUsd <== qtyLots * baseSlope + excessMicroUsd;
}
