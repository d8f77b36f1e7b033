// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRiskEpochs} from "./interfaces/IRiskEpochs.sol";
import {FieldLib} from "./libraries/FieldLib.sol";

/// @title RiskEpochs
/// @notice Publishers and threshold are fixed at deployment and nobody owns this contract: no key can swap the
/// publishers of a registry under its users. Other publishers mean another contract.
contract RiskEpochs is IRiskEpochs {
    /// @notice How many live epochs stay addressable
    uint32 public constant HISTORY = 64;
    /// @notice How many publishers must post the same content. More than half of them, so that no two contents of
    /// one time can both go live: each publisher has one word per time
    uint256 public immutable threshold;

    /// @inheritdoc IRiskEpochs
    uint32 public newestEpoch;
    /// @inheritdoc IRiskEpochs
    mapping(bytes32 contentHash => uint256) public supporters;
    /// @notice Whether this address may post
    mapping(address account => bool) public isPublisher;
    /// @notice Time of a publisher's own last post, seconds
    mapping(address publisher => uint40) public lastPostedTime;

    address[] private _publishers;
    /// @dev A ring: epoch `n` lives at `n % HISTORY`
    mapping(uint256 slot => RiskEpoch) private _epochs;

    constructor(address[] memory allPublishers, uint256 requiredSupporters) {
        uint256 count = allPublishers.length;
        if (requiredSupporters > count || requiredSupporters * 2 <= count) {
            revert ThresholdOutOfRange(requiredSupporters, count);
        }
        for (uint256 i = 0; i < count; i++) {
            address publisher = allPublishers[i];
            if (publisher == address(0)) revert ZeroPublisher(i);
            if (isPublisher[publisher]) revert DuplicatePublisher(publisher);
            isPublisher[publisher] = true;
        }
        _publishers = allPublishers;
        threshold = requiredSupporters;
    }

    /// @inheritdoc IRiskEpochs
    function post(RiskEpoch calldata content) external returns (bool live) {
        if (!isPublisher[msg.sender]) revert NotPublisher(msg.sender);
        _requireWellFormed(content);
        _requireForward(content.snapshotTime);

        bytes32 contentHash = keccak256(abi.encode(content));
        lastPostedTime[msg.sender] = content.snapshotTime;
        emit RiskTablePosted(msg.sender, contentHash, content);

        live = ++supporters[contentHash] == threshold;
        if (live) {
            uint32 epoch = ++newestEpoch;
            _epochs[epoch % HISTORY] = content;
            emit RiskEpochLive(epoch, contentHash);
        }
    }

    /// @notice All publishers, in the order of deployment
    function publishers() external view returns (address[] memory) {
        return _publishers;
    }

    /// @inheritdoc IRiskEpochs
    function epochAt(uint32 epoch) external view returns (RiskEpoch memory) {
        uint32 newest = newestEpoch;
        uint32 oldest = newest > HISTORY ? newest - HISTORY + 1 : 1;
        if (epoch < oldest || epoch > newest) revert EpochUnknown(epoch, oldest, newest);
        return _epochs[epoch % HISTORY];
    }

    function _requireWellFormed(RiskEpoch calldata content) private pure {
        if (content.listingHash == 0) revert ZeroListingHash();
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
    function _requireForward(uint40 snapshotTime) private view {
        uint40 newest = _epochs[newestEpoch % HISTORY].snapshotTime;
        if (snapshotTime < newest) revert SnapshotNotForward(snapshotTime, newest);
        uint40 ownLast = lastPostedTime[msg.sender];
        if (snapshotTime <= ownLast) revert PublisherNotForward(snapshotTime, ownLast);
        if (snapshotTime > block.timestamp) revert SnapshotInFuture(snapshotTime, block.timestamp);
    }
}
