// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IRiskEpochs} from "./IRiskEpochs.sol";

/// @title Which ledgers, tables and verifiers a registry believes
/// @notice Whatever widens trust waits in the timelock, where everybody can see it coming; whatever narrows it is
/// the owner's, at once.
interface IRegistryAdmission {
    /// @notice The registry takes a venue's ledgers from now on
    event VenueAccepted(address indexed venue);
    /// @notice A venue is no longer accepted: its attestations stopped counting
    event VenueDropped(address indexed venue);
    /// @notice Proofs of a size class are verified by another contract from now on
    event VerifierSet(uint8 indexed sizeClass, uint8 indexed version, address verifier);
    /// @notice The verifier before this one counts, too, until a time, seconds
    event VerifiersOverlap(uint8 indexed sizeClass, uint8 indexed formerVersion, uint40 until);
    /// @notice Whatever was accepted for a size class from ledgers of this time and before stopped counting, seconds
    event AttestationsRevoked(uint8 indexed sizeClass, uint40 until);

    /// @notice Tables come from another contract from now on, whose epochs have numbers from `firstEpoch` on
    event RiskEpochsSet(address indexed riskEpochs, uint32 firstEpoch);

    /// @notice Thrown when a contract's epochs would have numbers that the present one has used
    error EpochNumbersOverlap(uint32 first, uint32 newest);
    /// @notice Thrown when a contract's epoch numbers begin so far ahead that few would be left for those after it
    error EpochNumbersTooFar(uint32 first, uint32 newest, uint32 limit);
    /// @notice Thrown when tables would come from a contract in which no epoch is live yet: nobody could attest
    error NoEpochLive(address got);
    /// @notice Thrown when a verifier, a timelock, a risk-epochs contract or a venue has no code
    error NotAContract(address got);
    /// @notice Thrown when someone but the timelock calls what only the timelock may
    error NotTimelock(address got, address timelock);
    /// @notice Thrown when a venue is accepted twice
    error VenueAlreadyAccepted(address got);
    /// @notice Thrown when one more venue would make `isSolvent` too costly
    error TooManyVenues(uint256 limit);
    /// @notice Thrown when a venue is not, or no longer, accepted
    error UnknownVenue(address got);
    /// @notice Thrown when a size class has no verifier here, or is none of 8, 16, 32 and 64
    error UnknownSizeClass(uint8 got);
    /// @notice Thrown when a verifier does not refuse a wrong proof of five signals, with an answer of one word
    error VerifierUnfit(address got);
    /// @notice Thrown when two verifiers of a size class would count together for longer than the limit, seconds
    error OverlapTooLong(uint40 got, uint40 limit);
    /// @notice Thrown when a size class was given as many verifiers as records can tell apart
    error TooManyVersions(uint8 limit);
    /// @notice Thrown when a revocation is of a time that has not come, or takes an earlier one back
    error RevocationOutOfRange(uint40 got, uint40 revokedUntil, uint256 blockTime);
    /// @notice Thrown when a list of size classes and the list of their verifiers differ in length
    error LengthMismatch(uint256 sizeClasses, uint256 verifiers);

    /// @notice Whether this registry takes the venue's ledgers
    function isAccepted(address venue) external view returns (bool);

    /// @notice Since when the registry has been taking the venue's ledgers, without a break; 0 when it does not, seconds
    function acceptedSince(address venue) external view returns (uint40);

    /// @notice The accepted venues
    function venues() external view returns (address[] memory);

    /// @notice The verifier of a size class, and how often it was replaced; zero when there is none
    function verifierOf(uint8 sizeClass) external view returns (address verifier, uint8 version);

    /// @notice The verifier before it, which counts, too, until a time, seconds; zero when there is none
    function formerVerifierOf(uint8 sizeClass) external view returns (address verifier, uint8 version, uint40 until);

    /// @notice Attestations of a size class from ledgers of this time and before do not count, seconds
    function revokedUntil(uint8 sizeClass) external view returns (uint40);

    /// @notice Where tables come from now
    function riskEpochs() external view returns (IRiskEpochs);

    /// @notice Where the table with this number came from
    function riskEpochsOf(uint32 epoch) external view returns (IRiskEpochs);

    /// @notice Takes tables from another contract from now on: other publishers, feeds or dispute code. Pseudonyms, liens and
    /// attestations stay; what was attested under the former one's tables counts until it ends or its epoch is killed
    /// there. Some epoch of the new one must be live. Only the timelock
    function setRiskEpochs(address next) external;

    /// @notice Starts to accept a venue's ledgers. Only the timelock
    function acceptVenue(address venue) external;

    /// @notice Stops accepting a venue: its attestations stop counting at once. Only the owner
    function dropVenue(address venue) external;

    /// @notice Verifies a size class with another contract from now on: a new circuit or a new key. It must refuse a
    /// wrong proof of five signals now. What the former one accepted goes on counting until it is revoked. Only the
    /// timelock
    /// @param overlap for how long the former one accepts proofs, too, seconds: 0 unless both are honest
    function setVerifier(uint8 sizeClass, address verifier, uint40 overlap) external;

    /// @notice Stops what was accepted for a size class from ledgers of this time and before from counting, at once and
    /// for good, and ends an overlap. Holders prove again from a newer ledger. Whoever finds a verifier broken pauses
    /// first, else it goes on accepting. Only the owner
    /// @param time not in the future, seconds
    function revokeBefore(uint8 sizeClass, uint40 time) external;
}
