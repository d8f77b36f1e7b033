pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";

/// @title RangeChecked
/// @notice Constrains a number to [0, 2^bitCount) and hands it on with its width as a tag.
/// @dev Templates that are only sound on bounded numbers take `{maxbit}` inputs: forgetting the
///      range check is then a compile error.
/// @param bitCount width in bits, at most 252, so that the decomposition is unique in the field
/// @input in any field element
/// @output out the same number, tagged
/// @cost bitCount constraints
template RangeChecked(bitCount) {
    assert(bitCount > 0 && bitCount <= 252);

    signal input in;
    signal output {maxbit} out;

    component bits = Num2Bits(bitCount);
    bits.in <== in;
    _ <== bits.out;

    out.maxbit = bitCount;
    out <== in;
}
