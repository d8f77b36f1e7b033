// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {EvidenceOpening} from "./EvidenceOpening.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";

/// @title Whether a common stress scenario is the one that the registered parameters ask for
/// @notice The lanes in which all coins move together follow from the parameters alone, so the registered set holds
/// them whole: for all underlyings, and for each that has parameters of its own. Publishers cannot commit to scenarios
/// in which nothing moves.
abstract contract StressGround is EvidenceOpening {
    /// @dev Nothing moves against itself
    bytes32 private constant CASH = "USD";
    /// @dev In place of a time: one minute after the next expiry, or the horizon when that comes first
    uint32 private constant AFTER_NEXT_EXPIRY = type(uint32).max;
    uint64 private constant AFTER_EXPIRY_MS = 1 minutes * 1_000;
    uint256 private constant DAY_MS = 1 days * 1_000;

    /// @param evidence `abi.encode(MarketOpening, ScenarioOpening, ScenarioLeaf registered, bytes32[] path)`
    function _stressIsWrong(Commitments calldata commitments, bytes calldata evidence) internal pure returns (bool) {
        (
            MarketOpening memory market,
            ScenarioOpening memory opening,
            ScenarioLeaf memory registered,
            bytes32[] memory path
        ) = abi.decode(evidence, (MarketOpening, ScenarioOpening, ScenarioLeaf, bytes32[]));
        ScenarioLeaf memory found = opening.scenario;
        _requireEqual(found.lane, registered.lane);
        _requireEqual(uint256(found.subject), uint256(market.leaf.subject));
        _requireScenario(commitments, opening);
        if (!ScenarioLeafLib.opensStress(registered, path, opening.parameterRoot)) {
            revert ScenarioNotOpened(registered.lane, commitments.parameterSet);
        }
        if (!_isMarketSound(commitments, market)) revert LeafMalformed(market.leaf.id, found.lane);
        if (market.leaf.underlying == CASH) return false;
        // What is registered for an underlying itself goes before what is registered for all.
        bool isOwn = registered.parametersOf == market.leaf.underlying;
        if (isOwn && found.parametersOf != registered.parametersOf) return true;
        _requireEqual(uint256(registered.parametersOf), uint256(found.parametersOf));
        if (!isOwn) _requireEqual(uint256(found.parametersOf), 0);
        if (registered.laterMs == AFTER_NEXT_EXPIRY) {
            if (found.laterMs > _nextExpiryLimit(market.leaf, opening.parameters.horizonDays)) return true;
            found.laterMs = AFTER_NEXT_EXPIRY;
        }
        found.subject = 0;
        return keccak256(abi.encode(found)) != keccak256(abi.encode(registered));
    }

    /// @dev No later than just after the expiry of these marks, nor than the horizon
    function _nextExpiryLimit(MarketLeaf memory market, uint256 horizonDays) private pure returns (uint256 limit) {
        limit = horizonDays * DAY_MS;
        if (market.expiryMs == 0) return limit;
        uint256 after_ = market.expiryMs - market.snapshotTimeMs + AFTER_EXPIRY_MS;
        if (after_ < limit) limit = after_;
    }
}
