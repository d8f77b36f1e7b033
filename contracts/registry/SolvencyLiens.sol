// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {SolvencyRecords} from "./SolvencyRecords.sol";
import {ISolvency} from "../interfaces/ISolvency.sol";
import {ISolvencyLiens} from "../interfaces/ISolvencyLiens.sol";

/// @title Liens on proven surplus
/// @notice New liens never exceed the surplus that is proven and free. When a later proof shows less, the liens that
/// exist stay, and `isOverLiened` stops new ones and draws.
abstract contract SolvencyLiens is ISolvencyLiens, SolvencyRecords, Pausable {
    /// @dev Sums of one holder at one venue, one slot
    struct Reserved {
        uint64 soft;
        uint64 firm;
        uint64 carried;
        uint32 carriedFrom;
        /// How often `firm` went over to `carried`: tells which of the two a firm lien is in
        uint32 generation;
    }

    struct StoredLien {
        address consumer;
        uint64 amountMicroUsd;
        uint32 generation;
        address holder;
        uint40 until;
        bool firm;
        address venue;
    }

    /// @notice Number of the newest lien; the first is 1
    uint256 public newestLien;
    mapping(uint256 lienId => StoredLien) private _liens;
    mapping(address venue => mapping(address holder => Reserved)) private _reserved;
    mapping(address holder => mapping(address venue => mapping(address consumer => Allowance))) private _allowances;

    /* RESERVING */

    /// @inheritdoc ISolvencyLiens
    function allowLien(address venue, address consumer, uint64 amountMicroUsd, uint40 until) external {
        _allowances[msg.sender][venue][consumer] = Allowance(amountMicroUsd, until);
        emit LienAllowed(msg.sender, venue, consumer, amountMicroUsd, until);
    }

    /// @inheritdoc ISolvency
    function placeLien(address venue, address holder, uint64 amountMicroUsd, uint40 until)
        external
        whenNotPaused
        returns (uint256 lienId)
    {
        if (amountMicroUsd == 0) revert ZeroAmount();
        if (block.timestamp >= until) revert LienOver(until, block.timestamp);
        _useAllowance(venue, holder, amountMicroUsd, until);
        Record memory record = _records[venue][holder];
        Standing standing = _standingOf(venue, record);
        if (standing != Standing.Live) revert NotLive(venue, holder, uint8(standing));
        if (!riskEpochsOf(record.riskEpoch).isChecked(record.riskEpoch)) revert FeedsNotChecked(record.riskEpoch);
        Reserved storage reserved = _reserved[venue][holder];
        uint64 free = _freeOf(record, reserved);
        if (amountMicroUsd > free) revert SurplusReserved(amountMicroUsd, free);

        reserved.soft += amountMicroUsd;
        if (record.flags & HAS_LIENS == 0) _records[venue][holder].flags = record.flags | HAS_LIENS;
        lienId = ++newestLien;
        _liens[lienId] = StoredLien(msg.sender, amountMicroUsd, 0, holder, until, false, venue);
        emit LienPlaced(lienId, holder, msg.sender, venue, amountMicroUsd, until);
    }

    /// @inheritdoc ISolvencyLiens
    function confirmLien(uint256 lienId, uint32 fromEpoch) external {
        StoredLien storage lien = _liens[lienId];
        uint64 amount = lien.amountMicroUsd;
        if (msg.sender != lien.venue) revert NotLienVenue(msg.sender, lien.venue);
        if (lien.firm || amount == 0) revert NotSoft(lienId);
        Reserved storage reserved = _reserved[lien.venue][lien.holder];
        reserved.soft -= amount;
        reserved.firm += amount;
        // Older firm liens wait with this one: a ledger too many is counted against the holder, never one too few.
        if (fromEpoch > reserved.carriedFrom) reserved.carriedFrom = fromEpoch;
        lien.firm = true;
        lien.generation = reserved.generation;
        emit LienConfirmed(lienId, fromEpoch);
    }

    /* GIVING BACK */

    /// @inheritdoc ISolvency
    function reduceLien(uint256 lienId, uint64 byMicroUsd) external {
        StoredLien storage lien = _liens[lienId];
        if (msg.sender != lien.consumer) revert NotConsumer(msg.sender, lien.consumer);
        if (byMicroUsd == 0) revert ZeroAmount();
        if (byMicroUsd > lien.amountMicroUsd) revert LienSmaller(byMicroUsd, lien.amountMicroUsd);
        _reduce(lienId, lien, byMicroUsd);
    }

    /// @inheritdoc ISolvencyLiens
    function clearLien(uint256 lienId) external {
        StoredLien storage lien = _liens[lienId];
        if (lien.amountMicroUsd == 0) revert ZeroAmount();
        if (block.timestamp < lien.until) revert LienNotOver(lien.until, block.timestamp);
        _reduce(lienId, lien, lien.amountMicroUsd);
    }

    function _reduce(uint256 lienId, StoredLien storage lien, uint64 by) private {
        Reserved storage reserved = _reserved[lien.venue][lien.holder];
        if (!lien.firm) reserved.soft -= by;
        else if (lien.generation == reserved.generation) reserved.firm -= by;
        else reserved.carried -= by;
        lien.amountMicroUsd -= by;
        if (reserved.soft == 0 && reserved.firm == 0 && reserved.carried == 0) {
            _records[lien.venue][lien.holder].flags &= ~HAS_LIENS;
        }
        emit LienReduced(lienId, by, lien.amountMicroUsd);
    }

    /* VIEWS */

    /// @inheritdoc ISolvencyLiens
    function lienOf(uint256 lienId) public view returns (Lien memory) {
        StoredLien storage lien = _liens[lienId];
        return Lien(lien.venue, lien.holder, lien.consumer, lien.amountMicroUsd, lien.until, lien.firm);
    }

    /// @inheritdoc ISolvencyLiens
    function lienTotals(address venue, address holder) external view returns (LienTotals memory) {
        Reserved storage reserved = _reserved[venue][holder];
        return LienTotals(reserved.soft, reserved.firm, reserved.carried, reserved.carriedFrom);
    }

    /// @inheritdoc ISolvencyLiens
    function allowanceOf(address holder, address venue, address consumer) external view returns (Allowance memory) {
        return _allowances[holder][venue][consumer];
    }

    /// @inheritdoc ISolvency
    function freeSurplus(address venue, address holder) external view returns (uint64) {
        Record memory record = _records[venue][holder];
        if (_standingOf(venue, record) != Standing.Live) return 0;
        return _freeOf(record, _reserved[venue][holder]);
    }

    /// @inheritdoc ISolvencyLiens
    function isOverLiened(address venue, address holder) public view returns (bool) {
        Reserved storage reserved = _reserved[venue][holder];
        return _initialSurplus(_records[venue][holder]) < reserved.soft + reserved.firm;
    }

    /// @inheritdoc ISolvencyLiens
    function isSecured(uint256 lienId) external view returns (bool) {
        return securedFor(lienId, _liens[lienId].consumer) != 0;
    }

    /// @inheritdoc ISolvency
    function securedFor(uint256 lienId, address consumer) public view returns (uint64) {
        StoredLien storage lien = _liens[lienId];
        if (lien.consumer != consumer || !lien.firm || block.timestamp >= lien.until) return 0;
        (address venue, address holder) = (lien.venue, lien.holder);
        Record memory record = _records[venue][holder];
        // A carried lien is inside the ledger, but a proof of maintenance has used the buffer that lenders count on.
        if (record.initialPlusOne == 0 || isOverLiened(venue, holder)) return 0;
        return _standingOf(venue, record) == Standing.Live ? lien.amountMicroUsd : 0;
    }

    /* INTERNALS */

    function _settle(address venue, address holder, uint32 ledgerEpoch, Record memory record)
        internal
        virtual
        override
    {
        if (record.flags & HAS_LIENS == 0) return;
        Reserved memory reserved = _reserved[venue][holder];
        if (reserved.firm != 0 && ledgerEpoch >= reserved.carriedFrom) {
            reserved.carried += reserved.firm;
            reserved.firm = 0;
            reserved.generation += 1;
            _reserved[venue][holder] = reserved;
        }
        uint64 outstanding = reserved.soft + reserved.firm;
        uint64 surplus = _initialSurplus(record);
        if (surplus < outstanding) emit OverLiened(venue, holder, outstanding, surplus);
    }

    function _useAllowance(address venue, address holder, uint64 amountMicroUsd, uint40 until) private {
        Allowance storage allowance = _allowances[holder][venue][msg.sender];
        if (amountMicroUsd > allowance.amountMicroUsd || until > allowance.until) {
            revert LienNotAllowed(allowance.amountMicroUsd, allowance.until);
        }
        allowance.amountMicroUsd -= amountMicroUsd;
    }

    function _freeOf(Record memory record, Reserved storage reserved) private view returns (uint64) {
        uint64 surplus = _initialSurplus(record);
        uint64 outstanding = reserved.soft + reserved.firm;
        return surplus > outstanding ? surplus - outstanding : 0;
    }

    function _initialSurplus(Record memory record) private pure returns (uint64) {
        return record.initialPlusOne == 0 ? 0 : record.initialPlusOne - 1;
    }
}
