// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IDemands} from "./IDemands.sol";
import {RiskLevel} from "./IRiskEpochs.sol";

/// @title Rows of risk tables that must be shown
/// @notice A root says nothing about a table that nobody shows. Anyone demands any row of a live epoch against a
/// deposit; whoever opens it under the root, on chain, earns the deposit. A row that is not opened in time kills
/// the epoch, and all who stand behind it lose their bonds.
interface IRowDemands is IDemands {
    /// @notice Somebody demanded a row of a live epoch; `answerBy` in seconds
    event RowDemanded(uint32 indexed epoch, RiskLevel level, uint16 indexed id, address demander, uint40 answerBy);
    /// @notice The row's words, none for an id that is not listed, and the path that opens them, as in `serveRow`:
    /// whoever served it, and through whatever contract, everybody can open the row again
    event RowServed(
        uint32 indexed epoch,
        RiskLevel level,
        uint16 indexed id,
        uint256[] words,
        uint256[8][4] path
    );
    /// @notice Nobody opened a demanded row in time: the epoch is dead and its supporters lost their bonds, wei
    event RiskEpochKilled(uint32 indexed epoch, RiskLevel level, uint16 indexed id, uint256 slashedWei);

    /// @notice Thrown when an id has no place in a table
    error RowIdOutOfRange(uint16 got, uint16 limit);
    /// @notice Thrown when a row was demanded before
    error RowAlreadyDemanded(uint32 epoch, RiskLevel level, uint16 id);
    /// @notice Thrown when a row is served or expires that nobody waits for
    error RowNotAwaited(uint32 epoch, RiskLevel level, uint16 id);
    /// @notice Thrown when words are served that are not the row's
    error RowNotOpened(uint32 epoch, RiskLevel level, uint16 id);

    /// @notice Demands a row. Anyone, with at least `rowDeposit` of the block's base fee
    function demandRow(uint32 epoch, RiskLevel level, uint16 id) external payable;

    /// @notice Opens a demanded row. Anyone; earns the deposit
    /// @param words the 66 elements in hashing order, or none for an id that is not listed
    /// @param path the eight children of every node on the way up, leaf level first
    function serveRow(
        uint32 epoch,
        RiskLevel level,
        uint16 id,
        uint256[] calldata words,
        uint256[8][4] calldata path
    ) external;

    /// @notice Kills an epoch with a row that was not served in time. Anyone. Half of the bonds goes to the demander,
    /// half to the timelock: demanding from oneself costs
    function expireDemand(uint32 epoch, RiskLevel level, uint16 id) external;

    /// @notice What a demander has to deposit at least, wei: one and a half times the gas of an answer,
    /// and for whoever finds others waiting up to thirteen times that
    /// @param baseFeeWei of the block that the demand gets into
    function rowDeposit(uint256 baseFeeWei) external view returns (uint256);

    /// @notice The demand for a row; all zero when there was none
    function demandOf(uint32 epoch, RiskLevel level, uint16 id) external view returns (Demand memory);
}
