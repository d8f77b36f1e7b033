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
        /// The parameter set, as registered through the timelock
        bytes32 parameterSet;
        /// Commits to parameters and scenarios, the tail set of the day included; see `IRowDispute.ScenarioOpening`
        bytes32 parametersHash;
        /// Commits to the canonical market snapshot and to the marks in it; see `IRowDispute.MarketOpening`
        bytes32 marketRoot;
        /// When the marks were taken, seconds
        uint40 snapshotTime;
        /// First expiry in the listing, seconds; 0 when nothing in it expires. No attestation outlives it
        uint40 nextExpiry;
    }

    /// @notice One level of an epoch, as a registry needs it
    struct Table {
        uint256 root;
        bytes32 listingHash;
        uint40 snapshotTime;
        uint40 nextExpiry;
    }

    /// @notice A publisher stands behind a content. Two contents for one time are a dissent that all can see
    /// @param indexPricesMicroUsd one per price feed, in the order of the feeds
    event RiskTablePosted(
        address indexed publisher, bytes32 indexed contentHash, RiskEpoch content, uint64[] indexPricesMicroUsd
    );
    /// @notice Enough publishers posted the same content: it is the next epoch
    event RiskEpochLive(uint32 indexed epoch, bytes32 indexed contentHash);
    /// @notice The market that an epoch was made from, in the calldata of this transaction
    event MarketPublished(uint32 indexed epoch, bytes32 indexed marketRoot, uint256 byteCount);

    /// @notice An epoch that left the history can be disputed again
    event RiskEpochRecalled(uint32 indexed epoch);

    /// @notice Thrown when epochs would begin with number zero
    error ZeroFirstEpoch();
    /// @notice Thrown when a risk epoch was killed
    error RiskEpochIsDead(uint32 got);
    /// @notice Thrown when an epoch is recalled with another content than its own
    error ContentNotOfEpoch(bytes32 got, bytes32 expected);
    /// @notice Thrown when a root is zero or not below the field order
    error RiskRootOutOfField(uint256 got, uint256 limit);
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
    /// @notice Thrown when a risk epoch is neither the newest live one nor the one before it
    error RiskEpochNotRecent(uint32 got, uint32 newest);
    /// @notice Thrown when bytes are published that are not the market of the epoch
    error MarketNotOfEpoch(bytes32 got, bytes32 marketRoot);

    /// @notice Stands behind a content; the epoch goes live with the publisher who completes the threshold
    /// @param indexPricesMicroUsd spot of each feed's underlying, in the order of `feeds()`
    /// @return live Whether this post made it live
    function post(RiskEpoch calldata content, uint64[] calldata indexPricesMicroUsd) external returns (bool live);

    /// @notice Puts the canonical market snapshot of a live epoch into calldata, where nobody can take it back. Anyone
    /// @param marksRoot root of the marks and
    /// @param instrumentCount how many there are: `marketRoot` commits to both, and both follow from the snapshot
    function publishMarket(uint32 epoch, bytes calldata snapshot, bytes32 marksRoot, uint16 instrumentCount) external;

    /// @notice Gives back the content of an epoch that left the history, so that it can be disputed and its rows
    /// demanded: publishers cannot bury a table under newer ones. Anyone
    /// @param content and
    /// @param indexPricesMicroUsd as in `RiskTablePosted`
    function recallEpoch(uint32 epoch, RiskEpoch calldata content, uint64[] calldata indexPricesMicroUsd) external;

    /// @notice Number of this contract's first epoch. Where it follows another contract, numbers go on above that one's: a
    /// registry never sees one number twice
    function firstEpoch() external view returns (uint32);

    /// @notice Number of the newest live epoch, one less than `firstEpoch` before the first
    function newestEpoch() external view returns (uint32);

    /// @notice The content of one of the newest `HISTORY` live epochs
    function epochAt(uint32 epoch) external view returns (RiskEpoch memory);

    /// @notice One level of an epoch that may be attested under: the newest live one, or the one before it as a grace
    /// for proofs in flight, unless it was killed
    function recentTable(uint32 epoch, RiskLevel level) external view returns (Table memory);

    /// @notice One level of such an epoch as one word: `EpochSealLib.ofTable`. Zero when it was killed
    /// @dev Of any other epoch it is the seal of another number, which no content of the epoch asked for can match
    function sealOf(uint32 epoch, RiskLevel level) external view returns (bytes32);

    /// @notice Whether the epoch was killed: something of it was demanded and not shown, or shown to be wrong
    function isDead(uint32 epoch) external view returns (bool);

    /// @notice Whether every price feed agreed with the publishers when the epoch went live
    function isChecked(uint32 epoch) external view returns (bool);

    /// @notice From when until when an epoch could be attested under, unless it was killed, seconds: it went live, and
    /// the second after it did. The largest number when that has not happened
    function liveSpanOf(uint32 epoch) external view returns (uint40 from, uint40 until);

    /// @notice Since when the chain's sequencer has been up, seconds; 0 on a chain without one, and when its feed does
    /// not answer. Reverts while it is down. Windows in which somebody has to answer begin again then
    function sequencerUpSince() external view returns (uint40);

    /// @notice keccak256 of content and index prices of a live epoch, for ever; 0 for an epoch that never was
    function contentHashOf(uint32 epoch) external view returns (bytes32);

    /// @notice How many publishers posted the content with this hash
    function supporters(bytes32 contentHash) external view returns (uint256);
}
