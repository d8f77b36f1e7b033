pragma circom 2.2.3;

include "poseidon.circom";

/// @title SubtreeRoot
/// @notice Root of a whole arity-8 tree from all of its leaves.
/// @param depth levels above the leaves, at least 1
/// @input leaves[8^depth] the leaves in order
/// @output root
/// @cost 402 constraints per node: 402, 3618, 29346 for depths 1, 2, 3
template SubtreeRoot(depth) {
    assert(depth >= 1);

    signal input leaves[8 ** depth];
    signal output root;

    var width = 8 ** (depth - 1);
    signal children[8];
    for (var child = 0; child < 8; child++) {
        if (depth == 1) {
            children[child] <== leaves[child];
        } else {
            var below[width];
            for (var i = 0; i < width; i++) {
                below[i] = leaves[width * child + i];
            }
            children[child] <== SubtreeRoot(depth - 1)(below);
        }
    }
    root <== Poseidon(8)(children);
}
