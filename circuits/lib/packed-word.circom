pragma circom 2.2.3;

include "circomlib/circuits/bitify.circom";

// A packed word is the field element Σ v_k·2^(63k) of four signed lanes v_0 … v_3.

/// @notice One in every lane: subtracting c·LANE_ONES() subtracts c from all four lanes.
function LANE_ONES() {
    return 1 + (1 << 63) + (1 << 126) + (1 << 189);
}

/// @title NonNegativeLanes
/// @notice Constrains all four lanes of a packed word to [0, 2^digitBits) and returns them.
/// @dev Digits have at most 62 bits although lanes are 63 bits apart: a negative lane borrows from its
///      neighbour and leaves a digit of at least 2^62. With 63-bit digits that borrow would pass
///      and a deficit in one scenario would hide behind a surplus in the next. No account is worth
///      2^61, so a statement of solvency asks for 61 bits.
/// @param digitBits at most 62
/// @input word packed word
/// @output digits[4] its lanes
/// @assumes every lane is an integer in (2^digitBits − 2^63, 2^63): only then does it differ from its digit
///          by less than 2^63, and the digits are the true lanes
/// @cost 4 constraints a bit
template NonNegativeLanes(digitBits) {
    assert(digitBits <= 62);
    signal input word;
    signal output digits[4];

    signal bits[4][digitBits];
    var total = 0;
    for (var lane = 0; lane < 4; lane++) {
        var digit = 0;
        for (var i = 0; i < digitBits; i++) {
            // Advice bit: boolean by the next line, bound to the word by the sum below.
            bits[lane][i] <-- (word >> (63 * lane + i)) & 1;
            bits[lane][i] * (bits[lane][i] - 1) === 0;
            digit += bits[lane][i] * (1 << i);
        }
        digits[lane] <== digit;
        total += digit * (1 << (63 * lane));
    }
    // Below 2^252 < r on both sides, so equality in the field is equality of integers.
    total === word;
}

/// @title NegativeParts
/// @notice For four lanes u_k given as 2^62·ONES − (packed u), returns max(0, −u_k) of each.
/// @input shifted the word 2^62·ONES − Σ u_k·2^(63k)
/// @output parts[4] max(0, −u_k)
/// @assumes every u_k is an integer in (−2^62, 2^62), so that each digit 2^62 − u_k lies in
///          (0, 2^63) and its top bit says u_k ≤ 0
/// @cost 256 constraints
template NegativeParts() {
    signal input shifted;
    signal output parts[4];

    component bits = Num2Bits(252);
    bits.in <== shifted;
    for (var lane = 0; lane < 4; lane++) {
        var low = 0;
        for (var i = 0; i < 62; i++) {
            low += bits.out[63 * lane + i] * (1 << i);
        }
        // digit = low + top·2^62 and −u = digit − 2^62, so −u = low wherever top is set.
        parts[lane] <== bits.out[63 * lane + 62] * low;
    }
}
