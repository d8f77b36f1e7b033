// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {FixedPoint} from "./FixedPoint.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";

/// @title An option's volatility under a scenario: the rules of src/risk/pricing/vol-shock.ts
library ShockedVolatility {
    uint256 private constant ONE = 2 ** 96;
    int256 private constant SIGNED_ONE = 2 ** 96;
    int256 private constant PPM = 1_000_000;
    /// @dev Times are compared in tenths of milliseconds: a ppm of a day is 864 of them
    uint256 private constant TENTHS_PER_PPM_DAY = 864;
    uint256 private constant TENTHS_PER_DAY = 864_000_000;
    /// @dev Φ⁻¹(0.75): distance from the forward of an option with a delta of 25 %, in deviations
    int256 private constant QUARTER_DELTA = 53438583542740717722591559680;

    /// @param volatility X96
    /// @param remaining from the snapshot to expiry, tenths of milliseconds
    /// @param deviations `ln(K/F)/(σ√T)` under the scenario, X96
    function shocked(
        uint256 volatility,
        uint256 remaining,
        int256 deviations,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory p
    ) internal pure returns (uint256) {
        if (scenario.vol == ScenarioLeafLib.FLAT) return volatility;
        uint256 scale = _tenorScale(remaining, p);
        if (scenario.vol == ScenarioLeafLib.UP) {
            uint256 up = FixedPoint.mul(volatility, ONE + scale * p.rangeUp / 1e6);
            return Math.max(up, ONE * p.upFloor / 1e6);
        }
        uint256 factor;
        if (scenario.vol == ScenarioLeafLib.DOWN || scenario.vol == ScenarioLeafLib.PIN) {
            uint256 drop = scale * p.rangeDown / 1e6;
            factor = drop < ONE ? ONE - drop : 0;
        } else {
            factor = FixedPoint.mul(
                _level(remaining, scale, scenario, p), _smile(deviations, scale, scenario, p.wingCap)
            );
        }
        return FixedPoint.mul(volatility, Math.max(factor, ONE * p.floorShare / 1e6));
    }

    /// @notice `deviations` no further from 0 than any smile looks
    function clamped(int256 deviations, uint256 wingCap) internal pure returns (int256) {
        int256 limit = QUARTER_DELTA * int256(wingCap) / PPM;
        if (deviations > limit) return limit;
        return deviations < -limit ? -limit : deviations;
    }

    /// @dev `(30 d / max(remaining, floor))^power`
    function _tenorScale(uint256 remaining, IRowDispute.ParameterLeaf memory p) private pure returns (uint256) {
        uint256 counted = Math.max(remaining, p.tenorFloorDays * TENTHS_PER_PPM_DAY);
        uint256 thirtyDays = 30 * TENTHS_PER_DAY;
        return FixedPoint.pow(thirtyDays * ONE / counted, counted <= thirtyDays ? p.shortPower : p.longPower);
    }

    /// @dev Linear in the logarithm of days between 7, 30, 90 and 180 days; scaled on by the powers outside
    function _level(
        uint256 remaining,
        uint256 scale,
        IRowDispute.ScenarioLeaf memory scenario,
        IRowDispute.ParameterLeaf memory p
    ) private pure returns (uint256) {
        uint256[4] memory tenors = [7 * TENTHS_PER_DAY, 30 * TENTHS_PER_DAY, 90 * TENTHS_PER_DAY, 180 * TENTHS_PER_DAY];
        if (remaining <= tenors[0]) return _scaledLevel(scenario.levels[0], scale, _tenorScale(tenors[0], p));
        if (remaining >= tenors[3]) return _scaledLevel(scenario.levels[3], scale, _tenorScale(tenors[3], p));
        uint256 next = 1;
        while (tenors[next] <= remaining) ++next;
        uint256 low = tenors[next - 1];
        int256 share =
            FixedPoint.ln(remaining * ONE / low) * SIGNED_ONE / FixedPoint.ln(tenors[next] * ONE / low);
        int256 change =
            (SIGNED_ONE - share) * scenario.levels[next - 1] / PPM + share * scenario.levels[next] / PPM;
        return _onePlus(change);
    }

    function _scaledLevel(int256 level, uint256 scale, uint256 ownScale) private pure returns (uint256) {
        return _onePlus(level * int256(Math.mulDiv(scale, ONE, ownScale)) / PPM);
    }

    /// @dev `1 + scale·(½·riskReversal·x + fly·x²)`, x in units of the 25-delta option's distance
    function _smile(int256 deviations, uint256 scale, IRowDispute.ScenarioLeaf memory scenario, uint256 wingCap)
        private
        pure
        returns (uint256)
    {
        int256 x = clamped(deviations, wingCap) * SIGNED_ONE / QUARTER_DELTA;
        int256 shift = x * scenario.riskReversal / (2 * PPM) + x * x / SIGNED_ONE * scenario.fly / PPM;
        return _onePlus(int256(scale) * shift / SIGNED_ONE);
    }

    function _onePlus(int256 change) private pure returns (uint256) {
        return change > -SIGNED_ONE ? uint256(SIGNED_ONE + change) : 0;
    }
}
