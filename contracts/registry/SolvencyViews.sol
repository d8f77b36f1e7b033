// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {RegistryAdmission} from "./RegistryAdmission.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {ISolvency} from "../interfaces/ISolvency.sol";
import {ISolvencyRegistry} from "../interfaces/ISolvencyRegistry.sol";
import {VenueProbe} from "../libraries/VenueProbe.sol";

/// @title What was proven, by whom, and whether it counts now
/// @notice Two storage slots per account and venue. An account and a holder belong together while their `binding`
/// numbers are equal: raising the holder's unties both in one write.
abstract contract SolvencyViews is ISolvencyRegistry, RegistryAdmission {
    /// @dev One slot, by venue and pseudonym, written only when the account changes hands. The epochs of its newest
    /// attestation are those of its holder's record, while the bindings are equal: `ledgerTime` says which ledger,
    /// because a venue's times strictly grow. What survives a release is the record's `riskEpoch`: `_requireForward`
    struct BoundAccount {
        address holder;
        uint16 binding;
    }

    /// @dev One slot, by venue and holder
    struct Record {
        /// 0: level not proven for this pair; else the surplus plus 1
        uint64 maintenancePlusOne;
        uint64 initialPlusOne;
        uint40 ledgerTime;
        /// Seconds from `ledgerTime` to the end of validity
        uint24 life;
        /// The newest ever attested by this holder here, for whichever account: never falls, never cleared
        uint32 riskEpoch;
        uint16 binding;
        /// Of the size class's verifier that accepted it
        uint8 verifierVersion;
        /// The three flags below, and above them the size class
        uint8 flags;
    }

    /// @dev Flags of a record; an attestation with none of them touches no other slot
    uint8 internal constant HAS_LIENS = 1;
    uint8 internal constant CHALLENGED = 2;
    uint8 internal constant DELINQUENT = 4;
    uint8 internal constant NOTED = 7;
    /// @dev The size class is 8 · 2^n, with n in two bits
    uint8 internal constant CLASS_SHIFT = 3;

    mapping(address venue => mapping(uint256 pseudonym => BoundAccount)) internal _accounts;
    mapping(address venue => mapping(address holder => Record)) internal _records;

    /* VIEWS */

    /// @inheritdoc ISolvency
    function isSolvent(address holder, RiskLevel level, uint64 minSurplusMicroUsd, uint40 maxAge)
        external
        view
        returns (bool)
    {
        address[] memory accepted = venues();
        for (uint256 i = 0; i < accepted.length; i++) {
            if (isSolventAt(accepted[i], holder, level, minSurplusMicroUsd, maxAge)) return true;
        }
        return false;
    }

    /// @inheritdoc ISolvency
    function isSolventAt(
        address venue,
        address holder,
        RiskLevel level,
        uint64 minSurplusMicroUsd,
        uint40 maxAge
    ) public view returns (bool) {
        Record memory record = _records[venue][holder];
        return _shows(record, level, minSurplusMicroUsd) && block.timestamp - record.ledgerTime <= maxAge
            && _standingOf(venue, record) == Standing.Live;
    }

    /// @inheritdoc ISolvencyRegistry
    function status(address venue, address holder)
        public
        view
        returns (Standing standing, Attestation memory attestation)
    {
        Record memory record = _records[venue][holder];
        standing = _standingOf(venue, record);
        attestation = Attestation({
            maintenanceProven: record.maintenancePlusOne != 0,
            initialProven: record.initialPlusOne != 0,
            maintenanceSurplusMicroUsd: record.maintenancePlusOne == 0 ? 0 : record.maintenancePlusOne - 1,
            initialSurplusMicroUsd: record.initialPlusOne == 0 ? 0 : record.initialPlusOne - 1,
            riskEpoch: record.riskEpoch,
            ledgerTime: record.ledgerTime,
            validUntil: record.ledgerTime + record.life,
            sizeClass: record.ledgerTime == 0 ? 0 : _sizeClassOf(record),
            verifierVersion: record.verifierVersion
        });
    }

    /// @inheritdoc ISolvencyRegistry
    function accountOf(address venue, uint256 pseudonym) external view returns (Account memory) {
        BoundAccount memory account = _accounts[venue][pseudonym];
        Record memory record = _records[venue][account.holder];
        return Account(_isTied(account, record) ? account.holder : address(0), record.riskEpoch);
    }

    function _standingOf(address venue, Record memory record) internal view returns (Standing) {
        if (record.ledgerTime == 0) return Standing.None;
        if (!isAccepted(venue)) return Standing.VenueNotAccepted;
        if (record.flags & DELINQUENT != 0) return Standing.Delinquent;
        if (!_isValid(record)) return Standing.Expired;
        if (record.ledgerTime <= _verifiers[_sizeClassOf(record)].revokedUntil) return Standing.Revoked;
        if (riskEpochsOf(record.riskEpoch).isDead(record.riskEpoch)) return Standing.RiskEpochDead;
        if (VenueProbe.isFrozen(venue)) return Standing.VenueFrozen;
        return Standing.Live;
    }

    function _sizeClassOf(Record memory record) internal pure returns (uint8) {
        return uint8(8) << (record.flags >> CLASS_SHIFT);
    }

    function _isTied(BoundAccount memory account, Record memory record) internal pure returns (bool) {
        return account.holder != address(0) && record.ledgerTime != 0 && account.binding == record.binding;
    }

    function _isValid(Record memory record) internal view returns (bool) {
        return block.timestamp < record.ledgerTime + record.life;
    }

    /// @dev A proof at initial level answers for maintenance, too
    function _shows(Record memory record, RiskLevel level, uint64 minSurplusMicroUsd) private pure returns (bool) {
        if (record.initialPlusOne > minSurplusMicroUsd) return true;
        return level == RiskLevel.Maintenance && record.maintenancePlusOne > minSurplusMicroUsd;
    }
}
