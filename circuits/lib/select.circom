pragma circom 2.2.3;

/// @title Select
/// @notice Picks the value at a position given in bits, least significant first.
/// @param bitCount number of selector bits; there are 2^bitCount values
/// @input values[2^bitCount] any field elements
/// @input bits[bitCount] the position
/// @output out values[position]
/// @assumes every bit is boolean
/// @cost 2^bitCount − 1 constraints
template Select(bitCount) {
    signal input values[1 << bitCount];
    signal input bits[bitCount];
    signal output out;

    signal layers[bitCount][1 << (bitCount - 1)];
    for (var level = 0; level < bitCount; level++) {
        var width = 1 << (bitCount - 1 - level);
        for (var i = 0; i < (1 << (bitCount - 1)); i++) {
            if (i >= width) {
                layers[level][i] <== 0;
            } else if (level == 0) {
                layers[level][i] <== values[2 * i] + bits[level] * (values[2 * i + 1] - values[2 * i]);
            } else {
                layers[level][i] <== layers[level - 1][2 * i]
                    + bits[level] * (layers[level - 1][2 * i + 1] - layers[level - 1][2 * i]);
            }
        }
    }
    out <== layers[bitCount - 1][0];
}
