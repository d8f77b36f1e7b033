// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {IRegistryAdmission} from "../interfaces/IRegistryAdmission.sol";
import {RegistryChecks} from "./RegistryChecks.sol";

/// @title The venues and verifiers of a registry
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

    /// @notice An OpenZeppelin `TimelockController`: read its `getMinDelay` before trusting this registry
    address public immutable timelock;
    /// @notice Made by this registry: holds no state and has no say
    RegistryChecks public immutable checks;

    /// @inheritdoc IRegistryAdmission
    mapping(address venue => uint40) public acceptedSince;
    address[] private _venues;
    mapping(uint8 sizeClass => VerifierVersion) internal _verifiers;
    /// @inheritdoc IRegistryAdmission
    mapping(uint8 sizeClass => FormerVerifier) public formerVerifierOf;

    constructor(
        address timelockContract,
        address[] memory firstVenues,
        uint8[] memory sizeClasses,
        address[] memory verifiers,
        RegistryChecks ownChecks
    ) {
        _requireCode(timelockContract);
        timelock = timelockContract;
        checks = ownChecks;
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
    function dropVenue(address venue) external onlyOwner {
        _requireAccepted(venue);
        delete acceptedSince[venue];
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
        return acceptedSince[venue] != 0;
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
        acceptedSince[venue] = uint40(block.timestamp);
        _venues.push(venue);
        emit VenueAccepted(venue);
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
