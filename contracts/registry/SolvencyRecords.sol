// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {SolvencyViews} from "./SolvencyViews.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {ISolvencyRegistry} from "../interfaces/ISolvencyRegistry.sol";

/// @title How proofs are put on record, and how a holder leaves
abstract contract SolvencyRecords is SolvencyViews {
    /* EXIT */

    /// @inheritdoc ISolvencyRegistry
    function release(address venue) external {
        Record memory record = _records[venue][msg.sender];
        if (record.ledgerTime == 0) revert NothingToRelease(venue, msg.sender);
        if (record.flags & HAS_LIENS != 0) revert LiensOutstanding(venue, msg.sender);
        if (record.flags & CHALLENGED != 0) _closeChallenge(venue, msg.sender, false);
        _untie(venue, msg.sender, record);
        emit Released(venue, msg.sender);
    }

    /* EFFECTS */

    /// @dev Puts a proven request on record. Its proof and its pair must have been checked
    /// @param acceptedBy version of the verifier that accepted the proof
    function _record(AttestationRequest calldata request, uint40 ledgerTime, uint40 validUntil, uint8 acceptedBy)
        internal
    {
        BoundAccount memory account = _accounts[request.venue][request.pseudonym];
        Record memory record = _records[request.venue][request.holder];
        _requireForward(request.riskEpoch, record.riskEpoch);
        if (account.holder != request.holder || account.binding != record.binding) {
            _requireFree(request, account, record);
            record = Record(0, 0, 0, 0, 0, record.binding + 1, 0, 0);
            _bind(request, record.binding);
        } else if (
            ledgerTime != record.ledgerTime || request.riskEpoch != record.riskEpoch
                || acceptedBy != record.verifierVersion || request.sizeClass != _sizeClassOf(record)
        ) {
            // A record is of one pair and of what one verifier accepted: then it can be revoked as a whole.
            record.maintenancePlusOne = 0;
            record.initialPlusOne = 0;
        }
        record.ledgerTime = ledgerTime;
        record.life = uint24(validUntil - ledgerTime);
        record.riskEpoch = request.riskEpoch;
        record.verifierVersion = acceptedBy;
        record.flags = (record.flags & NOTED) | (_sizeCode(request.sizeClass) << CLASS_SHIFT);
        if (request.level == RiskLevel.Initial) record.initialPlusOne = request.surplusMicroUsd + 1;
        else record.maintenancePlusOne = request.surplusMicroUsd + 1;
        if (record.flags & NOTED != 0) _settle(request.venue, request.holder, request.ledgerEpoch, record);

        _store(request, record);
        emit Attested(
            request.venue,
            request.pseudonym,
            request.holder,
            request.level,
            request.sizeClass,
            acceptedBy,
            request.ledgerEpoch,
            request.riskEpoch,
            request.surplusMicroUsd,
            validUntil
        );
    }

    /// @dev One write: the compiler would write field by field
    function _store(AttestationRequest calldata request, Record memory record) private {
        uint256 packed = uint256(record.maintenancePlusOne) | (uint256(record.initialPlusOne) << 64)
            | (uint256(record.ledgerTime) << 128) | (uint256(record.life) << 168) | (uint256(record.riskEpoch) << 192)
            | (uint256(record.binding) << 224) | (uint256(record.verifierVersion) << 240)
            | (uint256(record.flags) << 248);
        Record storage stored = _records[request.venue][request.holder];
        assembly ("memory-safe") {
            sstore(stored.slot, packed)
        }
    }

    /// @dev One write, as in `_store`
    function _bind(AttestationRequest calldata request, uint16 binding) private {
        uint256 packed = uint256(uint160(request.holder)) | (uint256(binding) << 160);
        BoundAccount storage stored = _accounts[request.venue][request.pseudonym];
        assembly ("memory-safe") {
            sstore(stored.slot, packed)
        }
    }

    /// @dev Liens and challenges take note of a new proof. May change `record.flags`
    function _settle(address venue, address holder, uint32 ledgerEpoch, Record memory record) internal virtual;

    /// @dev Ends a holder's challenge: its bond goes to the holder who answered, or back to the challenger
    function _closeChallenge(address venue, address holder, bool answered) internal virtual;

    function _untie(address venue, address holder, Record memory record) private {
        _records[venue][holder] = Record(0, 0, 0, 0, record.riskEpoch, record.binding + 1, 0, 0);
    }

    /// @dev No proof under an older table comes back, neither for an account nor for a holder. The ledger cannot move
    /// back: only a venue's newest epoch is taken. Whoever attests for an account is its newest holder, and its
    /// record's risk epoch never falls: so asking the record of the newest holder and that of the one who comes
    /// after asks for every attestation the account ever had
    function _requireForward(uint32 riskEpoch, uint32 recorded) private pure {
        if (riskEpoch < recorded) revert RiskEpochMovedBack(riskEpoch, recorded);
    }

    /// @dev A binding lasts as long as its attestation and its liens. What is displaced has neither
    function _requireFree(AttestationRequest calldata request, BoundAccount memory account, Record memory record)
        private
    {
        if (account.holder != address(0) && account.holder != request.holder) _untieExpired(request, account);
        if (_isValid(record)) revert HolderHasAnotherAccount(request.holder);
        if (record.flags & HAS_LIENS != 0) revert LiensOutstanding(request.venue, request.holder);
        if (record.flags & CHALLENGED != 0) _closeChallenge(request.venue, request.holder, false);
    }

    function _untieExpired(AttestationRequest calldata request, BoundAccount memory account) private {
        Record memory former = _records[request.venue][account.holder];
        _requireForward(request.riskEpoch, former.riskEpoch);
        if (!_isTied(account, former)) return;
        if (_isValid(former)) revert AccountHeldByAnother(request.pseudonym, account.holder);
        if (former.flags & HAS_LIENS != 0) revert LiensOutstanding(request.venue, account.holder);
        if (former.flags & CHALLENGED != 0) _closeChallenge(request.venue, account.holder, false);
        _untie(request.venue, account.holder, former);
    }

    function _sizeCode(uint8 sizeClass) private pure returns (uint8) {
        return sizeClass == 64 ? 3 : sizeClass >> 4;
    }
}
