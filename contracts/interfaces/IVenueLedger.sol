// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title The account commitments of one venue
/// @notice A venue's operator posts, epoch by epoch, the root of a tree over all its accounts. Time moves strictly
/// forward and never past the block. A guardian who is not the operator can stop the venue.
/// @dev All times are seconds, as `uint40`: a time in milliseconds does not fit and is refused by the ABI decoder.
interface IVenueLedger {
    struct LedgerEpoch {
        /// Poseidon root over all account leaves, a non-zero field element
        uint256 ledgerRoot;
        /// Hash of the listing that gives the ids inside the accounts their meaning
        bytes32 listingHash;
        /// When the accounts stood like this, seconds
        uint40 snapshotTime;
        /// When it was posted: until the next one was, it could be proven under, seconds
        uint40 postedAt;
    }

    /// @notice The operator posted the next ledger epoch
    event LedgerPosted(
        uint32 indexed epoch, uint256 indexed ledgerRoot, bytes32 indexed listingHash, uint40 snapshotTime
    );
    /// @notice Withdrawals below the lien are blocked, and ledgers from this epoch on carry it as `USD-HOLD`
    event LienAcknowledged(address indexed registry, uint256 indexed lienId, uint32 fromEpoch);
    /// @notice Posting stopped, and with it every attestation on this venue
    event Frozen(address indexed by);
    /// @notice The guardian lifted the freeze
    event Unfrozen(address indexed by);
    /// @notice The guardian's role was handed on
    event GuardianChanged(address indexed from, address indexed to);

    /// @notice Thrown when a guardian would be the zero address
    error ZeroGuardian();
    /// @notice Thrown when a guardian would also be the operator, or the operator the guardian
    error GuardianIsOperator(address got);
    /// @notice Thrown when someone but the guardian calls what only the guardian may
    error NotGuardian(address got, address guardian);
    /// @notice Thrown when someone but the operator or the guardian freezes
    error NotOperatorOrGuardian(address got);
    /// @notice Thrown when a frozen ledger is posted to or frozen again
    error LedgerFrozen();
    /// @notice Thrown when a ledger that is not frozen is unfrozen
    error LedgerNotFrozen();
    /// @notice Thrown when a root is zero or not below the field order
    error LedgerRootOutOfField(uint256 got, uint256 limit);
    /// @notice Thrown when a listing hash is zero
    error ZeroListingHash();
    /// @notice Thrown when a snapshot is not later than the one before it
    error SnapshotNotForward(uint40 got, uint40 newest);
    /// @notice Thrown when a snapshot is later than this block
    error SnapshotInFuture(uint40 got, uint256 blockTime);
    /// @notice Thrown when a snapshot is from before the last acknowledgement: it cannot hold that lien's amount, and
    /// registries would count it as if it did
    error SnapshotBeforeAcknowledgement(uint40 got, uint40 acknowledgedAt);
    /// @notice Thrown when an epoch was never posted or has left the history
    error EpochUnknown(uint32 got, uint32 oldest, uint32 newest);

    /// @notice Thrown when the registry knows the lien as one of another holder, for another consumer or amount
    error LienDiffers(address holder, address consumer, uint64 amountMicroUsd);
    /// @notice Thrown when a lien is acknowledged twice
    error AlreadyAcknowledged(address registry, uint256 lienId);

    /// @notice Posts the next epoch. Only the operator, and not while frozen
    /// @return epoch Its number, one more than the last; the first is 1
    function post(uint256 ledgerRoot, bytes32 listingHash, uint40 snapshotTime) external returns (uint32 epoch);

    /// @notice Promises that a lien's amount stays: the next ledger carries it as `USD-HOLD`, and until then
    /// withdrawals below it are blocked. The venue owes the amount if it lets it go. A snapshot from before this cannot be
    /// posted any more, so acknowledge right before taking one. Only the operator
    /// @param lienId a counter, which names another lien after a reorganisation of the chain: so
    /// @param holder and
    /// @param consumer and
    /// @param amountMicroUsd say what the venue agreed to, as its own books have it
    /// @return fromEpoch The first ledger that carries it
    function acknowledge(
        address registry,
        uint256 lienId,
        address holder,
        address consumer,
        uint64 amountMicroUsd
    ) external returns (uint32 fromEpoch);

    /// @notice Stops posting, and with it every attestation on this venue, at once. Operator or guardian
    function freeze() external;

    /// @notice Lifts a freeze. Only the guardian: a stolen operator key cannot undo what stopped it
    function unfreeze() external;

    /// @notice Hands the guardian's role on. Only the guardian
    function setGuardian(address to) external;

    /// @notice Number of the newest epoch, 0 before the first
    function newestEpoch() external view returns (uint32);

    /// @notice The record of one of the newest `HISTORY` epochs
    function epochAt(uint32 epoch) external view returns (LedgerEpoch memory);

    /// @notice The newest epoch and whether the venue is stopped, in one call; epoch 0 is empty
    function current() external view returns (uint32 epoch, bool isFrozen, LedgerEpoch memory ledger);

    /// @notice The newest epoch as one word: `EpochSealLib.ofLedger`. Zero before the first epoch and while frozen
    function currentSeal() external view returns (bytes32);

    /// @notice The first ledger that carries an acknowledged lien, 0 when it was not acknowledged
    function acknowledgedFrom(address registry, uint256 lienId) external view returns (uint32);

    /// @notice When a lien was last acknowledged, seconds: no ledger from before is taken after it; 0 when none was
    function acknowledgedAt() external view returns (uint40);

    /// @notice When the last freeze was lifted, seconds; 0 when there was none
    function unfrozenAt() external view returns (uint40);

    /// @notice Whether the venue is stopped
    function frozen() external view returns (bool);

    /// @notice Who may freeze and alone may unfreeze
    function guardian() external view returns (address);
}
