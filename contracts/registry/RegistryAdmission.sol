// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {IRiskEpochs} from "../interfaces/IRiskEpochs.sol";
import {IRegistryAdmission} from "../interfaces/IRegistryAdmission.sol";
import {RegistryChecks} from "./RegistryChecks.sol";

/// @title The venues, verifiers and tables that a registry believes
abstract contract RegistryAdmission is IRegistryAdmission, Ownable2Step {
    /// @dev One slot: that entry is closed stands here, too, because every attestation reads this slot anyway
    struct VerifierVersion {
        address verifier;
        uint8 version;
        bool closed;
        uint40 revokedUntil;
    }

    /// @dev Read only when the newest verifier says no
    struct FormerVerifier {
        address verifier;
        uint8 version;
        uint40 until;
    }

    /// @notice `isSolvent` walks all venues, so there are few
    uint256 public constant MAX_VENUES = 16;
    /// @notice How long two verifiers of a size class may count together at most, seconds
    uint40 public constant LONGEST_OVERLAP = 30 days;
    /// @notice Epoch numbers are 32 bits and never come back: a contract whose first number lies further ahead would use
    /// them up. A million is a century of hours
    uint32 public constant LARGEST_EPOCH_GAP = 1_000_000;

    /// @notice An OpenZeppelin `TimelockController`: read its `getMinDelay` before trusting this registry
    address public immutable timelock;
    /// @notice Made by this registry: holds no state and has no say
    RegistryChecks public immutable checks;

    /// @dev One slot, which every attestation reads: so the tables' contract stands here, once for each venue
    struct AcceptedVenue {
        uint40 since;
        IRiskEpochs riskEpochs;
    }

    /// @dev Where tables came from since a time, and the first number of its epochs
    struct TableSource {
        IRiskEpochs riskEpochs;
        uint32 firstEpoch;
        uint40 since;
    }

    mapping(address venue => AcceptedVenue) private _accepted;
    TableSource[] private _sources;
    address[] private _venues;
    mapping(uint8 sizeClass => VerifierVersion) internal _verifiers;
    /// @inheritdoc IRegistryAdmission
    mapping(uint8 sizeClass => FormerVerifier) public formerVerifierOf;

    constructor(
        address timelockContract,
        address firstRiskEpochs,
        address[] memory firstVenues,
        uint8[] memory sizeClasses,
        address[] memory verifiers,
        RegistryChecks ownChecks
    ) {
        _requireCode(timelockContract);
        timelock = timelockContract;
        checks = ownChecks;
        _requireCode(firstRiskEpochs);
        _follow(firstRiskEpochs, 0);
        for (uint256 i = 0; i < firstVenues.length; i++) {
            _acceptVenue(firstVenues[i]);
        }
        if (sizeClasses.length != verifiers.length) revert LengthMismatch(sizeClasses.length, verifiers.length);
        for (uint256 i = 0; i < sizeClasses.length; i++) {
            _setVerifier(sizeClasses[i], verifiers[i], 0);
        }
    }

    modifier onlyTimelock() {
        if (msg.sender != timelock) revert NotTimelock(msg.sender, timelock);
        _;
    }

    /// @inheritdoc IRegistryAdmission
    function acceptVenue(address venue) external onlyTimelock {
        _acceptVenue(venue);
    }

    /// @inheritdoc IRegistryAdmission
    function setVerifier(uint8 sizeClass, address verifier, uint40 overlap) external onlyTimelock {
        _setVerifier(sizeClass, verifier, overlap);
    }

    /// @inheritdoc IRegistryAdmission
    function revokeBefore(uint8 sizeClass, uint40 time) external onlyOwner {
        VerifierVersion storage current = _verifiers[sizeClass];
        if (time > block.timestamp || time < current.revokedUntil) {
            revert RevocationOutOfRange(time, current.revokedUntil, block.timestamp);
        }
        current.revokedUntil = time;
        delete formerVerifierOf[sizeClass];
        emit AttestationsRevoked(sizeClass, time);
    }

    /// @inheritdoc IRegistryAdmission
    function setRiskEpochs(address next) external onlyTimelock {
        _requireCode(next);
        (uint32 first, uint32 newest) = (IRiskEpochs(next).firstEpoch(), riskEpochs().newestEpoch());
        if (first <= newest) revert EpochNumbersOverlap(first, newest);
        if (first - newest > LARGEST_EPOCH_GAP) revert EpochNumbersTooFar(first, newest, LARGEST_EPOCH_GAP);
        if (IRiskEpochs(next).newestEpoch() < first) revert NoEpochLive(next);
        _follow(next, first);
    }

    /// @inheritdoc IRegistryAdmission
    function dropVenue(address venue) external onlyOwner {
        _requireAccepted(venue);
        delete _accepted[venue];
        uint256 last = _venues.length - 1;
        for (uint256 i = 0; i < last; i++) {
            if (_venues[i] != venue) continue;
            _venues[i] = _venues[last];
            break;
        }
        _venues.pop();
        emit VenueDropped(venue);
    }

    /// @inheritdoc IRegistryAdmission
    function venues() public view returns (address[] memory) {
        return _venues;
    }

    /// @inheritdoc IRegistryAdmission
    function verifierOf(uint8 sizeClass) external view returns (address verifier, uint8 version) {
        VerifierVersion storage current = _verifiers[sizeClass];
        return (current.verifier, current.version);
    }

    /// @inheritdoc IRegistryAdmission
    function revokedUntil(uint8 sizeClass) external view returns (uint40) {
        return _verifiers[sizeClass].revokedUntil;
    }

    /// @inheritdoc IRegistryAdmission
    function isAccepted(address venue) public view returns (bool) {
        return _accepted[venue].since != 0;
    }

    /// @inheritdoc IRegistryAdmission
    function acceptedSince(address venue) external view returns (uint40) {
        return _accepted[venue].since;
    }

    /// @inheritdoc IRegistryAdmission
    function riskEpochs() public view returns (IRiskEpochs) {
        return _sources[_sources.length - 1].riskEpochs;
    }

    /// @inheritdoc IRegistryAdmission
    function riskEpochsOf(uint32 epoch) public view returns (IRiskEpochs) {
        for (uint256 i = _sources.length - 1; i > 0; i--) {
            if (epoch >= _sources[i].firstEpoch) return _sources[i].riskEpochs;
        }
        return _sources[0].riskEpochs;
    }

    /// @return the tables' contract for a venue that is accepted; else reverts
    function _tablesFor(address venue) internal view returns (IRiskEpochs) {
        AcceptedVenue memory accepted = _accepted[venue];
        if (accepted.since == 0) revert UnknownVenue(venue);
        return accepted.riskEpochs;
    }

    /// @dev Since when a venue and the present tables have both been believed
    function _believedSince(address venue) internal view returns (uint40 since) {
        since = _accepted[venue].since;
        uint40 sourceSince = _sources[_sources.length - 1].since;
        if (sourceSince > since) since = sourceSince;
    }

    function _requireAccepted(address venue) internal view {
        if (!isAccepted(venue)) revert UnknownVenue(venue);
    }

    /// @dev The verifier of a size class, unless entry is closed
    function _openVerifier(uint8 sizeClass) internal view returns (VerifierVersion memory current) {
        current = _verifiers[sizeClass];
        if (current.verifier == address(0)) revert UnknownSizeClass(sizeClass);
        if (current.closed) revert Pausable.EnforcedPause();
    }

    function _setClosed(bool closed) internal {
        for (uint8 sizeClass = 8; sizeClass <= 64; sizeClass *= 2) {
            _verifiers[sizeClass].closed = closed;
        }
    }

    /// @dev A call to an address without code succeeds and returns nothing
    function _requireCode(address target) internal view {
        if (target.code.length == 0) revert NotAContract(target);
    }

    function _acceptVenue(address venue) private {
        _requireCode(venue);
        if (isAccepted(venue)) revert VenueAlreadyAccepted(venue);
        if (_venues.length == MAX_VENUES) revert TooManyVenues(MAX_VENUES);
        _accepted[venue] = AcceptedVenue(uint40(block.timestamp), riskEpochs());
        _venues.push(venue);
        emit VenueAccepted(venue);
    }

    function _follow(address next, uint32 firstEpoch) private {
        _sources.push(TableSource(IRiskEpochs(next), firstEpoch, uint40(block.timestamp)));
        for (uint256 i = 0; i < _venues.length; i++) {
            _accepted[_venues[i]].riskEpochs = IRiskEpochs(next);
        }
        emit RiskEpochsSet(next, firstEpoch);
    }

    function _setVerifier(uint8 sizeClass, address verifier, uint40 overlap) private {
        if (sizeClass != 8 && sizeClass != 16 && sizeClass != 32 && sizeClass != 64) {
            revert UnknownSizeClass(sizeClass);
        }
        _requireCode(verifier);
        if (!checks.isFit(verifier)) revert VerifierUnfit(verifier);
        if (overlap > LONGEST_OVERLAP) revert OverlapTooLong(overlap, LONGEST_OVERLAP);
        VerifierVersion storage current = _verifiers[sizeClass];
        (address former, uint8 formerVersion) = (current.verifier, current.version);
        if (formerVersion == type(uint8).max) revert TooManyVersions(formerVersion);
        uint40 until = former == address(0) ? 0 : uint40(block.timestamp) + overlap;
        formerVerifierOf[sizeClass] = FormerVerifier(former, formerVersion, until);
        (current.verifier, current.version) = (verifier, formerVersion + 1);
        emit VerifierSet(sizeClass, formerVersion + 1, verifier);
        if (overlap != 0) emit VerifiersOverlap(sizeClass, formerVersion, until);
    }
}
