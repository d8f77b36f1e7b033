// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IDisputedEpochs} from "../interfaces/dispute/IDisputedEpochs.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";

/// @title What a contract that holds epochs and bonds adds to be disputed
abstract contract DisputedEpochs is IDisputedEpochs {
    /// @inheritdoc IDisputedEpochs
    IRowDispute public immutable rowDispute;

    constructor(IRowDispute rowDispute_) {
        rowDispute = rowDispute_;
    }

    /// @inheritdoc IDisputedEpochs
    function dispute(uint32 epoch, RiskLevel level, IRowDispute.Ground ground, bytes calldata evidence) external {
        if (!rowDispute.isWrong(_commitmentsOf(epoch, level), ground, evidence)) {
            revert EvidenceShowsNothing(epoch, ground);
        }
        uint256 slashedWei = _killDisputed(epoch, msg.sender);
        emit RiskEpochDisputed(epoch, level, ground, msg.sender, slashedWei);
    }

    /// @notice What a live epoch committed to; reverts for an unknown or a dead one, so that none dies twice
    function _commitmentsOf(uint32 epoch, RiskLevel level)
        internal
        view
        virtual
        returns (IRowDispute.Commitments memory);

    /// @notice Kills the epoch, takes the bonds behind it and credits the disputer with less than all of them: a
    /// publisher who disputes itself must lose. Sends nothing to anyone
    /// @return slashedWei what was taken
    function _killDisputed(uint32 epoch, address disputer) internal virtual returns (uint256 slashedWei);
}
