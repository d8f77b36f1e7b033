// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Demands} from "./Demands.sol";
import {EpochStore} from "./EpochStore.sol";
import {IndexDisputes} from "./IndexDisputes.sol";
import {MarketDemands} from "./MarketDemands.sol";
import {NodeDemands} from "./NodeDemands.sol";
import {PriceComparison} from "./PriceComparison.sol";
import {Publishers} from "./Publishers.sol";
import {RiskTerms} from "./RiskTerms.sol";
import {RowDemands} from "./RowDemands.sol";
import {DisputedEpochs} from "../dispute/DisputedEpochs.sol";
import {MarketLeafLib} from "../dispute/MarketLeafLib.sol";
import {IPriceComparison} from "../interfaces/IPriceComparison.sol";
import {IRiskEpochs} from "../interfaces/IRiskEpochs.sol";
import {IRowDispute} from "../interfaces/IRowDispute.sol";
import {FieldLib} from "../libraries/FieldLib.sol";

/// @title RiskEpochs
/// @notice Publishers, threshold, bond and feeds are fixed at deployment and nobody owns this contract: no key can
/// swap the publishers of a registry under its users. Other publishers, feeds or dispute code mean another contract, which
/// registries follow through their timelock: an epoch is judged for ever by what it was posted under.
contract RiskEpochs is NodeDemands, MarketDemands, IndexDisputes {
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
        /// Judges disputes
        address rowDispute;
        /// How long publishers have to open a demanded row, seconds
        uint40 rowWindow;
        /// Deposits are never priced below this, wei per gas
        uint64 gasPriceFloor;
        /// Above all numbers of the contract that this one follows, 1 when it follows none
        uint32 firstEpoch;
    }

    constructor(Config memory config)
        Publishers(config.publishers, config.threshold, config.bondWei)
        RiskTerms(config.timelock, config.parameterSet, config.listingHash)
        DisputedEpochs(IRowDispute(config.rowDispute))
        Demands(config.rowWindow, config.gasPriceFloor)
        EpochStore(config.firstEpoch)
        RowDemands(config.rowOpening)
        PriceComparison(config.feeds, config.sequencerFeed)
    {
        _requireCode(config.rowDispute);
    }

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
    function publishMarket(uint32 epoch, bytes calldata snapshot, bytes32 marksRoot, uint16 instrumentCount) external {
        bytes32 marketRoot = _recall(epoch).marketRoot;
        bytes32 got = MarketLeafLib.marketRootOf(keccak256(snapshot), marksRoot, instrumentCount);
        if (got != marketRoot) revert MarketNotOfEpoch(got, marketRoot);
        emit MarketPublished(epoch, marketRoot, snapshot.length);
    }

    /// @inheritdoc IPriceComparison
    function feedStatusAt(uint32 epoch, uint256 index) external view returns (FeedStatus) {
        return FeedStatus((_stored(epoch).marks.feedStatuses >> (2 * index)) & 3);
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
            marks: Marks(content.snapshotTime, content.nextExpiry, feedStatuses, uint40(block.timestamp)),
            parameterSet: content.parameterSet,
            parametersHash: content.parametersHash,
            marketRoot: content.marketRoot
        });
        contentHashOf[epoch] = contentHash;
        emit RiskEpochLive(epoch, contentHash);
    }

    function _newestEpoch() internal view override returns (uint32) {
        return _head.epoch;
    }

    function _sequencerUpSince() internal view override returns (uint40) {
        return sequencerUpSince();
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
