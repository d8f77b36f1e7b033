// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IDemands} from "./IDemands.sol";
import {RiskLevel} from "./IRiskEpochs.sol";

/// @title Inner nodes of a table's tree that must be shown
/// @notice Whoever built the right table finds a false row among 4,096 with four demands: the children of the root show
/// which eighth of the table differs, the children of that node which eighth of the eighth, and the last children are
/// rows. Then one row is demanded. A node is named by how many steps below the root it lies, and by its place among the
/// nodes there; its parent is asked for first.
interface INodeDemands is IDemands {
    /// @notice The children of a node were demanded
    event NodeDemanded(
        uint32 indexed epoch, RiskLevel level, uint8 depth, uint16 index, address demander, uint40 answerBy
    );
    /// @notice The children of a demanded node, the leftmost first
    event NodeServed(uint32 indexed epoch, RiskLevel level, uint8 depth, uint16 index, uint256[8] children);
    /// @notice Nobody showed the children of a demanded node in time: the epoch is dead and its supporters lost their
    /// bonds, wei
    event RiskEpochKilledAtNode(uint32 indexed epoch, RiskLevel level, uint8 depth, uint16 index, uint256 slashedWei);

    /// @notice Thrown when a table's tree has no such inner node
    error NodeOutOfRange(uint8 depth, uint16 index);
    /// @notice Thrown when the node's parent was not shown, or its children are others
    error ParentNotShown(uint8 depth, uint16 index);
    /// @notice Thrown when a node was demanded before
    error NodeAlreadyDemanded(uint8 depth, uint16 index);
    /// @notice Thrown when a node is served or expires that nobody waits for
    error NodeNotAwaited(uint8 depth, uint16 index);
    /// @notice Thrown when other children are served than the node's
    error NodeNotOpened(uint8 depth, uint16 index);

    /// @notice Demands the children of a node. Anyone, with at least `nodeDeposit` of the block's base fee
    /// @param depth 0 for the root … 3 for the nodes whose children are rows
    /// @param index 0 … 8^depth − 1
    /// @param siblings the children of the node's parent as they were served; any eight numbers for the root
    function demandNode(uint32 epoch, RiskLevel level, uint8 depth, uint16 index, uint256[8] calldata siblings)
        external
        payable;

    /// @notice Shows the children of a demanded node. Anyone; earns the deposit
    function serveNode(uint32 epoch, RiskLevel level, uint8 depth, uint16 index, uint256[8] calldata children)
        external;

    /// @notice Kills an epoch with a node that was not served in time. Anyone
    function expireNode(uint32 epoch, RiskLevel level, uint8 depth, uint16 index) external;

    /// @notice What a demander has to deposit at least, wei: one and a half times the gas of an answer,
    /// and for whoever finds others waiting up to thirteen times that
    /// @param baseFeeWei of the block that the demand gets into
    function nodeDeposit(uint256 baseFeeWei) external view returns (uint256);

    /// @notice The demand for a node; all zero when there was none
    function nodeDemandOf(uint32 epoch, RiskLevel level, uint8 depth, uint16 index)
        external
        view
        returns (Demand memory);
}
