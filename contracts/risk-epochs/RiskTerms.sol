// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {ParameterSets} from "./ParameterSets.sol";
import {IRiskTerms} from "../interfaces/IRiskTerms.sol";

/// @title Parameter sets and listings behind the timelock
abstract contract RiskTerms is IRiskTerms, ParameterSets {
    /// @notice An OpenZeppelin `TimelockController`: read its `getMinDelay` before trusting these terms
    address public immutable timelock;

    bytes32 private _listing;
    bytes32 private _nextListing;
    /// @dev 0 when no listing is announced
    uint40 private _nextFrom;
    uint32 private _announcedAtEpoch;

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
        // What was announced before and has begun is the present listing from now on.
        _listing = listingAt(uint40(block.timestamp));
        _nextListing = listingHash;
        _nextFrom = from;
        _announcedAtEpoch = _newestEpoch();
        emit ListingAnnounced(listingHash, from);
    }

    /// @inheritdoc IRiskTerms
    function listingAt(uint40 snapshotTime) public view returns (bytes32) {
        bool isNoticed = _nextFrom != 0 && _newestEpoch() > _announcedAtEpoch;
        return isNoticed && snapshotTime >= _nextFrom ? _nextListing : _listing;
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
}
