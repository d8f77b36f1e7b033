pragma circom 2.2.3;

include "circomlib/circuits/poseidon.circom";

/// @title PoseidonChain
/// @notice A few thousand constraints with wide linear combinations, more than one batch of points.
template PoseidonChain(length) {
    signal input start;
    signal input steps[length];
    signal output digest;

    component links[length];
    for (var i = 0; i < length; i++) {
        links[i] = Poseidon(16);
        links[i].inputs[0] <== i == 0 ? start : links[i - 1].out;
        for (var k = 1; k < 16; k++) {
            links[i].inputs[k] <== steps[i] + k;
        }
    }
    digest <== links[length - 1].out;
}

component main { public [start] } = PoseidonChain(20);
