pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";

/// @title PositivePart
/// @notice max(0, in), and the range that it needs.
/// @param bitCount width in bits with the sign, at most 252, so that the decomposition is unique
/// @input in any field element
/// @output out
/// @enforces −2^(bitCount−1) ≤ in < 2^(bitCount−1)
/// @cost bitCount + 1 constraints
template PositivePart(bitCount) {
    assert(bitCount > 0 && bitCount <= 252);

    signal input in;
    signal output out;

    component bits = Num2Bits(bitCount);
    bits.in <== in + (1 << (bitCount - 1));
    for (var i = 0; i + 1 < bitCount; i++) {
        _ <== bits.out[i];
    }
    // The top bit is set exactly when in ≥ 0.
    out <== bits.out[bitCount - 1] * in;
}
