// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRiskEpochs, RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {EpochSealLib} from "../libraries/EpochSealLib.sol";

/// @title One word per level of each of the two newest epochs
/// @notice What an attestation may use and nothing else: an epoch's seals are overwritten by those of the epoch two
/// after it, and removed when it is killed. An epoch's number is part of its seal, so the ring cannot confuse two.
abstract contract EpochSeals is IRiskEpochs {
    /// @dev A ring: epoch `n` lives at `n % 2`
    mapping(uint256 slot => mapping(RiskLevel level => bytes32)) private _seals;

    /// @inheritdoc IRiskEpochs
    function sealOf(uint32 epoch, RiskLevel level) external view returns (bytes32) {
        return _seals[epoch % 2][level];
    }

    /// @dev Only for an epoch that goes live now
    function _seal(uint32 epoch, RiskEpoch calldata content) internal {
        mapping(RiskLevel level => bytes32) storage seals = _seals[epoch % 2];
        seals[RiskLevel.Maintenance] = _sealWith(content.maintenanceRoot, epoch, content);
        seals[RiskLevel.Initial] = _sealWith(content.initialRoot, epoch, content);
    }

    /// @dev An epoch that is older than the two newest has no seal of its own any more: its place is another's
    function _unseal(uint32 epoch, uint32 newest) internal {
        if (epoch + 1 < newest) return;
        delete _seals[epoch % 2][RiskLevel.Maintenance];
        delete _seals[epoch % 2][RiskLevel.Initial];
    }

    function _sealWith(uint256 root, uint32 epoch, RiskEpoch calldata content) private pure returns (bytes32) {
        return EpochSealLib.ofTable(epoch, root, content.listingHash, content.snapshotTime, content.nextExpiry);
    }
}
