// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {LinearLane} from "./LinearLane.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";
import {OptionLane} from "./OptionLane.sol";

/// @title The values that an honest publisher's lane can have
/// @notice One for everything but options. For an option, with `x` its exact value in real numbers and `f` the
/// publisher's allowance for floats: it posts `floor(x̃ − f)` with `|x̃ − x| ≤ f`, a number in `(x − 2f − 1, x]`; at
/// maintenance level the floor of a mean of two such numbers, in `(x − 2f − 2, x]`. What is computed here is within
/// `f` of `x`: `Black76` is within 10⁻¹⁸ of the forward, `f` is above 10⁻¹² of it.
library LaneRange {
    uint256 private constant ONE = 2 ** 96;
    uint256 private constant PPM = 1_000_000;

    /// @dev Both leaves are well formed and of one subject
    function laneRange(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory parameters,
        bool isInitial
    ) internal pure returns (int256 lowest, int256 highest) {
        if (market.kind == MarketLeafLib.OPTION) return _ofOption(market, scenario, parameters, isInitial);
        if (market.kind == MarketLeafLib.HOLD || market.kind == MarketLeafLib.ORDER) {
            bool isOwed = isInitial || market.kind == MarketLeafLib.HOLD;
            lowest = isOwed ? -int256(Math.ceilDiv(market.lotE18, 1e12)) : int256(0);
            return (lowest, lowest);
        }
        lowest = LinearLane.valueDown(market, scenario, parameters.initialWeight);
        if (!isInitial) lowest = _relaxed(market, lowest, parameters);
        return (lowest, lowest);
    }

    /// @dev Maintenance lanes follow from initial lanes: `v_0 + floor((v − v_0)/m)`
    function _relaxed(IRowDispute.MarketLeaf memory market, int256 lane, IRowDispute.ParameterLeaf memory parameters)
        private
        pure
        returns (int256)
    {
        IRowDispute.ScenarioLeaf memory mark;
        int256 atMark = LinearLane.valueDown(market, mark, parameters.initialWeight);
        int256 scaled = (lane - atMark) * int256(PPM);
        return atMark + LinearLane.floorDivide(scaled, int256(parameters.initialMultiplier));
    }

    function _ofOption(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory parameters,
        bool isInitial
    ) private pure returns (int256 lowest, int256 highest) {
        (uint256 lane, uint256 mark) = OptionLane.value(market, scenario, parameters);
        if (!isInitial) lane = OptionLane.between(mark, lane, PPM, parameters.initialMultiplier);
        uint256 allowance = OptionLane.floatAllowanceUp(market);
        highest = int256((lane + allowance) / ONE);
        // An integer above x − 1 is at least floor(x); an option is never worth less than nothing.
        uint256 below = 3 * allowance + (isInitial ? 0 : ONE);
        lowest = lane > below ? int256((lane - below) / ONE) : int256(0);
    }
}
