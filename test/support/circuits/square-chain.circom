pragma circom 2.2.3;

/// @title SquareChain
/// @notice More wires than one batch of key points, and linear combinations of many terms.
template SquareChain(length, width) {
    signal input start;
    signal output end;

    signal state[length + 1];
    state[0] <== start;
    for (var i = 0; i < length; i++) {
        var wide = 0;
        if (i % width == width - 1) {
            for (var k = 0; k < width; k++) {
                wide += (k + 1) * state[i - k];
            }
        }
        state[i + 1] <== (state[i] + i) * (state[i] - wide);
    }
    end <== state[length];
}

component main { public [start] } = SquareChain(9000, 50);
