// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {EpochSeals} from "./EpochSeals.sol";
import {IRiskEpochs, RiskLevel} from "../interfaces/IRiskEpochs.sol";

/// @title Live epochs: what is kept of them, who stands behind them and which are dead
abstract contract EpochStore is EpochSeals {
    /// @dev Who stands behind a content: bit `n` for publisher number `n`
    struct Support {
        uint32 count;
        uint64 set;
    }

    /// @dev What an attestation asks of the two newest epochs, in one slot
    struct Head {
        uint32 epoch;
        uint40 snapshotTime;
        uint40 nextExpiry;
        bool dead;
        uint40 previousTime;
        uint40 previousExpiry;
        bool previousDead;
    }

    /// @dev The parts of an epoch that share a slot
    struct Marks {
        uint40 snapshotTime;
        uint40 nextExpiry;
        uint64 feedStatuses;
        uint40 liveAt;
    }

    struct Stored {
        bytes32 listingHash;
        uint256 maintenanceRoot;
        uint256 initialRoot;
        Marks marks;
        bytes32 parameterSet;
        bytes32 parametersHash;
        bytes32 marketRoot;
    }

    /// @notice How many live epochs stay addressable by themselves. Older ones can be recalled
    uint32 public constant HISTORY = 64;

    /// @inheritdoc IRiskEpochs
    uint32 public immutable firstEpoch;

    Head internal _head;
    /// @inheritdoc IRiskEpochs
    mapping(uint32 epoch => bool) public isDead;
    /// @inheritdoc IRiskEpochs
    mapping(uint32 epoch => bytes32) public contentHashOf;
    mapping(bytes32 contentHash => Support) internal _supportOf;
    /// @dev A ring: epoch `n` lives at `n % HISTORY`
    mapping(uint256 slot => Stored) internal _epochs;
    mapping(uint32 epoch => RiskEpoch) private _recalled;

    constructor(uint32 first) {
        if (first == 0) revert ZeroFirstEpoch();
        firstEpoch = first;
        _head.epoch = first - 1;
    }

    /// @inheritdoc IRiskEpochs
    function recallEpoch(uint32 epoch, RiskEpoch calldata content, uint64[] calldata indexPricesMicroUsd) external {
        bytes32 got = keccak256(abi.encode(content, indexPricesMicroUsd));
        if (got != contentHashOf[epoch]) revert ContentNotOfEpoch(got, contentHashOf[epoch]);
        _recalled[epoch] = content;
        emit RiskEpochRecalled(epoch);
    }

    /* VIEWS */

    /// @inheritdoc IRiskEpochs
    function epochAt(uint32 epoch) public view returns (RiskEpoch memory) {
        Stored storage stored = _stored(epoch);
        return RiskEpoch({
            listingHash: stored.listingHash,
            maintenanceRoot: stored.maintenanceRoot,
            initialRoot: stored.initialRoot,
            parameterSet: stored.parameterSet,
            parametersHash: stored.parametersHash,
            marketRoot: stored.marketRoot,
            snapshotTime: stored.marks.snapshotTime,
            nextExpiry: stored.marks.nextExpiry
        });
    }

    /// @inheritdoc IRiskEpochs
    function newestEpoch() external view returns (uint32) {
        return _head.epoch;
    }

    /// @inheritdoc IRiskEpochs
    function recentTable(uint32 epoch, RiskLevel level) external view returns (Table memory table) {
        Head memory head = _head;
        if (epoch < firstEpoch || epoch > head.epoch || head.epoch - epoch > 1) {
            revert RiskEpochNotRecent(epoch, head.epoch);
        }
        bool isNewest = epoch == head.epoch;
        if (isNewest ? head.dead : head.previousDead) revert RiskEpochIsDead(epoch);
        Stored storage stored = _epochs[epoch % HISTORY];
        table.root = level == RiskLevel.Initial ? stored.initialRoot : stored.maintenanceRoot;
        table.listingHash = stored.listingHash;
        table.snapshotTime = isNewest ? head.snapshotTime : head.previousTime;
        table.nextExpiry = isNewest ? head.nextExpiry : head.previousExpiry;
    }

    /// @inheritdoc IRiskEpochs
    function isChecked(uint32 epoch) external view returns (bool) {
        return _stored(epoch).marks.feedStatuses == 0;
    }

    /// @inheritdoc IRiskEpochs
    function liveSpanOf(uint32 epoch) external view returns (uint40 from, uint40 until) {
        from = _stored(epoch).marks.liveAt;
        until = _head.epoch < epoch + 2 ? type(uint40).max : _stored(epoch + 2).marks.liveAt;
    }

    /// @inheritdoc IRiskEpochs
    function supporters(bytes32 contentHash) external view returns (uint256) {
        return _supportOf[contentHash].count;
    }

    /* INTERNALS */

    function _stored(uint32 epoch) internal view returns (Stored storage) {
        uint32 newest = _head.epoch;
        uint32 oldest = newest >= firstEpoch + HISTORY ? newest - HISTORY + 1 : firstEpoch;
        if (epoch < oldest || epoch > newest) revert EpochUnknown(epoch, oldest, newest);
        return _epochs[epoch % HISTORY];
    }

    /// @dev For what may concern an epoch long after it was the newest. Whether feeds agreed is not recalled
    function _recall(uint32 epoch) internal view returns (RiskEpoch memory content) {
        content = _recalled[epoch];
        if (content.snapshotTime == 0) content = epochAt(epoch);
    }

    /// @dev All who stand behind an epoch, those who came after it went live included
    function _supportersOf(uint32 epoch) internal view returns (uint256 set) {
        return _supportOf[contentHashOf[epoch]].set;
    }

    function _kill(uint32 epoch) internal {
        isDead[epoch] = true;
        _unseal(epoch, _head.epoch);
        if (epoch == _head.epoch) _head.dead = true;
        else if (epoch + 1 == _head.epoch) _head.previousDead = true;
    }
}
