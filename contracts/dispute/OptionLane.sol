// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {Black76} from "./Black76.sol";
import {FixedPoint} from "./FixedPoint.sol";
import {LinearLane} from "./LinearLane.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";
import {ShockedVolatility} from "./ShockedVolatility.sol";

/// @title Values of options in a scenario, and the allowance for a publisher's floats
library OptionLane {
    uint256 private constant ONE = 2 ** 96;
    int256 private constant PPM = 1_000_000;
    uint256 private constant YEAR_MS = 365 days * 1_000;
    /// @dev µUSD with 18 decimals in a USD
    uint256 private constant MICRO = 1e6;

    /// @notice Value of one lot at the initial level before any rounding, and at the mark, µUSD in X96
    function value(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory parameters
    ) internal pure returns (uint256 laneX96, uint256 markX96) {
        uint256 moved;
        (moved, markX96) = repriced(market, scenario, parameters);
        laneX96 = between(markX96, moved, scenario.weightE18 * parameters.initialWeight, 1e24);
    }

    /// @notice Value of one lot in a scenario, whatever its weight, and at the mark, µUSD in X96
    function repriced(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory parameters
    ) internal pure returns (uint256 movedX96, uint256 markX96) {
        markX96 = _ofLot(_markPrice(market), market);
        movedX96 = _ofLot(_price(market, scenario, parameters), market);
        if (scenario.vol == ScenarioLeafLib.PIN) movedX96 = Math.mulDiv(movedX96, 1e6 - pinShareUp(market, parameters), 1e6);
    }

    /// @notice Part of an option, ppm up, that may end pinned: all of it near expiry, nothing far from it
    function pinShareUp(IRowDispute.MarketLeaf memory market, IRowDispute.ParameterLeaf memory p)
        internal
        pure
        returns (uint256)
    {
        uint256 left = market.expiryMs - market.snapshotTimeMs;
        if (left <= p.pinNearMs) return 1e6;
        return left >= p.pinFarMs ? 0 : Math.ceilDiv(1e6 * (p.pinFarMs - left), p.pinFarMs - p.pinNearMs);
    }

    /// @notice `from + (to − from)·top/bottom`
    function between(uint256 from, uint256 to, uint256 top, uint256 bottom) internal pure returns (uint256) {
        return to >= from ? from + Math.mulDiv(to - from, top, bottom) : from - Math.mulDiv(from - to, top, bottom);
    }

    /// @notice What the publisher sets aside for the error of its floats, µUSD in X96, rounded up
    /// @dev `10⁻¹³ · (23.1·forward + strike) · max(1, discount) · lot`, as in src/risk/pricing/option-lanes.ts, and a
    /// billionth of it for the floats of the allowance itself
    function floatAllowanceUp(IRowDispute.MarketLeaf memory market) internal pure returns (uint256) {
        // Forward and strike in tenths of 10⁻¹⁸ USD.
        uint256 scaleE19 = 231 * market.priceE18 + 10 * market.strikeE18;
        uint256 lot = Math.mulDiv(market.lotE18 * MICRO, Math.max(market.discountE18, 1e18), 1e18) + 1;
        uint256 allowance = Math.mulDiv(Math.mulDiv(scaleE19, lot, 1e18) + 1, ONE, 1e32);
        return allowance + allowance / 1e9 + 1;
    }

    /// @notice Value of one lot at the mark, µUSD in X96
    function markOfLot(IRowDispute.MarketLeaf memory market) internal pure returns (uint256 markX96) {
        return _ofLot(_markPrice(market), market);
    }

    /// @notice Undiscounted value of one call at the option's strike and volatility, USD in X96
    function callPrice(IRowDispute.MarketLeaf memory market) internal pure returns (uint256 priceX96) {
        priceX96 = _markPrice(market);
        if (!market.isCall) priceX96 = priceX96 + _toX96(market.priceE18) - _toX96(market.strikeE18);
    }

    function _ofLot(uint256 priceX96, IRowDispute.MarketLeaf memory market) private pure returns (uint256) {
        return Math.mulDiv(Math.mulDiv(priceX96, market.discountE18, 1e18), market.lotE18 * MICRO, 1e18);
    }

    /// @notice Volatility times the root of the years to expiry, X96
    function markDeviation(IRowDispute.MarketLeaf memory market) internal pure returns (uint256) {
        return FixedPoint.mul(_toX96(market.ivE18), _rootOfYears(market.expiryMs - market.snapshotTimeMs));
    }

    function _markPrice(IRowDispute.MarketLeaf memory market) private pure returns (uint256) {
        uint256 deviation = markDeviation(market);
        return Black76.price(_toX96(market.priceE18), _toX96(market.strikeE18), deviation, market.isCall);
    }

    function _price(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory parameters
    ) private pure returns (uint256) {
        uint256 forward = _movedForward(market, scenario);
        uint256 strike = _toX96(market.strikeE18);
        uint256 deviation = _deviation(market, scenario, parameters, Math.mulDiv(strike, ONE, forward));
        return Black76.price(forward, strike, deviation, market.isCall);
    }

    /// @dev The part of the forward that the settlement average has collected stands still
    function _movedForward(IRowDispute.MarketLeaf memory market, IRowDispute.ScenarioLeaf memory scenario)
        private
        pure
        returns (uint256)
    {
        int256 factor = (PPM + scenario.move) * (PPM + LinearLane.basisMove(market, scenario));
        uint256 moving = market.priceE18 - market.fixedForwardE18;
        return Math.mulDiv(market.fixedForwardE18 * 1e12 + moving * uint256(factor), ONE, 1e30);
    }

    /// @dev Shocked volatility times the root of the years that are left; 0 once expired
    function _deviation(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory parameters,
        uint256 moneyness
    ) private pure returns (uint256) {
        int256 left = LinearLane.timeLeftMs(market, scenario);
        if (left <= 0) return 0;
        uint256 root = _rootOfYears(uint256(left));
        uint256 volatility = _toX96(market.ivE18);
        // Each strike keeps its own volatility as spot moves; the smile shock comes on top.
        int256 deviations = FixedPoint.ln(moneyness) * int256(ONE) / int256(FixedPoint.mul(volatility, root));
        uint256 remaining = uint256(market.expiryMs - market.snapshotTimeMs) * 10;
        uint256 shocked = ShockedVolatility.shocked(volatility, remaining, deviations, scenario, parameters);
        return FixedPoint.mul(shocked, root);
    }

    function _rootOfYears(uint256 milliseconds) private pure returns (uint256) {
        return FixedPoint.sqrt(milliseconds * ONE / YEAR_MS);
    }

    function _toX96(uint256 amountE18) private pure returns (uint256) {
        return amountE18 * ONE / 1e18;
    }
}
