// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title What lanes are judged by
/// @notice The leaves of a registered parameter set besides its charges, parts per million of the initial level
interface IParameterEvidence {
    /// @notice Parameters that lanes need, parts per million
    struct ParameterLeaf {
        /// The underlying whose parameters these are, 0 for all that have none of their own
        bytes32 name;
        uint256 initialWeight;
        uint256 initialMultiplier;
        uint256 rangeUp;
        uint256 rangeDown;
        uint256 shortPower;
        uint256 longPower;
        uint256 tenorFloorDays;
        uint256 upFloor;
        uint256 floorShare;
        uint256 wingCap;
        uint256 horizonDays;
        /// Of the net lanes, as in src/risk/charges/net-lanes.ts
        uint256 uncoveredShortNear;
        uint256 uncoveredShortFar;
        /// Milliseconds to expiry: up to here near, from there on far
        uint256 uncoveredShortNearMs;
        uint256 uncoveredShortFarMs;
        /// Options that may end pinned: all of them up to near, none from far on
        uint256 pinnedOption;
        uint256 pinNearMs;
        uint256 pinFarMs;
        int256 basisUp;
        int256 basisDown;
        uint256 basisAdd;
        uint256 basisPerYear;
        uint256 vegaShare;
        uint256 offsetFloorShare;
        uint256 offsetFloorMove;
        uint256 deltaRate;
    }
}
