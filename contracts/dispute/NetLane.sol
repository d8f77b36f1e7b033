// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {LinearLane} from "./LinearLane.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";
import {OptionDelta} from "./OptionDelta.sol";
import {OptionLane} from "./OptionLane.sol";
import {RowForm} from "./RowForm.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";

/// @title The values that an honest publisher's net lanes can have
/// @notice One for everything but options. An option's change of value is off by at most twice the publisher's
/// allowance for floats, and is rounded to the nearest; at maintenance level divided by m and rounded again.
library NetLane {
    uint256 private constant ONE = 2 ** 96;
    int256 private constant PPM = 1_000_000;
    uint256 private constant YEAR_MS = 365 days * 1_000;
    /// @dev Shares and factors have 24 decimals, lots times prices 36
    uint256 private constant SHARE = 1e18;
    uint256 private constant TO_MICRO = 1e60;

    /// @dev The leaf and the parameters are well formed
    /// @param wordIndex the words of strike, expiry and underlying
    function netRange(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ParameterLeaf memory p,
        uint256 wordIndex,
        uint256 laneOfWord,
        bool isInitial
    ) internal pure returns (int256 lowest, int256 highest) {
        bool nets = MarketLeafLib.hasSet(market, IRowDispute.SetLevel.Underlying);
        if (!nets || (wordIndex == RowForm.STRIKE_WORD && laneOfWord > 1)) return (0, 0);
        // The fourth lane is the opposite of the third, at maintenance level too.
        bool isOpposite = wordIndex != RowForm.STRIKE_WORD && laneOfWord == 3;
        (lowest, highest) = _range(market, p, wordIndex, isOpposite ? 2 : laneOfWord, isInitial);
        if (isOpposite) (lowest, highest) = (-highest, -lowest);
    }

    function _range(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ParameterLeaf memory p,
        uint256 wordIndex,
        uint256 lane,
        bool isInitial
    ) private pure returns (int256 lowest, int256 highest) {
        uint256 lotIndex = market.lotE18 * market.indexE18;
        bool isOption = market.kind == MarketLeafLib.OPTION;
        if (wordIndex == RowForm.STRIKE_WORD) {
            if (!isOption) return (0, 0);
            uint256 rate = lane == 0
                ? _uncoveredShortRateUp(market, p)
                : Math.ceilDiv(p.pinnedOption * OptionLane.pinShareUp(market, p), uint256(PPM));
            return _exact(lotIndex, PPM, rate * SHARE, p, isInitial);
        }
        if (wordIndex == RowForm.UNDERLYING_WORD && lane == 2) {
            if (isOption) return OptionDelta.deltaRange(market, p, isInitial);
            bool isAsset = market.kind == MarketLeafLib.CASH || market.kind == MarketLeafLib.COIN;
            uint256 lotUsd = isAsset ? market.lotE18 * market.priceE18 : lotIndex;
            return _exact(lotUsd, PPM, p.deltaRate * SHARE, p, isInitial);
        }
        IRowDispute.ScenarioLeaf memory scenario;
        uint256 factor;
        if (wordIndex == RowForm.EXPIRY_WORD) {
            if (lane == 2) {
                scenario.vol = ScenarioLeafLib.UP;
                factor = p.vegaShare * SHARE;
            } else {
                scenario.move = lane == 0 ? p.basisUp : p.basisDown;
                factor = _basisFactorUp(market, p);
            }
        } else {
            scenario.move = lane == 0 ? -int256(p.offsetFloorMove) : int256(p.offsetFloorMove);
            scenario.vol = ScenarioLeafLib.UP;
            scenario.laterMs = uint32(p.horizonDays * 1 days * 1_000);
            factor = p.offsetFloorShare * SHARE;
        }
        if (isOption) return _ofOption(market, scenario, p, factor, isInitial);
        return _exact(market.lotE18 * market.priceE18, scenario.move, factor, p, isInitial);
    }

    /// @dev `lotUsd · move · factor` to the nearest, then the same of 1/m
    function _exact(uint256 lotUsd, int256 move, uint256 factor, IRowDispute.ParameterLeaf memory p, bool isInitial)
        private
        pure
        returns (int256, int256)
    {
        uint256 scaled = uint256(move < 0 ? -move : move) * factor;
        int256 quotient = int256(Math.mulDiv(lotUsd, scaled, TO_MICRO));
        uint256 rest = 2 * mulmod(lotUsd, scaled, TO_MICRO);
        // Halves go toward plus infinity.
        int256 net = move < 0
            ? -quotient - (rest > TO_MICRO ? int256(1) : int256(0))
            : quotient + (rest >= TO_MICRO ? int256(1) : int256(0));
        if (!isInitial) {
            int256 top = int256(p.initialMultiplier);
            net = LinearLane.floorDivide(2 * net * PPM + top, 2 * top);
        }
        return (net, net);
    }

    function _ofOption(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory p,
        uint256 factor,
        bool isInitial
    ) private pure returns (int256 lowest, int256 highest) {
        (uint256 moved, uint256 mark) = OptionLane.repriced(market, scenario, p);
        bool isGain = moved >= mark;
        uint256 change = Math.mulDiv(isGain ? moved - mark : mark - moved, factor, 1e24);
        // Two values of the publisher, and as much again for what is computed here.
        uint256 floats = 3 * OptionLane.floatAllowanceUp(market);
        uint256 slack = Math.mulDiv(floats, factor, 1e24) + 1 + ONE / 2;
        if (!isInitial) {
            change = Math.mulDiv(change, uint256(PPM), p.initialMultiplier);
            slack = Math.mulDiv(slack, uint256(PPM), p.initialMultiplier) + 1 + ONE / 2;
        }
        int256 signed = isGain ? int256(change) : -int256(change);
        lowest = -LinearLane.floorDivide(int256(slack) - signed, int256(ONE));
        // A stand-alone loss is no more than the mark, which the publisher rounds down by all of a µUSD.
        if (scenario.move != 0 && scenario.vol == ScenarioLeafLib.UP) slack += ONE + floats;
        highest = LinearLane.floorDivide(signed + int256(slack), int256(ONE));
    }

    /// @dev By time to expiry: near, far, and linear in between, whole ppm up
    function _uncoveredShortRateUp(IRowDispute.MarketLeaf memory market, IRowDispute.ParameterLeaf memory p)
        private
        pure
        returns (uint256)
    {
        uint256 left = market.expiryMs - market.snapshotTimeMs;
        if (left <= p.uncoveredShortNearMs) return p.uncoveredShortNear;
        if (left >= p.uncoveredShortFarMs) return p.uncoveredShortFar;
        uint256 more = (p.uncoveredShortNear - p.uncoveredShortFar) * (p.uncoveredShortFarMs - left);
        return p.uncoveredShortFar + Math.ceilDiv(more, p.uncoveredShortFarMs - p.uncoveredShortNearMs);
    }

    /// @dev `add + perYear·years`, the years rounded up in their 24th decimal; 0 for what does not expire
    function _basisFactorUp(IRowDispute.MarketLeaf memory market, IRowDispute.ParameterLeaf memory p)
        private
        pure
        returns (uint256)
    {
        if (market.expiryMs == 0) return 0;
        uint256 remaining = market.expiryMs - market.snapshotTimeMs;
        return p.basisAdd * SHARE + Math.ceilDiv(p.basisPerYear * remaining * SHARE, YEAR_MS);
    }
}
