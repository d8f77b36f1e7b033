pragma circom 2.2.3;

/// @notice Inverse of the upper left size × size part of a matrix of constants, by elimination
///         without exchanging rows. Circom refuses to divide by zero, so what it returns is an inverse.
/// @param size at most 17: arrays in functions have a fixed size
function INVERSE_MATRIX(size, matrix) {
    var left[17][17];
    var right[17][17];
    for (var i = 0; i < size; i++) {
        for (var j = 0; j < size; j++) {
            left[i][j] = matrix[i][j];
        }
        right[i][i] = 1;
    }
    for (var pivot = 0; pivot < size; pivot++) {
        var scale = 1 / left[pivot][pivot];
        for (var j = 0; j < size; j++) {
            left[pivot][j] *= scale;
            right[pivot][j] *= scale;
        }
        for (var i = 0; i < size; i++) {
            var factor = i == pivot ? 0 : left[i][pivot];
            for (var j = 0; j < size; j++) {
                left[i][j] -= factor * left[pivot][j];
                right[i][j] -= factor * right[pivot][j];
            }
        }
    }
    return right;
}
