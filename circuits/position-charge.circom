pragma circom 2.2.3;

include "lib/positive-part.circom";

/// @title PositionCharge
/// @notice Charge of one position: qty·s_0 + max(0, L_1 … L_4), a convex charge of five segments with
///         L_k = qty·(s_k − s_0) − I_k.
/// @dev The prover supplies the four L_k, packed together by the table; there is one choice. Let c be
///      the claimed ones, |L_k| < 2^61 the true ones. In step 3 the range of c_1 is 2^61 to either
///      side, and that of each c_k 2^62 to either side of the largest before it, so that all are below
///      2^63 + 2^62 + 2^61 and no side of step 2 wraps around the field. As integers, c_1 − L_1 is then
///      a multiple of 2^63 below 2^62, hence 0. The largest so far is the true one, in [0, 2^61), which
///      puts c_2 between −2^62 and 2^61 + 2^62 and |c_2 − L_2| below 2^63: a multiple of 2^63 again,
///      hence 0. So on for c_3 and c_4.
/// @input qtyLots lots, range-checked
/// @input neg selects the short side's charge
/// @input lines[4] claimed L_k of that side
/// @input longBaseSlope, shortBaseSlope s_0, µUSD per lot
/// @input longSteps, shortSteps packed s_k − s_0
/// @input longIntercepts, shortIntercepts packed I_k
/// @output chargeMicroUsd
/// @assumes neg boolean; qty·(s_k − s_0) ≤ G < 2^61; 0 ≤ I_k < 2^61
/// @cost 260 constraints
template PositionCharge() {
    signal input {maxbit} qtyLots;
    signal input neg;
    signal input lines[4];
    signal input longBaseSlope;
    signal input shortBaseSlope;
    signal input longSteps;
    signal input shortSteps;
    signal input longIntercepts;
    signal input shortIntercepts;
    signal output chargeMicroUsd;
    assert(qtyLots.maxbit <= 40);

    // 1. The side's ladder.
    signal baseSlope <== longBaseSlope + neg * (shortBaseSlope - longBaseSlope);
    signal steps <== longSteps + neg * (shortSteps - longSteps);
    signal intercepts <== longIntercepts + neg * (shortIntercepts - longIntercepts);

    // 2. The lines are the lanes of its packed word.
    signal stepTotal <== qtyLots * steps;
    stepTotal - intercepts === lines[0] + lines[1] * (1 << 63) + lines[2] * (1 << 126) + lines[3] * (1 << 189);

    // 3. The largest of them and 0.
    signal larger[4];
    var largest = 0;
    for (var k = 0; k < 4; k++) {
        larger[k] <== PositivePart(k == 0 ? 62 : 63)(lines[k] - largest);
        largest += larger[k];
    }

    // 4. The charge.
    chargeMicroUsd <== qtyLots * baseSlope + largest;
}
