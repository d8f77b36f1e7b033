// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @notice Margin levels. Each has its own risk table and so its own root
enum RiskLevel {
    Maintenance,
    Initial
}

/// @title Risk tables that enough independent publishers agree on
/// @notice A table is a deterministic function of public bytes, so honest publishers post the same content bit for
/// bit. An epoch goes live when a majority of all publishers posted it: a table that one publisher keeps hidden
/// could never be disputed, so disputes cannot be what makes a table trustworthy.
/// @dev All times are seconds, as `uint40`: a time in milliseconds does not fit and is refused by the ABI decoder.
interface IRiskEpochs {
    struct RiskEpoch {
        /// Hash of the listing that gives row numbers their meaning
        bytes32 listingHash;
        /// Root of the maintenance-level table, a non-zero field element
        uint256 maintenanceRoot;
        /// Root of the initial-level table, a non-zero field element
        uint256 initialRoot;
        /// Hash of the canonical risk parameters, tail set included
        bytes32 parametersHash;
        /// Hash or root of the canonical market snapshot
        bytes32 marketRoot;
        /// When the marks were taken, seconds
        uint40 snapshotTime;
        /// First expiry in the listing, seconds; 0 when nothing in it expires. No attestation outlives it
        uint40 nextExpiry;
    }

    /// @notice A publisher stands behind a content. Two contents for one time are a dissent that all can see
    event RiskTablePosted(address indexed publisher, bytes32 indexed contentHash, RiskEpoch content);
    event RiskEpochLive(uint32 indexed epoch, bytes32 indexed contentHash);

    /// @notice Thrown when a publisher would be the zero address
    error ZeroPublisher(uint256 index);
    /// @notice Thrown when a publisher is named twice
    error DuplicatePublisher(address got);
    /// @notice Thrown when the threshold is not a majority of the publishers, or more than all of them
    error ThresholdOutOfRange(uint256 got, uint256 publisherCount);
    /// @notice Thrown when someone but a publisher posts
    error NotPublisher(address got);
    /// @notice Thrown when a root is zero or not below the field order
    error RiskRootOutOfField(uint256 got, uint256 limit);
    /// @notice Thrown when a listing hash is zero
    error ZeroListingHash();
    /// @notice Thrown when a publisher posts a snapshot that is not later than its own last: one word per time
    error PublisherNotForward(uint40 got, uint40 ownLast);
    /// @notice Thrown when a snapshot is older than the newest live one
    error SnapshotNotForward(uint40 got, uint40 newest);
    /// @notice Thrown when a snapshot is later than this block
    error SnapshotInFuture(uint40 got, uint256 blockTime);
    /// @notice Thrown when the next expiry is not after the snapshot
    error ExpiryNotAfterSnapshot(uint40 got, uint40 snapshotTime);
    /// @notice Thrown when an epoch never went live or has left the history
    error EpochUnknown(uint32 got, uint32 oldest, uint32 newest);

    /// @notice Stands behind a content; the epoch goes live with the publisher who completes the threshold
    /// @return live Whether this post made it live
    function post(RiskEpoch calldata content) external returns (bool live);

    /// @return Number of the newest live epoch, 0 before the first
    function newestEpoch() external view returns (uint32);

    /// @notice The content of one of the newest `HISTORY` live epochs
    function epochAt(uint32 epoch) external view returns (RiskEpoch memory);

    /// @return How many publishers posted the content with this hash, `keccak256(abi.encode(content))`
    function supporters(bytes32 contentHash) external view returns (uint256);
}
