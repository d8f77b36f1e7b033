// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Ether that somebody may fetch
/// @notice Nothing is ever pushed: a receiver that refuses money can only hurt itself.
interface ICredits {
    /// @notice An account may fetch this much more, wei
    event CreditAdded(address indexed account, uint256 amountWei);
    /// @notice An account fetched its credit, wei
    event CreditWithdrawn(address indexed account, uint256 amountWei);

    /// @notice Thrown when there is nothing to fetch
    error NoCredit(address got);
    /// @notice Thrown when the caller does not take its money
    error TransferFailed(address to, uint256 amountWei);

    /// @notice What the account may fetch, wei
    function creditOf(address account) external view returns (uint256);

    /// @notice Sends the caller its credit. Works at all times
    function withdrawCredit() external;
}
