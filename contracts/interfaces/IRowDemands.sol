// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Rows of risk tables that must be shown
interface IRowDemands {
    /// @notice Thrown when a risk epoch was killed
    error RiskEpochIsDead(uint32 got);
}
