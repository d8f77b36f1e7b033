// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {RowDemands} from "./RowDemands.sol";
import {INodeDemands} from "../interfaces/INodeDemands.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";

/// @title Demands for inner nodes and their answers
/// @notice A search takes four answers, one after the other, and a row after them. So nodes have a queue of their own,
/// which a flood of rows or marks does not fill, and a quarter of the time: the whole search fits into the days in which
/// rows may be demanded, whatever publishers do.
abstract contract NodeDemands is INodeDemands, RowDemands {
    /// @notice What showing a node's children costs, gas, rounded up
    uint256 public constant NODE_GAS = 900_000;
    /// @notice The most that a node waits for those before it
    uint40 public constant LONGEST_NODE_QUEUE = 6 hours;
    /// @dev Blocks of 36 million gas every 12 seconds have room for ten nodes in that time
    uint40 private constant NODE_SECONDS = 3;
    /// @dev The children of nodes at the depth before this one are rows
    uint8 private constant ROW_DEPTH = 4;

    /// @dev Until when answering all demanded nodes takes
    uint40 private _nodeQueueEnd;
    /// @dev Of what was served
    mapping(bytes32 key => bytes32) private _childrenHash;

    /// @inheritdoc INodeDemands
    function demandNode(uint32 epoch, RiskLevel level, uint8 depth, uint16 index, uint256[8] calldata siblings)
        external
        payable
    {
        if (depth >= ROW_DEPTH || index >> 3 * depth != 0) revert NodeOutOfRange(depth, index);
        IRowDispute.Commitments memory commitments = _commitmentsOf(epoch, level);
        uint256 node = commitments.riskRoot;
        if (depth > 0) {
            bytes32 shown = _childrenHash[_nodeKey(epoch, level, depth - 1, index / 8)];
            if (shown == 0 || shown != keccak256(abi.encode(siblings))) revert ParentNotShown(depth, index);
            node = siblings[index % 8];
        }
        bytes32 key = _nodeKey(epoch, level, depth, index);
        if (_demandOf(key).demander != address(0)) revert NodeAlreadyDemanded(depth, index);
        uint256 least = nodeDeposit(block.basefee);
        uint40 turn = _turnAfter(_nodeQueueEnd, LONGEST_NODE_QUEUE);
        _nodeQueueEnd = turn + NODE_SECONDS;
        uint40 answerBy = turn + rowWindow / ROW_DEPTH;
        _await(key, bytes32(node), commitments.snapshotTime, least, answerBy);
        emit NodeDemanded(epoch, level, depth, index, msg.sender, answerBy);
    }

    /// @inheritdoc INodeDemands
    function serveNode(uint32 epoch, RiskLevel level, uint8 depth, uint16 index, uint256[8] calldata children)
        external
    {
        bytes32 key = _requireNodeAwaited(epoch, level, depth, index);
        if (!rowOpening.opensNode(uint256(_awaitedRoot(key)), children)) revert NodeNotOpened(depth, index);
        _childrenHash[key] = keccak256(abi.encode(children));
        _settle(key);
        emit NodeServed(epoch, level, depth, index, children);
    }

    /// @inheritdoc INodeDemands
    function expireNode(uint32 epoch, RiskLevel level, uint8 depth, uint16 index) external {
        uint256 slashedWei = _expire(_requireNodeAwaited(epoch, level, depth, index), epoch);
        emit RiskEpochKilledAtNode(epoch, level, depth, index, slashedWei);
    }

    /// @inheritdoc INodeDemands
    function nodeDeposit(uint256 baseFeeWei) public view returns (uint256) {
        return _depositFor(NODE_GAS, baseFeeWei, _nodeQueueEnd, LONGEST_NODE_QUEUE);
    }

    /// @inheritdoc INodeDemands
    function nodeDemandOf(uint32 epoch, RiskLevel level, uint8 depth, uint16 index)
        external
        view
        returns (Demand memory)
    {
        return _demandOf(_nodeKey(epoch, level, depth, index));
    }

    function _requireNodeAwaited(uint32 epoch, RiskLevel level, uint8 depth, uint16 index)
        private
        view
        returns (bytes32 key)
    {
        key = _nodeKey(epoch, level, depth, index);
        if (!_isAwaited(key)) revert NodeNotAwaited(depth, index);
    }

    function _nodeKey(uint32 epoch, RiskLevel level, uint8 depth, uint16 index) private pure returns (bytes32) {
        return keccak256(abi.encode("node", epoch, level, depth, index));
    }
}
