// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {FixedPoint} from "../pricing/FixedPoint.sol";
import {LinearLane} from "./LinearLane.sol";
import {NormalDistribution} from "../pricing/NormalDistribution.sol";
import {OptionLane} from "./OptionLane.sol";

/// @title The delta lane that an honest publisher's option can have
/// @notice `rate · lot · index · discount · (forward − fixed)/forward · delta`, to the nearest µUSD. A publisher's delta
/// comes from floats: it is off by 10⁻¹² of one, and by 2⁻⁴⁸ over the deviation where that is small, because the logarithm
/// of forward over strike has an absolute error.
library OptionDelta {
    uint256 private constant ONE = 2 ** 96;
    uint256 private constant PPM = 1_000_000;

    function deltaRange(IRowDispute.MarketLeaf memory market, IRowDispute.ParameterLeaf memory p, bool isInitial)
        internal
        pure
        returns (int256 lowest, int256 highest)
    {
        uint256 deviation = OptionLane.markDeviation(market);
        uint256 whole = _wholeDelta(market, p);
        uint256 magnitude = Math.mulDiv(whole, _delta(market, deviation), ONE);
        uint256 deltaError = deviation == 0 ? ONE : Math.min(ONE, ONE / 1e12 + 2 ** 144 / deviation + 1);
        uint256 slack = Math.mulDiv(whole, deltaError, ONE) + whole / 1e15 + 1 + ONE / 2;
        if (!isInitial) {
            magnitude = Math.mulDiv(magnitude, PPM, p.initialMultiplier);
            slack = Math.mulDiv(slack, PPM, p.initialMultiplier) + 1 + ONE / 2;
        }
        int256 signed = market.isCall ? int256(magnitude) : -int256(magnitude);
        lowest = -LinearLane.floorDivide(int256(slack) - signed, int256(ONE));
        highest = LinearLane.floorDivide(signed + int256(slack), int256(ONE));
    }

    /// @dev Of a delta of one, µUSD in X96
    function _wholeDelta(IRowDispute.MarketLeaf memory market, IRowDispute.ParameterLeaf memory p)
        private
        pure
        returns (uint256)
    {
        uint256 lotIndex = Math.mulDiv(market.lotE18 * market.indexE18, ONE * p.deltaRate, 1e36);
        uint256 discounted = Math.mulDiv(lotIndex, market.discountE18, 1e18);
        return Math.mulDiv(discounted, market.priceE18 - market.fixedForwardE18, market.priceE18);
    }

    /// @dev `N(d₁)` of a call, `N(−d₁)` of a put
    function _delta(IRowDispute.MarketLeaf memory market, uint256 deviation) private pure returns (uint256) {
        if (deviation == 0) return 0;
        uint256 ratio = Math.mulDiv(market.priceE18, ONE, market.strikeE18);
        int256 d1 = FixedPoint.ln(ratio) * int256(ONE) / int256(deviation) + int256(deviation / 2);
        return NormalDistribution.cdf(market.isCall ? d1 : -d1);
    }
}
