// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {FixedPoint} from "./FixedPoint.sol";

/// @title Distribution function of the standard normal
library NormalDistribution {
    /// @notice From here on the tail, 1.2·10⁻¹⁹, counts as nothing
    int256 internal constant END = 9 * 2 ** 96;

    /// @dev 1/√(2π) in X96
    uint256 private constant INVERSE_SQRT_TWO_PI = 31607463825455920808620519744;
    uint256 private constant HALF = 2 ** 95;

    /// @notice `N(x)`, error below 1.2·10⁻¹⁹ beyond nine deviations and below 10⁻²³ within
    /// @dev `½ + φ(x)·(x + x³/3 + x⁵/(3·5) + …)`. All terms are positive, so nothing cancels; the sum carries φ(x)
    /// from its first term on, with 144 digits, so that none is lost where φ is small and the sum is large.
    /// @param x X96
    function cdf(int256 x) internal pure returns (uint256 probabilityX96) {
        if (x >= END) return FixedPoint.ONE;
        if (x <= -END) return 0;
        uint256 magnitude = uint256(x < 0 ? -x : x);
        uint256 square = magnitude * magnitude >> 96;
        (uint256 mantissa, int256 exponent) = FixedPoint.expParts(-int256(square >> 1));
        // X144, and below ½ as every partial sum; exponent is in [-59, 0].
        uint256 term = (mantissa * INVERSE_SQRT_TWO_PI >> 48 + uint256(-exponent)) * magnitude >> 96;
        uint256 sum = 0;
        for (uint256 odd = 3; term >= 2 ** 48; odd += 2) {
            sum += term;
            term = (term * square >> 96) / odd;
        }
        uint256 centre = sum >> 48;
        return x < 0 ? HALF - centre : HALF + centre;
    }
}
