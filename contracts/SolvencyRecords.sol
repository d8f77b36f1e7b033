// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {AcceptedVenues} from "./AcceptedVenues.sol";
import {RiskLevel} from "./interfaces/IRiskEpochs.sol";
import {ISolvencyRegistry} from "./interfaces/ISolvencyRegistry.sol";
import {IVenueLedger} from "./interfaces/IVenueLedger.sol";

/// @title What was proven, by whom, and whether it counts now
/// @notice Two maps that are each other's inverse: an account's holder, and a holder's account, per venue.
abstract contract SolvencyRecords is AcceptedVenues {
    /// @dev What the epoch records say about the pair that a request names
    struct Pair {
        uint256 ledgerRoot;
        uint256 riskRoot;
        uint40 ledgerTime;
        uint40 riskTime;
        uint40 validUntil;
    }

    /// @dev Kept after release and expiry: its epochs are what keeps an older proof from coming back
    mapping(address venue => mapping(uint256 pseudonym => Attestation)) private _attestations;
    mapping(address venue => mapping(address holder => uint256 pseudonym)) private _accountOf;

    /* EXIT */

    /// @inheritdoc ISolvencyRegistry
    function release(address venue) external {
        uint256 pseudonym = _accountOf[venue][msg.sender];
        if (pseudonym == 0) revert NothingToRelease(venue, msg.sender);
        delete _accountOf[venue][msg.sender];
        delete _attestations[venue][pseudonym].holder;
        emit Released(venue, pseudonym, msg.sender);
    }

    /* VIEWS */

    /// @inheritdoc ISolvencyRegistry
    function isSolvent(address holder, RiskLevel level, uint64 minSurplusMicroUsd, uint40 maxAge)
        external
        view
        returns (bool)
    {
        address[] memory accepted = venues();
        for (uint256 i = 0; i < accepted.length; i++) {
            (Standing standing,, Attestation memory attestation) = status(accepted[i], holder);
            if (
                standing == Standing.Live && block.timestamp - attestation.ledgerTime <= maxAge
                    && _shows(attestation, level, minSurplusMicroUsd)
            ) return true;
        }
        return false;
    }

    /// @inheritdoc ISolvencyRegistry
    function status(address venue, address holder)
        public
        view
        returns (Standing standing, uint256 pseudonym, Attestation memory attestation)
    {
        pseudonym = _accountOf[venue][holder];
        if (pseudonym == 0) return (Standing.None, 0, attestation);
        attestation = _attestations[venue][pseudonym];
        if (!isAccepted[venue]) standing = Standing.VenueNotAccepted;
        else if (block.timestamp >= attestation.validUntil) standing = Standing.Expired;
        else if (IVenueLedger(venue).frozen()) standing = Standing.VenueFrozen;
        else standing = Standing.Live;
    }

    /// @inheritdoc ISolvencyRegistry
    function attestationOf(address venue, uint256 pseudonym) external view returns (Attestation memory) {
        return _attestations[venue][pseudonym];
    }

    /* EFFECTS */

    /// @dev Puts a proven request on record. Its proof and its pair must have been checked
    function _record(AttestationRequest calldata request, Pair memory pair) internal {
        Attestation memory attestation = _attestations[request.venue][request.pseudonym];
        // The ledger cannot move back: only a venue's newest epoch is taken.
        if (request.riskEpoch < attestation.riskEpoch) {
            revert RiskEpochMovedBack(request.riskEpoch, attestation.riskEpoch);
        }
        _bindHolder(request, attestation);
        if (request.ledgerEpoch != attestation.ledgerEpoch || request.riskEpoch != attestation.riskEpoch) {
            attestation.maintenanceProven = false;
            attestation.initialProven = false;
            attestation.maintenanceSurplusMicroUsd = 0;
            attestation.initialSurplusMicroUsd = 0;
        }
        attestation.holder = request.holder;
        attestation.ledgerEpoch = request.ledgerEpoch;
        attestation.riskEpoch = request.riskEpoch;
        attestation.ledgerTime = pair.ledgerTime;
        attestation.riskTime = pair.riskTime;
        attestation.validUntil = pair.validUntil;
        if (request.level == RiskLevel.Initial) {
            attestation.initialProven = true;
            attestation.initialSurplusMicroUsd = request.surplusMicroUsd;
        } else {
            attestation.maintenanceProven = true;
            attestation.maintenanceSurplusMicroUsd = request.surplusMicroUsd;
        }
        _attestations[request.venue][request.pseudonym] = attestation;
        emit Attested(
            request.venue,
            request.pseudonym,
            request.holder,
            request.level,
            request.ledgerEpoch,
            request.riskEpoch,
            request.surplusMicroUsd,
            pair.validUntil
        );
    }

    /// @dev A binding lasts as long as its attestation. What it displaces has expired and is untied on both sides
    function _bindHolder(AttestationRequest calldata request, Attestation memory recorded) private {
        if (recorded.holder == request.holder) return;
        mapping(address => uint256) storage accountOf = _accountOf[request.venue];

        if (recorded.holder != address(0)) {
            if (block.timestamp < recorded.validUntil) {
                revert AccountHeldByAnother(request.pseudonym, recorded.holder);
            }
            delete accountOf[recorded.holder];
        }
        uint256 formerAccount = accountOf[request.holder];
        if (formerAccount != 0) {
            Attestation storage former = _attestations[request.venue][formerAccount];
            if (block.timestamp < former.validUntil) revert HolderHasAnotherAccount(request.holder, formerAccount);
            delete former.holder;
        }
        accountOf[request.holder] = request.pseudonym;
    }

    /// @dev A proof at initial level answers for maintenance, too
    function _shows(Attestation memory attestation, RiskLevel level, uint64 minSurplusMicroUsd)
        private
        pure
        returns (bool)
    {
        if (attestation.initialProven && attestation.initialSurplusMicroUsd >= minSurplusMicroUsd) return true;
        return level == RiskLevel.Maintenance && attestation.maintenanceProven
            && attestation.maintenanceSurplusMicroUsd >= minSurplusMicroUsd;
    }
}
