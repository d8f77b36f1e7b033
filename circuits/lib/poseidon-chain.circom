pragma circom 2.2.3;

include "poseidon.circom";

/// @title PoseidonChain
/// @notice Hashes a list: the first block takes up to 16 elements, each following block the running
///         state and up to 15 more. A short last block is not padded.
/// @param length number of elements, fixed by the caller's form; the caller's domain tag is among
///        the first block's elements
/// @input elements[length] any field elements
/// @output digest
/// @cost 2829 constraints for 68 elements, 906 for 19
template PoseidonChain(length) {
    signal input elements[length];
    signal output digest;

    var firstLength = length < 16 ? length : 16;
    var blockCount = 1 + (length - firstLength + 14) \ 15;

    component blocks[blockCount];
    blocks[0] = Poseidon(firstLength);
    for (var i = 0; i < firstLength; i++) {
        blocks[0].inputs[i] <== elements[i];
    }
    var at = firstLength;
    for (var b = 1; b < blockCount; b++) {
        var take = length - at < 15 ? length - at : 15;
        blocks[b] = Poseidon(take + 1);
        blocks[b].inputs[0] <== blocks[b - 1].out;
        for (var i = 0; i < take; i++) {
            blocks[b].inputs[i + 1] <== elements[at + i];
        }
        at += take;
    }
    digest <== blocks[blockCount - 1].out;
}
