// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {EpochSeals} from "./EpochSeals.sol";
import {PriceComparison} from "./PriceComparison.sol";
import {Publishers} from "./Publishers.sol";
import {RiskTerms} from "./RiskTerms.sol";
import {RowDemands} from "./RowDemands.sol";
import {IPriceComparison} from "./interfaces/IPriceComparison.sol";
import {IRiskEpochs, RiskLevel} from "./interfaces/IRiskEpochs.sol";
import {FieldLib} from "./libraries/FieldLib.sol";

/// @title RiskEpochs
/// @notice Publishers, threshold, bond and feeds are fixed at deployment and nobody owns this contract: no key can
/// swap the publishers of a registry under its users. Other publishers mean another contract.
contract RiskEpochs is IRiskEpochs, RowDemands, PriceComparison, EpochSeals {
    struct Config {
        address timelock;
        address[] publishers;
        uint256 threshold;
        uint128 bondWei;
        bytes32 parameterSet;
        bytes32 listingHash;
        Feed[] feeds;
        /// Zero on a chain without a sequencer
        address sequencerFeed;
        address rowOpening;
        /// How long publishers have to open a demanded row, seconds
        uint40 rowWindow;
    }

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
    }

    struct Stored {
        bytes32 listingHash;
        uint256 maintenanceRoot;
        uint256 initialRoot;
        Marks marks;
        bytes32 parameterSet;
        bytes32 parametersHash;
        bytes32 marketRoot;
        bytes32 contentHash;
    }

    /// @notice How many live epochs stay addressable
    uint32 public constant HISTORY = 64;

    Head private _head;
    /// @inheritdoc IRiskEpochs
    mapping(uint32 epoch => bool) public isDead;
    mapping(bytes32 contentHash => Support) private _supportOf;
    /// @dev A ring: epoch `n` lives at `n % HISTORY`
    mapping(uint256 slot => Stored) private _epochs;

    constructor(Config memory config)
        Publishers(config.publishers, config.threshold, config.bondWei)
        RiskTerms(config.timelock, config.parameterSet, config.listingHash)
        RowDemands(config.rowOpening, config.rowWindow)
        PriceComparison(config.feeds, config.sequencerFeed)
    {}

    /// @inheritdoc IRiskEpochs
    function post(RiskEpoch calldata content, uint64[] calldata indexPricesMicroUsd) external returns (bool live) {
        Publisher storage publisher = _requireBonded();
        _requireWellFormed(content);
        _requirePrices(indexPricesMicroUsd);
        _requireForward(content.snapshotTime, publisher.lastPostedTime);
        _requireTerms(content.parameterSet, content.listingHash, content.snapshotTime);

        bytes32 contentHash = keccak256(abi.encode(content, indexPricesMicroUsd));
        publisher.lastPostedTime = content.snapshotTime;
        emit RiskTablePosted(msg.sender, contentHash, content, indexPricesMicroUsd);

        Support memory support = _supportOf[contentHash];
        support.count += 1;
        support.set |= uint64(1) << publisher.number;
        _supportOf[contentHash] = support;
        live = support.count == threshold;
        if (live) _goLive(content, contentHash, indexPricesMicroUsd);
    }

    /// @inheritdoc IRiskEpochs
    function publishMarket(uint32 epoch, bytes calldata snapshot) external {
        bytes32 marketRoot = _stored(epoch).marketRoot;
        bytes32 got = keccak256(snapshot);
        if (got != marketRoot) revert MarketNotOfEpoch(got, marketRoot);
        emit MarketPublished(epoch, marketRoot, snapshot.length);
    }

    /* VIEWS */

    /// @inheritdoc IRiskEpochs
    function epochAt(uint32 epoch) external view returns (RiskEpoch memory) {
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
        if (epoch == 0 || epoch > head.epoch || head.epoch - epoch > 1) revert RiskEpochNotRecent(epoch, head.epoch);
        bool isNewest = epoch == head.epoch;
        if (isNewest ? head.dead : head.previousDead) revert RiskEpochIsDead(epoch);
        Stored storage stored = _epochs[epoch % HISTORY];
        table.root = _rootOf(stored, level);
        table.listingHash = stored.listingHash;
        table.snapshotTime = isNewest ? head.snapshotTime : head.previousTime;
        table.nextExpiry = isNewest ? head.nextExpiry : head.previousExpiry;
    }

    /// @inheritdoc IRiskEpochs
    function isChecked(uint32 epoch) external view returns (bool) {
        return _stored(epoch).marks.feedStatuses == 0;
    }

    /// @inheritdoc IPriceComparison
    function feedStatusAt(uint32 epoch, uint256 index) external view returns (FeedStatus) {
        return FeedStatus((_stored(epoch).marks.feedStatuses >> (2 * index)) & 3);
    }

    /// @inheritdoc IRiskEpochs
    function supporters(bytes32 contentHash) external view returns (uint256) {
        return _supportOf[contentHash].count;
    }

    /* INTERNALS */

    function _goLive(RiskEpoch calldata content, bytes32 contentHash, uint64[] calldata indexPricesMicroUsd) private {
        Head memory head = _head;
        uint32 epoch = head.epoch + 1;
        _head = Head({
            epoch: epoch,
            snapshotTime: content.snapshotTime,
            nextExpiry: content.nextExpiry,
            dead: false,
            previousTime: head.snapshotTime,
            previousExpiry: head.nextExpiry,
            previousDead: head.dead
        });
        _seal(epoch, content);
        uint64 feedStatuses = _compareFeeds(epoch, indexPricesMicroUsd);
        _epochs[epoch % HISTORY] = Stored({
            listingHash: content.listingHash,
            maintenanceRoot: content.maintenanceRoot,
            initialRoot: content.initialRoot,
            marks: Marks(content.snapshotTime, content.nextExpiry, feedStatuses),
            parameterSet: content.parameterSet,
            parametersHash: content.parametersHash,
            marketRoot: content.marketRoot,
            contentHash: contentHash
        });
        emit RiskEpochLive(epoch, contentHash);
    }

    function _stored(uint32 epoch) internal view returns (Stored storage) {
        uint32 newest = _head.epoch;
        uint32 oldest = newest > HISTORY ? newest - HISTORY + 1 : 1;
        if (epoch < oldest || epoch > newest) revert EpochUnknown(epoch, oldest, newest);
        return _epochs[epoch % HISTORY];
    }

    function _rootOf(Stored storage stored, RiskLevel level) internal view returns (uint256) {
        return level == RiskLevel.Initial ? stored.initialRoot : stored.maintenanceRoot;
    }

    /// @dev All who stand behind a live epoch, those who came after it went live included
    function _demandable(uint32 epoch, RiskLevel level)
        internal
        view
        override
        returns (uint256 root, uint256 set, uint40 snapshotTime)
    {
        if (isDead[epoch]) revert RiskEpochIsDead(epoch);
        Stored storage stored = _stored(epoch);
        return (_rootOf(stored, level), _supportOf[stored.contentHash].set, stored.marks.snapshotTime);
    }

    function _kill(uint32 epoch) internal override {
        isDead[epoch] = true;
        _unseal(epoch, _head.epoch);
        if (epoch == _head.epoch) _head.dead = true;
        else if (epoch + 1 == _head.epoch) _head.previousDead = true;
    }

    function _newestEpoch() internal view override returns (uint32) {
        return _head.epoch;
    }

    function _requireFeedCode(address target) internal view override {
        _requireCode(target);
    }

    function _requireWellFormed(RiskEpoch calldata content) private pure {
        if (!FieldLib.isNonZeroElement(content.maintenanceRoot)) {
            revert RiskRootOutOfField(content.maintenanceRoot, FieldLib.ORDER);
        }
        if (!FieldLib.isNonZeroElement(content.initialRoot)) {
            revert RiskRootOutOfField(content.initialRoot, FieldLib.ORDER);
        }
        if (content.nextExpiry != 0 && content.nextExpiry <= content.snapshotTime) {
            revert ExpiryNotAfterSnapshot(content.nextExpiry, content.snapshotTime);
        }
    }

    /// @dev A post for the newest live time is taken: it is a late confirmation or a dissent on the record. It
    /// cannot go live, because a majority has already spent its word for that time on the live content
    function _requireForward(uint40 snapshotTime, uint40 ownLast) private view {
        uint40 newest = _head.snapshotTime;
        if (snapshotTime < newest) revert SnapshotNotForward(snapshotTime, newest);
        if (snapshotTime <= ownLast) revert PublisherNotForward(snapshotTime, ownLast);
        if (snapshotTime > block.timestamp) revert SnapshotInFuture(snapshotTime, block.timestamp);
    }
}
