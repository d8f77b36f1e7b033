// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {RiskLevel} from "./IRiskEpochs.sol";
import {ISolvency} from "./ISolvency.sol";

/// @title Who has proven to be solvent, where, at which level and with how much to spare
/// @notice An account is known here by its pseudonym, which is its owner's for this registry alone. At each venue
/// one holder address stands for one account and one account has one holder, for as long as its attestation is valid.
/// @dev All times are seconds, as `uint40`: a time in milliseconds does not fit and is refused by the ABI decoder.
/// An attestation is worth what its venue and its publishers are worth: consumers read the trust table first.
interface ISolvencyRegistry is ISolvency {
    /// @notice What a trader asks the registry to believe
    struct AttestationRequest {
        /// A ledger that this registry accepts
        address venue;
        /// The venue's newest epoch
        uint32 ledgerEpoch;
        /// The newest live risk epoch or the one before it
        uint32 riskEpoch;
        /// Which of the risk epoch's two roots was proven against
        RiskLevel level;
        /// How many positions the circuit has room for: 8, 16, 32 or 64. It picks the verifier
        uint8 sizeClass;
        /// The owner's pseudonym in this registry's scope
        uint256 pseudonym;
        /// The only address that may use the attestation
        address holder;
        /// What the account has to spare after the worst case, µUSD, below 2^61
        uint64 surplusMicroUsd;
        /// Last second at which this request may be executed
        uint40 deadline;
        /// Empty when the holder sends the request itself; else the holder's EIP-712 (or ERC-1271) consent
        bytes signature;
    }

    /// @notice What the two epochs of a request hold. It is hashed and compared with their seals, so nothing is taken
    /// on the sender's word; it spares the registry from reading the records
    struct EpochContents {
        /// Hash of the listing that ledger and table were both made for
        bytes32 listingHash;
        uint256 ledgerRoot;
        /// Root of the risk epoch's table of the level requested
        uint256 riskRoot;
        /// When the accounts stood like this, seconds
        uint40 ledgerTime;
        /// When the marks were taken, seconds
        uint40 riskTime;
        /// First expiry in the listing, seconds; 0 when nothing in it expires
        uint40 nextExpiry;
    }

    /// @notice A proof as snarkjs writes it for Solidity. Its bytes are malleable and identify nothing
    struct Groth16Proof {
        uint256[2] a;
        uint256[2][2] b;
        uint256[2] c;
    }

    /// @notice What a holder has shown at one venue
    struct Attestation {
        /// Whether each level was proven for exactly this pair of epochs
        bool maintenanceProven;
        bool initialProven;
        /// 0 where the level was not proven, µUSD
        uint64 maintenanceSurplusMicroUsd;
        uint64 initialSurplusMicroUsd;
        /// Outlives a release, unlike everything else here: it keeps older proofs from coming back
        uint32 riskEpoch;
        /// Time of the ledger, the older of the two snapshots: ages are counted from it, seconds
        uint40 ledgerTime;
        /// First second at which it no longer counts: ledgerTime + ttl, or the listing's next expiry if earlier
        uint40 validUntil;
        /// Which circuit's verifier accepted it, and which version of it: `verifierOf`, `VerifierSet`
        uint8 sizeClass;
        uint8 verifierVersion;
    }

    /// @notice What is remembered of an account
    struct Account {
        /// Who stands for the account now; zero when nobody does
        address holder;
        /// No proof for the account under an older risk epoch is taken, from anybody. Outlives releases
        uint32 riskEpoch;
    }

    /// @notice Whether an attestation counts now, and if not, why
    enum Standing {
        None,
        Live,
        Expired,
        VenueFrozen,
        VenueNotAccepted,
        RiskEpochDead,
        Delinquent,
        Revoked
    }

    /// @notice A proof was put on record; `validUntil` in seconds
    event Attested(
        address indexed venue,
        uint256 indexed pseudonym,
        address indexed holder,
        RiskLevel level,
        uint8 sizeClass,
        uint8 verifierVersion,
        uint32 ledgerEpoch,
        uint32 riskEpoch,
        uint64 surplusMicroUsd,
        uint40 validUntil
    );
    /// @notice A holder untied itself from its account at a venue
    event Released(address indexed venue, address indexed holder);
    /// @notice Every consent that the holder signed before is worthless
    event ConsentsCancelled(address indexed holder, uint256 usedNonce);

    /// @notice Thrown when the time to live is zero or over the limit, seconds
    error TtlOutOfRange(uint40 got, uint40 limit);
    /// @notice Thrown when the largest skew is not below the time to live: such a pair would be dead on arrival
    error MaxSkewOutOfRange(uint40 got, uint40 limit);

    /// @notice Thrown when a request comes after its deadline
    error DeadlinePassed(uint40 deadline, uint256 blockTime);
    /// @notice Thrown when the venue is frozen
    error VenueIsFrozen(address venue);
    /// @notice Thrown when the ledger epoch is not the venue's newest
    error LedgerEpochNotNewest(uint32 got, uint32 newest);
    /// @notice Thrown when ledger and table were made for different listings: the same id names two instruments
    error ListingMismatch(bytes32 ledgerListing, bytes32 riskListing);
    /// @notice Thrown when the table is older than the ledger: what was bought after a price broke would be valued
    /// at the price before
    error TableBeforeLedger(uint40 riskTime, uint40 ledgerTime);
    /// @notice Thrown when the table is too much newer than the ledger: the holdings may have left since
    error SkewTooLarge(uint40 got, uint40 limit);
    /// @notice Thrown when the pair could not give an attestation that is still valid
    error PairExpired(uint40 validUntil, uint256 blockTime);
    /// @notice Thrown when a surplus does not fit its range in the circuit, µUSD
    error SurplusTooLarge(uint64 got, uint64 limit);
    /// @notice Thrown when a pseudonym is zero or not below the field order
    error PseudonymOutOfField(uint256 got, uint256 limit);
    /// @notice Thrown when neither the holder sent the request nor a valid signature of the holder comes with it
    error HolderConsentInvalid(address holder);
    /// @notice Thrown when the account's attestation is still valid for another holder
    error AccountHeldByAnother(uint256 pseudonym, address holder);
    /// @notice Thrown when the holder's attestation for another account at this venue is still valid
    error HolderHasAnotherAccount(address holder);
    /// @notice Thrown when liens rest on what would change hands, on either side
    error LiensOutstanding(address venue, address holder);
    /// @notice Thrown when what the request says of the ledger epoch is not what the venue posted
    error LedgerContentMismatch(bytes32 gotSeal, bytes32 seal);
    /// @notice Thrown when what the request says of the risk epoch's table is not what the publishers posted
    error TableContentMismatch(bytes32 gotSeal, bytes32 seal);
    /// @notice Thrown when the account, or the holder at this venue, was already attested under a newer risk epoch
    error RiskEpochMovedBack(uint32 got, uint32 recorded);
    /// @notice Thrown when everything that the size class's verifiers accepted from ledgers of this age was revoked
    error LedgerRevoked(uint40 ledgerTime, uint40 revokedUntil);
    /// @notice Thrown when the verifier says no, and so does the one before it while both count
    error ProofRejected();
    /// @notice Thrown when an address that holds no account at a venue releases it
    error NothingToRelease(address venue, address holder);
    /// @notice Thrown when a view has too little gas left to tell a frozen venue from one it could not ask
    error GasTooLow(uint256 got, uint256 needed);

    /// @notice Records what a proof shows. It replaces what was on record for the account, **up or down**: a newer
    /// pair of epochs, or another verifier, clears both levels; else the surplus of the level proven is replaced
    /// @param contents of the two epochs that the request names, as their contracts hold them
    function attest(
        AttestationRequest calldata request,
        EpochContents calldata contents,
        Groth16Proof calldata proof
    ) external;

    /// @notice Makes every consent that the caller has signed so far worthless. Works while paused
    function cancelConsents() external;

    /// @notice Unties the caller from its account at a venue, once no lien rests on it. Works while paused, and for
    /// a dropped venue
    function release(address venue) external;

    /// @notice What is on record for a holder at one venue, and whether it counts now
    function status(address venue, address holder)
        external
        view
        returns (Standing standing, Attestation memory attestation);

    /// @notice What is remembered of an account, and who stands for it
    function accountOf(address venue, uint256 pseudonym) external view returns (Account memory);

    /// @notice The fourth public signal of every proof for this registry on this chain
    function scope() external view returns (uint256);

    /// @notice Stops new attestations, liens and challenges; never an exit. Only the owner
    function pause() external;

    /// @notice Takes new attestations again. Only the owner
    function unpause() external;
}
