// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {LaneRange} from "../dispute/LaneRange.sol";
import {MarketLeafLib} from "../dispute/MarketLeafLib.sol";
import {NetLane} from "../dispute/NetLane.sol";
import {PackedWord} from "../dispute/PackedWord.sol";
import {RowForm} from "../dispute/RowForm.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";

/// @notice Shows lanes, words and the order of leaves to tests, many per call
contract LaneProbe {
    struct Range {
        int256 lowest;
        int256 highest;
        uint256 gasUsed;
    }

    function ranges(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ScenarioLeaf[] memory scenarios,
        IRowDispute.ParameterLeaf memory parameters,
        bool isInitial
    ) external view returns (Range[] memory found) {
        found = new Range[](scenarios.length);
        for (uint256 i = 0; i < scenarios.length; ++i) {
            uint256 before = gasleft();
            (found[i].lowest, found[i].highest) = LaneRange.laneRange(market, scenarios[i], parameters, isInitial);
            found[i].gasUsed = before - gasleft();
        }
    }

    /// @notice The four lanes of the three net words, one after the other
    function netRanges(
        IRowDispute.MarketLeaf memory market,
        IRowDispute.ParameterLeaf memory parameters,
        bool isInitial
    ) external view returns (Range[] memory found) {
        found = new Range[](12);
        for (uint256 i = 0; i < 12; ++i) {
            uint256 before = gasleft();
            (found[i].lowest, found[i].highest) = NetLane.netRange(market, parameters, RowForm.STRIKE_WORD + i / 4, i % 4, isInitial);
            found[i].gasUsed = before - gasleft();
        }
    }

    function lanesOf(uint256 word) external pure returns (bool decodes, int256[4] memory lanes) {
        return PackedWord.unpack(word);
    }

    function isBefore(IRowDispute.MarketLeaf memory a, IRowDispute.MarketLeaf memory b) external pure returns (bool) {
        return MarketLeafLib.isBefore(a, b);
    }
}
