// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {FixedPoint} from "./FixedPoint.sol";
import {NormalDistribution} from "./NormalDistribution.sol";

/// @title Black-76: European options on a forward, undiscounted
library Black76 {
    /// @notice Thrown when forward over strike rounds to zero
    error StrikeOutOfReach(uint256 forwardX96, uint256 strikeX96);

    /// @notice Value of one unit, within `10⁻¹⁸ · (forward + strike)`
    /// @dev The out-of-the-money side is computed and the other follows by put-call parity. An error of the logarithm
    /// moves d₁ and d₂ alike, and forward·φ(d₁) = strike·φ(d₂): it cancels.
    /// @param forwardX96 USD, positive, below 2^60
    /// @param strikeX96 USD, positive, below 2^60
    /// @param deviationX96 volatility times the root of the years to expiry, below 2^60; 0 leaves intrinsic value
    function price(uint256 forwardX96, uint256 strikeX96, uint256 deviationX96, bool isCall)
        internal
        pure
        returns (uint256 valueX96)
    {
        bool callIsOut = strikeX96 >= forwardX96;
        if (isCall != callIsOut) valueX96 = callIsOut ? strikeX96 - forwardX96 : forwardX96 - strikeX96;
        if (deviationX96 == 0) return valueX96;

        uint256 ratio = Math.mulDiv(forwardX96, FixedPoint.ONE, strikeX96);
        if (ratio == 0) revert StrikeOutOfReach(forwardX96, strikeX96);
        int256 centre = FixedPoint.ln(ratio) * int256(FixedPoint.ONE) / int256(deviationX96);
        int256 d1 = centre + int256(deviationX96 / 2);
        int256 d2 = d1 - int256(deviationX96);
        (uint256 gain, uint256 cost) = callIsOut
            ? (_share(forwardX96, d1), _share(strikeX96, d2))
            : (_share(strikeX96, -d2), _share(forwardX96, -d1));
        // In the wings both agree to the last digits and their difference may fall below 0.
        if (gain > cost) valueX96 += gain - cost;
    }

    function _share(uint256 amountX96, int256 d) private pure returns (uint256) {
        return FixedPoint.mul(amountX96, NormalDistribution.cdf(d));
    }
}
