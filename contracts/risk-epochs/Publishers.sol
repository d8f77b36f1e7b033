// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Credits} from "./Credits.sol";
import {IPublishers} from "../interfaces/IPublishers.sol";

/// @title Publishers, their words and their bonds
abstract contract Publishers is IPublishers, Credits {
    /// @dev One slot
    struct Publisher {
        /// 1 + position in the list of publishers; 0 for everybody else
        uint8 number;
        /// Time of the publisher's own last post, seconds
        uint40 lastPostedTime;
        /// 0 unless an exit was announced
        uint40 withdrawableFrom;
        uint128 bondWei;
    }

    /// @notice A slash walks through all publishers
    uint256 public constant MAX_PUBLISHERS = 32;
    /// @notice How long a bond stays after the announcement of an exit. Longer than anything of an epoch may be
    /// demanded and awaited, and than an attestation under it counts
    uint40 public constant EXIT_NOTICE = 14 days;

    /// @notice How many publishers must post the same content. More than half of them, so that no two contents of
    /// one time can both go live: each publisher has one word per time
    uint256 public immutable threshold;
    /// @notice What a publisher must have at stake to post, wei
    uint256 public immutable bondWei;

    address[] private _publishers;
    mapping(address account => Publisher) internal _publisherOf;

    constructor(address[] memory allPublishers, uint256 requiredSupporters, uint128 requiredBondWei) {
        uint256 count = allPublishers.length;
        if (count > MAX_PUBLISHERS) revert TooManyPublishers(count, MAX_PUBLISHERS);
        if (requiredSupporters > count || requiredSupporters * 2 <= count) {
            revert ThresholdOutOfRange(requiredSupporters, count);
        }
        for (uint256 i = 0; i < count; i++) {
            address publisher = allPublishers[i];
            if (publisher == address(0)) revert ZeroPublisher(i);
            if (isPublisher(publisher)) revert DuplicatePublisher(publisher);
            _publisherOf[publisher].number = uint8(i + 1);
        }
        _publishers = allPublishers;
        threshold = requiredSupporters;
        bondWei = requiredBondWei;
    }

    /// @inheritdoc IPublishers
    function depositBond() external payable {
        Publisher storage publisher = _requirePublisher();
        if (publisher.withdrawableFrom != 0) revert PublisherLeaving(msg.sender);
        uint256 bond = publisher.bondWei + msg.value;
        if (bond > bondWei) revert BondTooLarge(bond, bondWei);
        publisher.bondWei = uint128(bond);
        emit BondDeposited(msg.sender, msg.value);
    }

    /// @inheritdoc IPublishers
    function announceExit() external {
        Publisher storage publisher = _requirePublisher();
        if (publisher.withdrawableFrom != 0) revert PublisherLeaving(msg.sender);
        publisher.withdrawableFrom = uint40(block.timestamp) + EXIT_NOTICE;
        emit ExitAnnounced(msg.sender, publisher.withdrawableFrom);
    }

    /// @inheritdoc IPublishers
    function withdrawBond() external {
        Publisher storage publisher = _requirePublisher();
        uint40 from = publisher.withdrawableFrom;
        uint40 upSince = _sequencerUpSince();
        // What is awaited may be answered later after an outage, and must still find the bonds.
        if (from != 0 && upSince + EXIT_NOTICE > from) from = upSince + EXIT_NOTICE;
        if (from == 0 || block.timestamp < from) revert BondLocked(from, block.timestamp);
        uint256 amount = publisher.bondWei;
        publisher.bondWei = 0;
        publisher.withdrawableFrom = 0;
        emit BondWithdrawn(msg.sender, amount);
        _credit(msg.sender, amount);
    }

    /// @notice All publishers, in the order of deployment
    function publishers() public view returns (address[] memory) {
        return _publishers;
    }

    /// @inheritdoc IPublishers
    function isPublisher(address account) public view returns (bool) {
        return _publisherOf[account].number != 0;
    }

    /// @inheritdoc IPublishers
    function bondOf(address publisher) external view returns (uint256) {
        return _publisherOf[publisher].bondWei;
    }

    /// @notice Time of a publisher's own last post, seconds
    function lastPostedTime(address publisher) external view returns (uint40) {
        return _publisherOf[publisher].lastPostedTime;
    }

    /// @dev The caller, as somebody who may post now
    function _requireBonded() internal view returns (Publisher storage publisher) {
        publisher = _requirePublisher();
        if (publisher.withdrawableFrom != 0) revert PublisherLeaving(msg.sender);
        if (publisher.bondWei < bondWei) revert BondTooSmall(publisher.bondWei, bondWei);
    }

    /// @dev The sum of the bonds of all publishers in the set
    /// @param set bit `n` stands for the publisher with number `n`
    function _bondsOf(uint256 set) internal view returns (uint256 total) {
        for (uint256 i = 0; i < _publishers.length; i++) {
            if (set & (1 << (i + 1)) != 0) total += _publisherOf[_publishers[i]].bondWei;
        }
    }

    /// @dev Takes the bonds of all publishers in the set and returns their sum
    /// @param set bit `n` stands for the publisher with number `n`
    function _slash(uint256 set) internal returns (uint256 total) {
        for (uint256 i = 0; i < _publishers.length; i++) {
            if (set & (1 << (i + 1)) == 0) continue;
            Publisher storage publisher = _publisherOf[_publishers[i]];
            uint256 bond = publisher.bondWei;
            publisher.bondWei = 0;
            total += bond;
            emit BondSlashed(_publishers[i], bond);
        }
    }

    /// @dev Reverts while the sequencer is down
    function _sequencerUpSince() internal view virtual returns (uint40);

    function _requirePublisher() private view returns (Publisher storage publisher) {
        publisher = _publisherOf[msg.sender];
        if (publisher.number == 0) revert NotPublisher(msg.sender);
    }
}
