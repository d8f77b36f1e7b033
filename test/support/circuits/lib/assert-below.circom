pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";

/// @title AssertBelow
/// @notice Refuses a value that is not below a limit; both fit into 32 bits.
template AssertBelow() {
    signal input value;
    signal input limit;

    component valueBits = Num2Bits(32);
    valueBits.in <== value;
    component distanceBits = Num2Bits(32);
    distanceBits.in <== limit - 1 - value;
}
