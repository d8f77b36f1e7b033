// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {IRegistryAdmission} from "../interfaces/IRegistryAdmission.sol";

/// @title The venues and verifiers of a registry
abstract contract RegistryAdmission is IRegistryAdmission, Ownable2Step {
    /// @dev One slot: that entry is closed stands here, too, because every attestation reads this slot anyway
    struct VerifierVersion {
        address verifier;
        uint32 version;
        bool closed;
    }

    /// @notice `isSolvent` walks all venues, so there are few
    uint256 public constant MAX_VENUES = 16;

    /// @notice An OpenZeppelin `TimelockController`: read its `getMinDelay` before trusting this registry
    address public immutable timelock;

    /// @inheritdoc IRegistryAdmission
    mapping(address venue => bool) public isAccepted;
    address[] private _venues;
    mapping(uint8 sizeClass => VerifierVersion) private _verifiers;

    constructor(
        address timelockContract,
        address[] memory firstVenues,
        uint8[] memory sizeClasses,
        address[] memory verifiers
    ) {
        _requireCode(timelockContract);
        timelock = timelockContract;
        for (uint256 i = 0; i < firstVenues.length; i++) {
            _acceptVenue(firstVenues[i]);
        }
        if (sizeClasses.length != verifiers.length) revert LengthMismatch(sizeClasses.length, verifiers.length);
        for (uint256 i = 0; i < sizeClasses.length; i++) {
            _setVerifier(sizeClasses[i], verifiers[i]);
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
    function setVerifier(uint8 sizeClass, address verifier) external onlyTimelock {
        _setVerifier(sizeClass, verifier);
    }

    /// @inheritdoc IRegistryAdmission
    function dropVenue(address venue) external onlyOwner {
        _requireAccepted(venue);
        delete isAccepted[venue];
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
    function verifierOf(uint8 sizeClass) public view returns (address verifier, uint32 version) {
        VerifierVersion storage current = _verifiers[sizeClass];
        return (current.verifier, current.version);
    }

    function _requireAccepted(address venue) internal view {
        if (!isAccepted[venue]) revert UnknownVenue(venue);
    }

    /// @dev The verifier of a size class, unless entry is closed
    function _openVerifier(uint8 sizeClass) internal view returns (address) {
        VerifierVersion memory current = _verifiers[sizeClass];
        if (current.verifier == address(0)) revert UnknownSizeClass(sizeClass);
        if (current.closed) revert Pausable.EnforcedPause();
        return current.verifier;
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
        if (isAccepted[venue]) revert VenueAlreadyAccepted(venue);
        if (_venues.length == MAX_VENUES) revert TooManyVenues(MAX_VENUES);
        isAccepted[venue] = true;
        _venues.push(venue);
        emit VenueAccepted(venue);
    }

    function _setVerifier(uint8 sizeClass, address verifier) private {
        if (sizeClass != 8 && sizeClass != 16 && sizeClass != 32 && sizeClass != 64) {
            revert UnknownSizeClass(sizeClass);
        }
        _requireCode(verifier);
        VerifierVersion storage current = _verifiers[sizeClass];
        uint32 version = current.version + 1;
        (current.verifier, current.version) = (verifier, version);
        emit VerifierSet(sizeClass, version, verifier);
    }
}
