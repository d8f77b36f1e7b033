// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {RegistryAdmission} from "./RegistryAdmission.sol";
import {IRiskEpochs, RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {ISolvencyRegistry} from "../interfaces/ISolvencyRegistry.sol";
import {VenueProbe} from "../libraries/VenueProbe.sol";

/// @title What was proven, by whom, and whether it counts now
/// @notice Two storage slots per account and venue. An account and a holder belong together while their `binding`
/// numbers are equal: raising the holder's unties both in one write.
abstract contract SolvencyRecords is ISolvencyRegistry, RegistryAdmission {
    /// @dev One slot, by venue and pseudonym, written only when the account changes hands. The epochs of its newest
    /// attestation are those of its holder's record, while the bindings are equal: `ledgerTime` says which ledger,
    /// because a venue's times strictly grow. What survives a release is the record's `riskEpoch`: `_requireForward`
    struct BoundAccount {
        address holder;
        uint24 binding;
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
        uint24 binding;
        uint8 flags;
    }

    /// @dev Flags of a record; an attestation with none of them touches no other slot
    uint8 internal constant HAS_LIENS = 1;
    uint8 internal constant CHALLENGED = 2;
    uint8 internal constant DELINQUENT = 4;

    /// @notice Where the risk tables come from
    IRiskEpochs public immutable riskEpochs;

    mapping(address venue => mapping(uint256 pseudonym => BoundAccount)) private _accounts;
    mapping(address venue => mapping(address holder => Record)) internal _records;

    constructor(address riskEpochsContract) {
        _requireCode(riskEpochsContract);
        riskEpochs = IRiskEpochs(riskEpochsContract);
    }

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

    /* VIEWS */

    /// @inheritdoc ISolvencyRegistry
    function isSolvent(address holder, RiskLevel level, uint64 minSurplusMicroUsd, uint40 maxAge)
        external
        view
        returns (bool)
    {
        address[] memory accepted = venues();
        for (uint256 i = 0; i < accepted.length; i++) {
            Record memory record = _records[accepted[i]][holder];
            if (
                _shows(record, level, minSurplusMicroUsd) && block.timestamp - record.ledgerTime <= maxAge
                    && _standingOf(accepted[i], record) == Standing.Live
            ) return true;
        }
        return false;
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
            validUntil: record.ledgerTime + record.life
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
        if (!isAccepted[venue]) return Standing.VenueNotAccepted;
        if (record.flags & DELINQUENT != 0) return Standing.Delinquent;
        if (!_isValid(record)) return Standing.Expired;
        if (riskEpochs.isDead(record.riskEpoch)) return Standing.RiskEpochDead;
        if (VenueProbe.isFrozen(venue)) return Standing.VenueFrozen;
        return Standing.Live;
    }

    /* EFFECTS */

    /// @dev Puts a proven request on record. Its proof and its pair must have been checked
    function _record(AttestationRequest calldata request, uint40 ledgerTime, uint40 validUntil) internal {
        BoundAccount memory account = _accounts[request.venue][request.pseudonym];
        Record memory record = _records[request.venue][request.holder];
        _requireForward(request.riskEpoch, record.riskEpoch);
        if (account.holder != request.holder || account.binding != record.binding) {
            _requireFree(request, account, record);
            record = Record(0, 0, 0, 0, 0, record.binding + 1, 0);
            _bind(request, record.binding);
        } else if (ledgerTime != record.ledgerTime || request.riskEpoch != record.riskEpoch) {
            record.maintenancePlusOne = 0;
            record.initialPlusOne = 0;
        }
        record.ledgerTime = ledgerTime;
        record.life = uint24(validUntil - ledgerTime);
        record.riskEpoch = request.riskEpoch;
        if (request.level == RiskLevel.Initial) record.initialPlusOne = request.surplusMicroUsd + 1;
        else record.maintenancePlusOne = request.surplusMicroUsd + 1;
        if (record.flags != 0) _settle(request.venue, request.holder, request.ledgerEpoch, record);

        _store(request, record);
        emit Attested(
            request.venue,
            request.pseudonym,
            request.holder,
            request.level,
            request.sizeClass,
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
            | (uint256(record.binding) << 224) | (uint256(record.flags) << 248);
        Record storage stored = _records[request.venue][request.holder];
        assembly ("memory-safe") {
            sstore(stored.slot, packed)
        }
    }

    /// @dev One write, as in `_store`
    function _bind(AttestationRequest calldata request, uint24 binding) private {
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
        _records[venue][holder] = Record(0, 0, 0, 0, record.riskEpoch, record.binding + 1, 0);
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

    function _isTied(BoundAccount memory account, Record memory record) private pure returns (bool) {
        return account.holder != address(0) && record.ledgerTime != 0 && account.binding == record.binding;
    }

    function _isValid(Record memory record) private view returns (bool) {
        return block.timestamp < record.ledgerTime + record.life;
    }

    /// @dev A proof at initial level answers for maintenance, too
    function _shows(Record memory record, RiskLevel level, uint64 minSurplusMicroUsd) private pure returns (bool) {
        if (record.initialPlusOne > minSurplusMicroUsd) return true;
        return level == RiskLevel.Maintenance && record.maintenancePlusOne > minSurplusMicroUsd;
    }
}
