// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IParameterSets} from "./IParameterSets.sol";

/// @title The parameter sets and listings under which tables may be published
/// @notice Both change through the timelock only, so that traders see a margin rule before it binds them.
interface IRiskTerms is IParameterSets {
    /// @notice Ledgers and tables switch to a listing at a time, seconds
    event ListingAnnounced(bytes32 indexed listingHash, uint40 from);
    /// @notice A listing that was announced for a time, seconds, does not come into force
    event ListingCancelled(bytes32 indexed listingHash, uint40 from);

    /// @notice Thrown when someone but the timelock calls what only the timelock may
    error NotTimelock(address got, address timelock);
    /// @notice Thrown when the timelock or a feed or the row opening has no code
    error NotAContract(address got);
    /// @notice Thrown when a listing hash is zero
    error ZeroListingHash();
    /// @notice Thrown when more listings are announced than a post can walk through
    error TooManyListings(uint256 limit);
    /// @notice Thrown when a listing is announced for the very second in which another one begins
    error ListingsBeginTogether(uint40 from);
    /// @notice Thrown when a listing is cancelled that nobody announced for this time, or that is in force
    error ListingNotAnnounced(uint40 from);
    /// @notice Thrown when a table was made for another listing than the one in force at its time
    error ListingNotInForce(bytes32 got, bytes32 inForce);

    /// @notice Announces a listing. Announcements stand side by side, whatever the order in which they are executed: each
    /// begins at its own time, once an epoch went live after its announcement. Only the timelock
    /// @param from first snapshot time of the new listing, seconds: ledgers and tables both switch there
    function announceListing(bytes32 listingHash, uint40 from) external;

    /// @notice Takes back the announcement of a listing that has not begun. Only the timelock
    /// @param from its first snapshot time, seconds
    function cancelListing(uint40 from) external;

    /// @notice What is announced and not yet overtaken, by start
    function announcedListings() external view returns (bytes32[] memory listingHashes, uint40[] memory froms);

    /// @notice The listing for snapshots of this time, seconds
    function listingAt(uint40 snapshotTime) external view returns (bytes32);
}
