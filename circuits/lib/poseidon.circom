pragma circom 2.2.3;

include "circomlib/circuits/poseidon_constants.circom";
include "matrix.circom";

// Poseidon over BN254 with circomlib's constants, the same hash for fewer coefficients.
//
// An S-box x⁵ costs three products: x·x, x²·x², x⁴·x. All else is linear, and free. In circomlib's
// circuit x⁵ is a wire and x a sum of up to 85 wires, which stands in three factors. Here x is the
// wire and x⁵ the sum: linear layers are solved backwards, for the S-box outputs before them by the
// S-box inputs after them. The sum then stands once and on the right-hand side of a product, of which
// a proving key keeps no coefficients.
//
// Every layer is invertible, so the S-box inputs after it follow from those before it: the prover has
// no choice although they are advice. test/circuits/parts/poseidon-gadget.test.ts shows that from the
// constraints, and rederives the constants from their definition.

function POSEIDON_PARTIAL_ROUNDS(width) {
    var counts[16] = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];
    return counts[width - 2];
}

/// @notice x⁵, much faster in a witness program than x ** 5.
function FIFTH_POWER(x) {
    var square = x * x;
    return square * square * x;
}

/// @notice 1 / (s_0 − Σ s_i·t_i) of each partial round: what makes it invertible. Circom refuses to
///         divide by zero.
function PARTIAL_ROUND_INVERSES(width, rounds, sparse) {
    var inverses[70];
    for (var r = 0; r < rounds; r++) {
        var row = (2 * width - 1) * r;
        var divisor = sparse[row];
        for (var i = 1; i < width; i++) {
            divisor -= sparse[row + i] * sparse[row + width - 1 + i];
        }
        inverses[r] = 1 / divisor;
    }
    return inverses;
}

/// @title AssertFullRound
/// @notice Constrains out = matrixᵀ·(in⁵ + constants), element by element of in.
/// @dev in_j⁵ + constants_j = Σ_i inverse[i][j]·out_i.
/// @param width size of the state
/// @param inverse of the round's matrix, so that for each in there is one out
/// @input in[width] S-box inputs
/// @input constants[width] added to the S-boxes' outputs; the caller's constants
/// @input out[width] claimed state
/// @cost 3 constraints per element
template AssertFullRound(width, inverse) {
    signal input in[width];
    signal input constants[width];
    signal input out[width];

    signal squares[width];
    signal fourths[width];
    for (var j = 0; j < width; j++) {
        var image = 0;
        for (var i = 0; i < width; i++) {
            image += inverse[i][j] * out[i];
        }
        squares[j] <== in[j] * in[j];
        fourths[j] <== squares[j] * squares[j];
        fourths[j] * in[j] === image - constants[j];
    }
}

/// @title FullRound
/// @notice The state after S-boxes, constants and matrix: the next round's S-box inputs.
/// @param width size of the state
/// @input in[width] S-box inputs
/// @input constants[width] added to the S-boxes' outputs; the caller's constants
/// @output out[width]
/// @cost 3 constraints per element
template FullRound(width) {
    signal input in[width];
    signal input constants[width];
    signal output out[width];

    component check = AssertFullRound(width, INVERSE_MATRIX(width, POSEIDON_M(width)));
    check.in <== in;
    check.constants <== constants;

    var matrix[width][width] = POSEIDON_M(width);
    var powers[width];
    for (var j = 0; j < width; j++) {
        powers[j] = FIFTH_POWER(in[j]) + constants[j];
    }
    for (var i = 0; i < width; i++) {
        var sum = 0;
        for (var j = 0; j < width; j++) {
            sum += matrix[j][i] * powers[j];
        }
        // Advice: the check has one solution.
        out[i] <-- sum;
        check.out[i] <== out[i];
    }
}

/// @title AssertMiddleRounds
/// @notice Constrains the last full round before the partial rounds and those: first holds the S-box
///         input of each partial round, out the state after them.
/// @dev Partial round r has (y_0, y_i) = (s_0·p + Σ s_i·x_i, x_i + t_i·p) with p = first_r⁵ + constant
///      and sparse constants s, t. From y, so backwards: p = (y_0 − Σ s_i·y_i) / (s_0 − Σ s_i·t_i) and
///      x_i = y_i − t_i·p, sums over wires throughout. Circom refuses a divisor of zero, so each round
///      is invertible.
/// @param width size of the state
/// @param rounds number of partial rounds
/// @param inverse of the matrix before the partial rounds
/// @input in[width] S-box inputs of the full round
/// @input first[rounds] claimed S-box inputs of the partial rounds
/// @input out[width] claimed state after them
/// @cost 3 constraints per element and per partial round
template AssertMiddleRounds(width, rounds, inverse, inverses) {
    signal input in[width];
    signal input first[rounds];
    signal input out[width];

    var constants[8 * width + rounds] = POSEIDON_C(width);
    var sparse[(2 * width - 1) * rounds] = POSEIDON_S(width);
    signal squares[rounds];
    signal fourths[rounds];
    var state[width];
    for (var i = 0; i < width; i++) {
        state[i] = out[i];
    }
    for (var r = rounds - 1; r >= 0; r--) {
        var row = (2 * width - 1) * r;
        var column = row + width - 1;
        var image = state[0];
        for (var i = 1; i < width; i++) {
            image -= sparse[row + i] * state[i];
        }
        image *= inverses[r];
        squares[r] <== first[r] * first[r];
        fourths[r] <== squares[r] * squares[r];
        fourths[r] * first[r] === image - constants[5 * width + r];
        for (var i = 1; i < width; i++) {
            state[i] -= sparse[column + i] * image;
        }
        state[0] = first[r];
    }

    component fullRound = AssertFullRound(width, inverse);
    for (var i = 0; i < width; i++) {
        fullRound.in[i] <== in[i];
        fullRound.constants[i] <== constants[4 * width + i];
        fullRound.out[i] <== state[i];
    }
}

/// @title MiddleRounds
/// @notice The state after the last full round before the partial rounds and those.
/// @param width size of the state
/// @param rounds number of partial rounds
/// @input in[width] S-box inputs of the full round
/// @output out[width]
/// @cost 3 constraints per element and per partial round
template MiddleRounds(width, rounds) {
    signal input in[width];
    signal output out[width];

    component check = AssertMiddleRounds(
        width,
        rounds,
        INVERSE_MATRIX(width, POSEIDON_P(width)),
        PARTIAL_ROUND_INVERSES(width, rounds, POSEIDON_S(width))
    );
    check.in <== in;

    var constants[8 * width + rounds] = POSEIDON_C(width);
    var sparse[(2 * width - 1) * rounds] = POSEIDON_S(width);
    var matrix[width][width] = POSEIDON_P(width);
    var state[width];
    for (var j = 0; j < width; j++) {
        var power = FIFTH_POWER(in[j]) + constants[4 * width + j];
        for (var i = 0; i < width; i++) {
            state[i] += matrix[j][i] * power;
        }
    }
    signal first[rounds];
    for (var r = 0; r < rounds; r++) {
        // Advice, like out: the check has one solution.
        first[r] <-- state[0];
        check.first[r] <== first[r];
        var row = (2 * width - 1) * r;
        var column = row + width - 1;
        var power = FIFTH_POWER(first[r]) + constants[5 * width + r];
        state[0] = sparse[row] * power;
        for (var i = 1; i < width; i++) {
            state[0] += sparse[row + i] * state[i];
            state[i] += sparse[column + i] * power;
        }
    }
    for (var i = 0; i < width; i++) {
        out[i] <-- state[i];
        check.out[i] <== out[i];
    }
}

/// @title LastRound
/// @notice The first element of the state after the last full round.
/// @param width size of the state
/// @input in[width] S-box inputs
/// @output out
/// @cost 3 constraints per element
template LastRound(width) {
    signal input in[width];
    signal output out;

    var matrix[width][width] = POSEIDON_M(width);
    signal squares[width];
    signal fourths[width];
    signal powers[width - 1];
    var sum = 0;
    for (var j = 0; j < width; j++) {
        squares[j] <== in[j] * in[j];
        fourths[j] <== squares[j] * squares[j];
    }
    for (var j = 1; j < width; j++) {
        powers[j - 1] <== fourths[j] * in[j];
        sum += matrix[j][0] * powers[j - 1];
    }
    out <== matrix[0][0] * fourths[0] * in[0] + sum;
}

/// @title Poseidon
/// @notice Hashes a fixed number of elements to one.
/// @param inputCount 1 to 16
/// @input inputs[inputCount] any field elements
/// @output out the hash of src/field/poseidon.ts
/// @cost 3 constraints per S-box but the first, of a constant: 609 for 16 inputs, 402 for 8, 237 for
///       2; 3 fewer for each input that is a constant
template Poseidon(inputCount) {
    signal input inputs[inputCount];
    signal output out;

    var width = inputCount + 1;
    var rounds = POSEIDON_PARTIAL_ROUNDS(width);
    var constants[8 * width + rounds] = POSEIDON_C(width);
    component fullRounds[6];
    component middle = MiddleRounds(width, rounds);
    component last = LastRound(width);

    for (var r = 0; r < 6; r++) {
        // Constants in order: the inputs', three full rounds', the middle rounds', three full rounds'.
        var offset = r < 3 ? (r + 1) * width : (r + 2) * width + rounds;
        fullRounds[r] = FullRound(width);
        for (var i = 0; i < width; i++) {
            fullRounds[r].constants[i] <== constants[offset + i];
        }
    }
    fullRounds[0].in[0] <== constants[0];
    for (var i = 1; i < width; i++) {
        fullRounds[0].in[i] <== inputs[i - 1] + constants[i];
    }
    fullRounds[1].in <== fullRounds[0].out;
    fullRounds[2].in <== fullRounds[1].out;
    middle.in <== fullRounds[2].out;
    fullRounds[3].in <== middle.out;
    fullRounds[4].in <== fullRounds[3].out;
    fullRounds[5].in <== fullRounds[4].out;
    last.in <== fullRounds[5].out;
    out <== last.out;
}
