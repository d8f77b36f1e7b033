pragma circom 2.2.3;

include "circomlib/circuits/poseidon.circom";
include "lib/assert-below.circom"; // not "lib/nothing.circom"

/// @title PoseidonLink
/// @notice I know a value below the public limit whose salted hash is the digest.
template PoseidonLink() {
    signal input limit;
    signal input value;
    signal input salt;
    signal output digest;

    component below = AssertBelow();
    below.value <== value;
    below.limit <== limit;

    component hash = Poseidon(2);
    hash.inputs[0] <== value;
    hash.inputs[1] <== salt;
    digest <== hash.out;
}

component main { public [limit] } = PoseidonLink();
