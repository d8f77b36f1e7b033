// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {RiskLevel} from "../IRiskEpochs.sol";
import {IRowDispute} from "./IRowDispute.sol";

/// @title Epochs that a dispute kills
/// @notice Whoever shows that a live table is wrong takes a part of the bonds behind it.
interface IDisputedEpochs {
    /// @notice A table of the epoch was shown to be wrong. Proofs under it are refused from now on
    /// @param slashedWei what the publishers who stood behind it lost
    event RiskEpochDisputed(
        uint32 indexed epoch, RiskLevel level, IRowDispute.Ground ground, address indexed disputer, uint256 slashedWei
    );

    /// @notice Thrown when evidence opens but shows nothing wrong
    error EvidenceShowsNothing(uint32 epoch, IRowDispute.Ground ground);

    /// @notice Who judges
    function rowDispute() external view returns (IRowDispute);

    /// @notice Kills an epoch whose table of this level the evidence shows to be wrong. Anyone; `isWrong` of the judge
    /// says in advance whether it would. Evidence names nobody: whoever sees it in the mempool can send it first
    function dispute(uint32 epoch, RiskLevel level, IRowDispute.Ground ground, bytes calldata evidence) external;
}
