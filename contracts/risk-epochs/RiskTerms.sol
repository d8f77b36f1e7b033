// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {ParameterSets} from "./ParameterSets.sol";
import {IRiskTerms} from "../interfaces/IRiskTerms.sol";

/// @title Parameter sets and listings behind the timelock
abstract contract RiskTerms is IRiskTerms, ParameterSets {
    /// @notice An OpenZeppelin `TimelockController`: read its `getMinDelay` before trusting these terms
    address public immutable timelock;

    /// @dev A listing that comes into force at a time, once an epoch went live after its announcement
    struct Announcement {
        bytes32 listingHash;
        uint40 from;
        uint32 atEpoch;
    }

    /// @notice Every post walks through the listings that are announced
    uint256 public constant MAX_ANNOUNCED = 8;

    bytes32 private _listing;
    /// @dev By their start. Executing is open to anybody, so the order of execution must not matter
    Announcement[] private _announced;

    constructor(address timelockContract, bytes32 parameterSet, bytes32 listingHash) {
        _requireCode(timelockContract);
        if (listingHash == 0) revert ZeroListingHash();
        timelock = timelockContract;
        _listing = listingHash;
        emit ListingAnnounced(listingHash, 1);
        // From the beginning of time: the first parameters need no notice, nobody depends on them yet.
        _registerParameters(parameterSet, 1);
    }

    modifier onlyTimelock() {
        _requireTimelock();
        _;
    }

    /// @inheritdoc IRiskTerms
    function announceListing(bytes32 listingHash, uint40 from) external onlyTimelock {
        if (listingHash == 0) revert ZeroListingHash();
        if (from <= block.timestamp) revert BeginsInPast(from, block.timestamp);
        _settleListings();
        uint256 place = _announced.length;
        if (place == MAX_ANNOUNCED) revert TooManyListings(MAX_ANNOUNCED);
        _announced.push();
        for (; place != 0 && _announced[place - 1].from >= from; place--) {
            if (_announced[place - 1].from == from) revert ListingsBeginTogether(from);
            _announced[place] = _announced[place - 1];
        }
        _announced[place] = Announcement(listingHash, from, _newestEpoch());
        emit ListingAnnounced(listingHash, from);
    }

    /// @inheritdoc IRiskTerms
    function cancelListing(uint40 from) external onlyTimelock {
        _settleListings();
        for (uint256 i = 0; i < _announced.length; i++) {
            if (_announced[i].from != from) continue;
            emit ListingCancelled(_announced[i].listingHash, from);
            _dropAnnounced(i, 1);
            return;
        }
        revert ListingNotAnnounced(from);
    }

    /// @inheritdoc IRiskTerms
    function announcedListings() external view returns (bytes32[] memory listingHashes, uint40[] memory froms) {
        uint256 count = _announced.length;
        (listingHashes, froms) = (new bytes32[](count), new uint40[](count));
        for (uint256 i = 0; i < count; i++) {
            (listingHashes[i], froms[i]) = (_announced[i].listingHash, _announced[i].from);
        }
    }

    /// @inheritdoc IRiskTerms
    function listingAt(uint40 snapshotTime) public view returns (bytes32) {
        uint256 begun = _begunBy(snapshotTime);
        return begun == 0 ? _listing : _announced[begun - 1].listingHash;
    }

    function _newestEpoch() internal view virtual returns (uint32);

    function _requireTimelock() internal view override {
        if (msg.sender != timelock) revert NotTimelock(msg.sender, timelock);
    }

    function _requireTerms(bytes32 parameterSet, bytes32 listingHash, uint40 snapshotTime) internal view {
        _requireParameters(parameterSet, snapshotTime);
        bytes32 inForce = listingAt(snapshotTime);
        if (listingHash != inForce) revert ListingNotInForce(listingHash, inForce);
    }

    /// @dev A call to an address without code succeeds and returns nothing
    function _requireCode(address target) internal view {
        if (target.code.length == 0) revert NotAContract(target);
    }

    /// @return place of the last announcement that is in force at a time, plus 1; 0 when none is
    function _begunBy(uint40 time) private view returns (uint256 place) {
        uint256 count = _announced.length;
        if (count == 0) return 0;
        uint32 newest = _newestEpoch();
        for (uint256 i = 0; i < count; i++) {
            Announcement storage one = _announced[i];
            if (one.from > time) break;
            if (newest > one.atEpoch) place = i + 1;
        }
    }

    /// @dev What has begun by now is the present listing, and what it has overtaken never begins
    function _settleListings() private {
        uint256 begun = _begunBy(uint40(block.timestamp));
        if (begun == 0) return;
        _listing = _announced[begun - 1].listingHash;
        _dropAnnounced(0, begun);
    }

    function _dropAnnounced(uint256 first, uint256 count) private {
        uint256 left = _announced.length - count;
        for (uint256 i = first; i < left; i++) {
            _announced[i] = _announced[i + count];
        }
        for (uint256 i = 0; i < count; i++) {
            _announced.pop();
        }
    }
}
