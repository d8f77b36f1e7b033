// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title What rows, marks and scenarios have in common when they are demanded
/// @notice Every demand is answered in time by whoever can, or it kills the epoch. A demand that waits behind others
/// may be answered later: half a minute for every row before it, twelve seconds for everything else, three days at most.
interface IDemands {
    struct Demand {
        address demander;
        /// Goes to whoever answers, back to the demander else, wei
        uint96 depositWei;
        /// First second at which silence kills the epoch
        uint40 answerBy;
        bool settled;
        /// Seconds. When the chain's sequencer was down since, the time to answer begins again when it is back
        uint40 askedAt;
    }

    /// @notice Thrown when the time to answer is shorter than an hour or longer than three days
    error RowWindowOutOfRange(uint40 got);
    /// @notice Thrown when a deployment prices gas below or above what can be meant, wei
    error GasPriceFloorOutOfRange(uint64 got, uint64 lowest, uint64 highest);
    /// @notice Thrown when a row is demanded of an epoch whose publishers may already be gone
    error EpochTooOld(uint40 snapshotTime, uint256 blockTime);
    /// @notice Thrown when a demander deposits less than the gas of an answer is worth, or more than fits, wei
    error RowDepositOutOfRange(uint256 got, uint256 least, uint256 most);
    /// @notice Thrown when a demand expires that may still be answered
    error RowStillDue(uint40 answerBy, uint256 blockTime);
}
