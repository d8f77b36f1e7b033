// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";

/// @title Values of cash, coins, perpetuals and futures in a scenario, exactly
library LinearLane {
    int256 internal constant PPM = 1_000_000;
    int256 private constant LARGEST_BASIS = 100_000;
    int256 private constant YEAR_MS = 365 days * 1_000;

    /// @dev From lots times prices (36 decimals) to µUSD, and with moves (12) and weights (24) besides
    uint256 private constant TO_MICRO = 1e30;
    uint256 private constant WEIGHTED_TO_MICRO = 1e66;

    /// @notice Value of one lot at the initial level, µUSD toward minus infinity
    /// @dev `lot·(price − settlement) + lot·price·((1 + move)(1 + second) − 1)·weight`, rounded once
    /// @param initialWeight ppm
    function valueDown(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf memory scenario,
        uint256 initialWeight
    ) internal pure returns (int256) {
        int256 second = market.kind == MarketLeafLib.FUTURE
            ? basisMove(market, scenario)
            : market.kind == MarketLeafLib.PERPETUAL ? int256(0) : scenario.depeg;
        int256 move = (PPM + scenario.move) * (PPM + second) - PPM * PPM;
        uint256 magnitude = uint256(move < 0 ? -move : move) * scenario.weightE18 * initialWeight;

        uint256 lotUsd = market.lotE18 * market.priceE18;
        int256 settled = int256(lotUsd) - int256(market.lotE18 * market.settlementE18);
        int256 whole = floorDivide(settled, int256(TO_MICRO));
        // Below 1e66, so that the two remainders carry at most once.
        uint256 rest = uint256(settled - whole * int256(TO_MICRO)) * (WEIGHTED_TO_MICRO / TO_MICRO);

        uint256 moved = Math.mulDiv(lotUsd, magnitude, WEIGHTED_TO_MICRO);
        uint256 movedRest = mulmod(lotUsd, magnitude, WEIGHTED_TO_MICRO);
        if (move >= 0) return whole + int256(moved) + (rest + movedRest >= WEIGHTED_TO_MICRO ? int256(1) : int256(0));
        return whole - int256(moved) - (movedRest > rest ? int256(1) : int256(0));
    }

    /// @notice How far a scenario moves a forward against spot, whole ppm to the nearest
    function basisMove(IRowDispute.MarketLeaf memory market, IRowDispute.ScenarioLeaf memory scenario)
        internal
        pure
        returns (int256)
    {
        int256 left = timeLeftMs(market, scenario);
        if (left <= 0) return 0;
        int256 move = floorDivide(2 * scenario.basisPerYear * left + YEAR_MS, 2 * YEAR_MS);
        if (move > LARGEST_BASIS) return LARGEST_BASIS;
        return move < -LARGEST_BASIS ? -LARGEST_BASIS : move;
    }

    /// @notice From the scenario's moment to expiry, milliseconds; not positive once expired
    function timeLeftMs(IRowDispute.MarketLeaf memory market, IRowDispute.ScenarioLeaf memory scenario)
        internal
        pure
        returns (int256)
    {
        return int256(uint256(market.expiryMs)) - int256(uint256(market.snapshotTimeMs))
            - int256(uint256(scenario.laterMs));
    }

    /// @notice Quotient toward minus infinity; `divisor` is positive
    function floorDivide(int256 dividend, int256 divisor) internal pure returns (int256 quotient) {
        quotient = dividend / divisor;
        if (dividend % divisor < 0) --quotient;
    }
}
