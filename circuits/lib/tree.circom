pragma circom 2.2.3;

include "poseidon.circom";
include "select.circom";

/// @title AssertTreePath
/// @notice Constrains a node to lie at a position of an arity-8 Poseidon tree, `depth` levels below
///         the returned ancestor.
/// @param depth levels walked
/// @input node the node at the bottom
/// @input positionBits[3·depth] its position among the leaves below the ancestor, low bits first
/// @input children[depth][8] all children of each node on the way, bottom level first
/// @output ancestor the node at the top
/// @assumes positionBits are boolean
/// @cost 409 constraints per level
template AssertTreePath(depth) {
    signal input node;
    signal input positionBits[3 * depth];
    signal input children[depth][8];
    signal output ancestor;

    signal nodes[depth + 1];
    nodes[0] <== node;
    for (var level = 0; level < depth; level++) {
        var bits[3];
        for (var i = 0; i < 3; i++) {
            bits[i] = positionBits[3 * level + i];
        }
        var chosen = Select(3)(children[level], bits);
        chosen === nodes[level];
        nodes[level + 1] <== Poseidon(8)(children[level]);
    }
    ancestor <== nodes[depth];
}

/// @title TreeCapRoot
/// @notice Root of an arity-8 tree from its 64 nodes two levels below the root.
/// @input cap[64] the nodes
/// @output root
/// @cost 3618 constraints
template TreeCapRoot() {
    signal input cap[64];
    signal output root;

    signal middle[8];
    for (var group = 0; group < 8; group++) {
        var members[8];
        for (var i = 0; i < 8; i++) {
            members[i] = cap[8 * group + i];
        }
        middle[group] <== Poseidon(8)(members);
    }
    root <== Poseidon(8)(middle);
}
