// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Demands} from "./Demands.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {IRowDemands} from "../interfaces/IRowDemands.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {IRowOpening} from "../interfaces/dispute/IRowOpening.sol";

/// @title Demands for rows and their answers
abstract contract RowDemands is IRowDemands, Demands {
    /// @notice What opening a row costs, gas, rounded up
    uint256 public constant SERVE_GAS = 12_000_000;
    /// @dev Blocks of 36 million gas every 12 seconds have room for seven rows in that time
    uint40 private constant SERVE_SECONDS = 30;
    uint16 private constant ID_LIMIT = 4096;

    /// @notice Recomputes roots on chain
    IRowOpening public immutable rowOpening;

    constructor(address rowOpeningContract) {
        _requireCode(rowOpeningContract);
        rowOpening = IRowOpening(rowOpeningContract);
    }

    /// @inheritdoc IRowDemands
    function demandRow(uint32 epoch, RiskLevel level, uint16 id) external payable {
        if (id >= ID_LIMIT) revert RowIdOutOfRange(id, ID_LIMIT);
        IRowDispute.Commitments memory commitments = _commitmentsOf(epoch, level);
        bytes32 key = _rowKey(epoch, level, id);
        if (_demandOf(key).demander != address(0)) revert RowAlreadyDemanded(epoch, level, id);
        bytes32 root = bytes32(commitments.riskRoot);
        uint40 answerBy = _demand(key, root, commitments.snapshotTime, SERVE_GAS, SERVE_SECONDS);
        emit RowDemanded(epoch, level, id, msg.sender, answerBy);
    }

    /// @inheritdoc IRowDemands
    function serveRow(
        uint32 epoch,
        RiskLevel level,
        uint16 id,
        uint256[] calldata words,
        uint256[8][4] calldata path
    ) external {
        bytes32 key = _requireRowAwaited(epoch, level, id);
        if (!rowOpening.opens(uint256(_awaitedRoot(key)), id, words, path)) revert RowNotOpened(epoch, level, id);
        _settle(key);
        emit RowServed(epoch, level, id, words, path);
    }

    /// @inheritdoc IRowDemands
    function expireDemand(uint32 epoch, RiskLevel level, uint16 id) external {
        uint256 slashedWei = _expire(_requireRowAwaited(epoch, level, id), epoch);
        emit RiskEpochKilled(epoch, level, id, slashedWei);
    }

    /// @inheritdoc IRowDemands
    function rowDeposit(uint256 baseFeeWei) public view returns (uint256) {
        return _queuedDeposit(SERVE_GAS, baseFeeWei);
    }

    /// @inheritdoc IRowDemands
    function demandOf(uint32 epoch, RiskLevel level, uint16 id) external view returns (Demand memory) {
        return _demandOf(_rowKey(epoch, level, id));
    }

    function _requireRowAwaited(uint32 epoch, RiskLevel level, uint16 id) private view returns (bytes32 key) {
        key = _rowKey(epoch, level, id);
        if (!_isAwaited(key)) revert RowNotAwaited(epoch, level, id);
    }

    function _rowKey(uint32 epoch, RiskLevel level, uint16 id) private pure returns (bytes32) {
        return keccak256(abi.encode("row", epoch, level, id));
    }
}
