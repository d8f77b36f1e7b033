// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Demands} from "./Demands.sol";
import {IMarketDemands} from "../interfaces/IMarketDemands.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";

/// @title Demands for marks and scenarios and their answers
abstract contract MarketDemands is IMarketDemands, Demands {
    /// @notice What showing marks or a scenario costs, gas, rounded up
    uint256 public constant SHOW_GAS = 150_000;
    /// @dev A block's time: whoever waits for every answer to be mined before it sends the next keeps up with a flood
    uint40 private constant SHOW_SECONDS = 12;
    uint16 private constant ID_LIMIT = 4096;
    uint8 private constant LANE_LIMIT = 224;

    /// @inheritdoc IMarketDemands
    function demandMarks(uint32 epoch, uint16 id) external payable {
        if (id == 0 || id >= ID_LIMIT) revert MarksIdOutOfRange(id, ID_LIMIT);
        IRowDispute.Commitments memory commitments = _commitmentsOf(epoch, RiskLevel.Initial);
        bytes32 key = marksKey(epoch, id);
        uint40 answerBy = _demandShown(key, commitments.marketRoot, commitments.snapshotTime);
        emit MarksDemanded(epoch, id, msg.sender, answerBy);
    }

    /// @inheritdoc IMarketDemands
    function demandScenario(uint32 epoch, uint8 lane, bytes calldata marks) external payable {
        if (lane >= LANE_LIMIT) revert LaneOutOfRange(lane, LANE_LIMIT);
        IRowDispute.Commitments memory commitments = _commitmentsOf(epoch, RiskLevel.Initial);
        // Scenarios are of subjects, and every subject has marks.
        bytes32 subject = rowDispute.subjectOf(commitments.marketRoot, marks);
        bytes32 key = scenarioKey(epoch, lane, subject);
        bytes32 committed = keccak256(abi.encode(commitments.parametersHash, commitments.parameterSet));
        uint40 answerBy = _demandShown(key, committed, commitments.snapshotTime);
        emit ScenarioDemanded(epoch, lane, subject, msg.sender, answerBy);
    }

    /// @inheritdoc IMarketDemands
    function showMarks(uint32 epoch, uint16 id, bytes calldata opening) external {
        bytes32 key = _requireAwaited(marksKey(epoch, id));
        if (!rowDispute.opensMarket(_awaitedRoot(key), id, opening)) revert NotShown(key);
        _settle(key);
        emit MarksShown(epoch, id, opening);
    }

    /// @inheritdoc IMarketDemands
    function showScenario(uint32 epoch, uint8 lane, bytes32 subject, bytes calldata opening) external {
        bytes32 key = _requireAwaited(scenarioKey(epoch, lane, subject));
        if (!rowDispute.opensScenario(_awaitedRoot(key), lane, subject, opening)) revert NotShown(key);
        _settle(key);
        emit ScenarioShown(epoch, lane, subject, opening);
    }

    /// @inheritdoc IMarketDemands
    function expireMarks(uint32 epoch, uint16 id) external {
        _expireShown(epoch, marksKey(epoch, id));
    }

    /// @inheritdoc IMarketDemands
    function expireScenario(uint32 epoch, uint8 lane, bytes32 subject) external {
        _expireShown(epoch, scenarioKey(epoch, lane, subject));
    }

    /// @inheritdoc IMarketDemands
    function showDeposit(uint256 baseFeeWei) public view returns (uint256) {
        return _queuedDeposit(SHOW_GAS, baseFeeWei);
    }

    /// @inheritdoc IMarketDemands
    function marketDemandOf(bytes32 key) external view returns (Demand memory) {
        return _demandOf(key);
    }

    /// @inheritdoc IMarketDemands
    function marksKey(uint32 epoch, uint16 id) public pure returns (bytes32) {
        return keccak256(abi.encode("marks", epoch, id));
    }

    /// @inheritdoc IMarketDemands
    function scenarioKey(uint32 epoch, uint8 lane, bytes32 subject) public pure returns (bytes32) {
        return keccak256(abi.encode("scenario", epoch, lane, subject));
    }

    function _demandShown(bytes32 key, bytes32 root, uint40 snapshotTime) private returns (uint40 answerBy) {
        if (_demandOf(key).demander != address(0)) revert AlreadyDemanded(key);
        return _demand(key, root, snapshotTime, SHOW_GAS, SHOW_SECONDS);
    }

    function _expireShown(uint32 epoch, bytes32 key) private {
        uint256 slashedWei = _expire(_requireAwaited(key), epoch);
        emit RiskEpochKilledUnshown(epoch, key, slashedWei);
    }

    function _requireAwaited(bytes32 key) private view returns (bytes32) {
        if (!_isAwaited(key)) revert NotAwaited(key);
        return key;
    }
}
