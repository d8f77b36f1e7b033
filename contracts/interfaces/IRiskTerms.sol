// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IParameterSets} from "./IParameterSets.sol";

/// @title The parameter sets and listings under which tables may be published
/// @notice Both change through the timelock only, so that traders see a margin rule before it binds them.
interface IRiskTerms is IParameterSets {
    /// @notice Ledgers and tables switch to a listing at a time, seconds
    event ListingAnnounced(bytes32 indexed listingHash, uint40 from);

    /// @notice Thrown when someone but the timelock calls what only the timelock may
    error NotTimelock(address got, address timelock);
    /// @notice Thrown when the timelock or a feed or the row opening has no code
    error NotAContract(address got);
    /// @notice Thrown when a listing hash is zero
    error ZeroListingHash();
    /// @notice Thrown when a table was made for another listing than the one in force at its time
    error ListingNotInForce(bytes32 got, bytes32 inForce);

    /// @notice Announces the listing that follows the present one. It replaces an announcement that is not yet in
    /// force. The present listing stays until an epoch of it went live after the announcement. Only the timelock
    /// @param from first snapshot time of the new listing, seconds: ledgers and tables both switch there
    function announceListing(bytes32 listingHash, uint40 from) external;

    /// @notice The listing for snapshots of this time, seconds
    function listingAt(uint40 snapshotTime) external view returns (bytes32);
}
