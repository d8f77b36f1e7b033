// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";

/// @title exp, ln, sqrt and powers of binary fixed-point numbers with 96 digits after the point ("X96")
/// @notice Only checked arithmetic: a number outside a stated range reverts, none wraps. Errors are absolute unless
/// stated otherwise and were derived by hand; `test/contracts/fixed-point.test.ts` measures them.
library FixedPoint {
    /// @notice 1 in X96
    uint256 internal constant ONE = 2 ** 96;
    /// @dev ln 2 in X96, to the nearest
    int256 private constant LN2 = 54916777467707473351141471128;
    int256 private constant SIGNED_ONE = 2 ** 96;
    /// @dev m in [√½, √2) halves the range of the logarithm's series
    uint256 private constant SQRT_2 = 112045541949572279837463876455;

    /// @notice Thrown when an exponent is 64 or more
    error ExponentTooLarge(int256 exponentX96);
    /// @notice Thrown for the logarithm of zero
    error LogarithmOfZero();

    /// @notice `e^x`, relative error below 2^-86, and below 2^-95 absolute where the result is below 1
    /// @param x X96, below 64; below -67 the result is 0
    function exp(int256 x) internal pure returns (uint256 resultX96) {
        if (x >= 64 * SIGNED_ONE) revert ExponentTooLarge(x);
        if (x < -67 * SIGNED_ONE) return 0;
        (uint256 mantissa, int256 exponent) = expParts(x);
        return exponent >= 0 ? mantissa << uint256(exponent) : mantissa >> uint256(-exponent);
    }

    /// @notice `e^x = mantissa · 2^exponent` with a mantissa of about 1, so that nothing is lost far below 1
    /// @param x X96, magnitude below 2^12
    /// @return mantissaX96 in [0.7, 1.42), relative error below `(24 + |exponent|) · 2^-96`
    function expParts(int256 x) internal pure returns (uint256 mantissaX96, int256 exponent) {
        // The division rounds toward zero: half of ln 2 more makes it the nearest multiple.
        exponent = (x + (x < 0 ? -LN2 / 2 : LN2 / 2)) / LN2;
        int256 r = x - exponent * LN2;
        // |r| ≤ ln2/2: the first term left out is below 2^-97.
        int256 sum = SIGNED_ONE;
        for (int256 n = 20; n > 0; --n) {
            sum = SIGNED_ONE + r * sum / (n * SIGNED_ONE);
        }
        mantissaX96 = uint256(sum);
    }

    /// @notice Natural logarithm, error below 2^-90
    /// @param x X96, positive
    function ln(uint256 x) internal pure returns (int256 resultX96) {
        if (x == 0) revert LogarithmOfZero();
        uint256 digits = Math.log2(x);
        int256 exponent = int256(digits) - 96;
        uint256 mantissa = digits >= 96 ? x >> (digits - 96) : x << (96 - digits);
        if (mantissa >= SQRT_2) {
            mantissa >>= 1;
            ++exponent;
        }
        // ln m = 2·artanh s, s = (m−1)/(m+1), |s| ≤ 0.1716: the first term left out is below 2^-100.
        int256 s = (int256(mantissa) - SIGNED_ONE) * SIGNED_ONE / (int256(mantissa) + SIGNED_ONE);
        int256 square = s * s / SIGNED_ONE;
        int256 sum = 0;
        for (int256 odd = 37; odd > 0; odd -= 2) {
            sum = SIGNED_ONE / odd + sum * square / SIGNED_ONE;
        }
        resultX96 = 2 * s * sum / SIGNED_ONE + exponent * LN2;
    }

    /// @notice Square root, rounded down
    /// @param x X96, below 2^160
    function sqrt(uint256 x) internal pure returns (uint256 resultX96) {
        return Math.sqrt(x * ONE);
    }

    /// @notice `base^power`, relative error below `2^-86`
    /// @param base X96, positive
    /// @param powerPpm parts per million
    function pow(uint256 base, uint256 powerPpm) internal pure returns (uint256 resultX96) {
        return exp(ln(base) * int256(powerPpm) / 1_000_000);
    }

    /// @notice `a · b`, rounded down
    function mul(uint256 a, uint256 b) internal pure returns (uint256 productX96) {
        return Math.mulDiv(a, b, ONE);
    }
}
