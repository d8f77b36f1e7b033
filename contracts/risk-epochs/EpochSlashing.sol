// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {EpochStore} from "./EpochStore.sol";
import {Publishers} from "./Publishers.sol";
import {RiskTerms} from "./RiskTerms.sol";
import {DisputedEpochs} from "../dispute/DisputedEpochs.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {IRowDispute} from "../interfaces/IRowDispute.sol";

/// @title What a breach costs those who stand behind an epoch
/// @notice However it is found, a breach kills the epoch once and takes every bond behind it: half goes to whoever
/// found it, half to the timelock. All who stand behind an epoch together lose at least half of what they had at
/// stake, even when they find the breach themselves, as long as none of them proposes to the timelock.
abstract contract EpochSlashing is EpochStore, Publishers, RiskTerms, DisputedEpochs {
    /// @notice What the publishers behind an epoch have at stake now, wei: half of it is what finding a breach earns
    function atStake(uint32 epoch) external view returns (uint256) {
        return isDead[epoch] ? 0 : _bondsOf(_supportersOf(epoch));
    }

    /// @inheritdoc DisputedEpochs
    function _commitmentsOf(uint32 epoch, RiskLevel level)
        internal
        view
        override
        returns (IRowDispute.Commitments memory)
    {
        if (isDead[epoch]) revert RiskEpochIsDead(epoch);
        RiskEpoch memory content = _recall(epoch);
        bool isInitial = level == RiskLevel.Initial;
        return IRowDispute.Commitments({
            riskRoot: isInitial ? content.initialRoot : content.maintenanceRoot,
            marketRoot: content.marketRoot,
            parametersHash: content.parametersHash,
            parameterSet: content.parameterSet,
            snapshotTime: content.snapshotTime,
            nextExpiry: content.nextExpiry,
            isInitial: isInitial
        });
    }

    /// @inheritdoc DisputedEpochs
    function _killDisputed(uint32 epoch, address disputer) internal override returns (uint256 slashedWei) {
        return _killAndSlash(epoch, disputer);
    }

    /// @dev Nothing happens to a dead epoch: whoever lost its bond over it and came back stands behind later ones
    function _killAndSlash(uint32 epoch, address finder) internal returns (uint256 slashedWei) {
        if (isDead[epoch]) return 0;
        _kill(epoch);
        slashedWei = _slash(_supportersOf(epoch));
        _credit(finder, slashedWei / 2);
        _credit(timelock, slashedWei - slashedWei / 2);
    }
}
