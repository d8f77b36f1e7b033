// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Ownable, Ownable2Step} from "@openzeppelin/contracts/access/Ownable2Step.sol";
import {ISolvencyLiens} from "../interfaces/ISolvencyLiens.sol";
import {IVenueLedger} from "../interfaces/IVenueLedger.sol";
import {EpochSealLib} from "../libraries/EpochSealLib.sol";
import {FieldLib} from "../libraries/FieldLib.sol";

/// @title VenueLedger
/// @notice The owner is the venue's operator; the role moves in two steps.
contract VenueLedger is IVenueLedger, Ownable2Step {
    /// @notice How many epochs stay addressable
    uint32 public constant HISTORY = 64;

    /// @inheritdoc IVenueLedger
    bytes32 public currentSeal;

    /// @inheritdoc IVenueLedger
    address public guardian;
    /// @inheritdoc IVenueLedger
    uint32 public newestEpoch;
    /// @inheritdoc IVenueLedger
    bool public frozen;
    uint40 private _newestTime;

    /// @inheritdoc IVenueLedger
    uint40 public unfrozenAt;
    /// @inheritdoc IVenueLedger
    uint40 public acknowledgedAt;
    /// @inheritdoc IVenueLedger
    mapping(address registry => mapping(uint256 lienId => uint32)) public acknowledgedFrom;

    /// @dev A ring: epoch `n` lives at `n % HISTORY`
    mapping(uint256 slot => LedgerEpoch) private _epochs;

    constructor(address operator, address firstGuardian) Ownable(operator) {
        _setGuardian(firstGuardian);
    }

    /* POSTING */

    /// @inheritdoc IVenueLedger
    function post(uint256 ledgerRoot, bytes32 listingHash, uint40 snapshotTime)
        external
        onlyOwner
        returns (uint32 epoch)
    {
        if (frozen) revert LedgerFrozen();
        if (!FieldLib.isNonZeroElement(ledgerRoot)) revert LedgerRootOutOfField(ledgerRoot, FieldLib.ORDER);
        if (listingHash == 0) revert ZeroListingHash();
        if (snapshotTime <= _newestTime) revert SnapshotNotForward(snapshotTime, _newestTime);
        if (snapshotTime > block.timestamp) revert SnapshotInFuture(snapshotTime, block.timestamp);
        if (snapshotTime < acknowledgedAt) revert SnapshotBeforeAcknowledgement(snapshotTime, acknowledgedAt);

        epoch = ++newestEpoch;
        _newestTime = snapshotTime;
        _epochs[epoch % HISTORY] = LedgerEpoch(ledgerRoot, listingHash, snapshotTime, uint40(block.timestamp));
        currentSeal = EpochSealLib.ofLedger(epoch, ledgerRoot, listingHash, snapshotTime);
        emit LedgerPosted(epoch, ledgerRoot, listingHash, snapshotTime);
    }

    /* LIENS */

    /// @inheritdoc IVenueLedger
    function acknowledge(
        address registry,
        uint256 lienId,
        address holder,
        address consumer,
        uint64 amountMicroUsd
    ) external onlyOwner returns (uint32 fromEpoch) {
        if (frozen) revert LedgerFrozen();
        if (acknowledgedFrom[registry][lienId] != 0) revert AlreadyAcknowledged(registry, lienId);
        ISolvencyLiens.Lien memory lien = ISolvencyLiens(registry).lienOf(lienId);
        if (lien.holder != holder || lien.consumer != consumer || lien.amountMicroUsd != amountMicroUsd) {
            revert LienDiffers(lien.holder, lien.consumer, lien.amountMicroUsd);
        }
        fromEpoch = newestEpoch + 1;
        acknowledgedFrom[registry][lienId] = fromEpoch;
        acknowledgedAt = uint40(block.timestamp);
        emit LienAcknowledged(registry, lienId, fromEpoch);
        ISolvencyLiens(registry).confirmLien(lienId, fromEpoch);
    }

    /* STOPPING */

    /// @inheritdoc IVenueLedger
    function freeze() external {
        if (msg.sender != owner() && msg.sender != guardian) revert NotOperatorOrGuardian(msg.sender);
        if (frozen) revert LedgerFrozen();
        frozen = true;
        currentSeal = 0;
        emit Frozen(msg.sender);
    }

    /// @inheritdoc IVenueLedger
    function unfreeze() external onlyGuardian {
        if (!frozen) revert LedgerNotFrozen();
        frozen = false;
        uint32 epoch = newestEpoch;
        LedgerEpoch storage newest = _epochs[epoch % HISTORY];
        if (epoch != 0) {
            currentSeal = EpochSealLib.ofLedger(epoch, newest.ledgerRoot, newest.listingHash, newest.snapshotTime);
        }
        unfrozenAt = uint40(block.timestamp);
        emit Unfrozen(msg.sender);
    }

    /* ROLES */

    modifier onlyGuardian() {
        if (msg.sender != guardian) revert NotGuardian(msg.sender, guardian);
        _;
    }

    /// @inheritdoc IVenueLedger
    function setGuardian(address to) external onlyGuardian {
        _setGuardian(to);
    }

    function _setGuardian(address to) private {
        if (to == address(0)) revert ZeroGuardian();
        if (to == owner()) revert GuardianIsOperator(to);
        emit GuardianChanged(guardian, to);
        guardian = to;
    }

    /// @dev Keeps the two roles in two hands when the operator's moves, too
    function _transferOwnership(address to) internal override {
        if (to != address(0) && to == guardian) revert GuardianIsOperator(to);
        super._transferOwnership(to);
    }

    /* VIEWS */

    /// @inheritdoc IVenueLedger
    function current() external view returns (uint32 epoch, bool isFrozen, LedgerEpoch memory ledger) {
        (epoch, isFrozen) = (newestEpoch, frozen);
        ledger = _epochs[epoch % HISTORY];
    }

    /// @inheritdoc IVenueLedger
    function epochAt(uint32 epoch) external view returns (LedgerEpoch memory) {
        uint32 newest = newestEpoch;
        uint32 oldest = newest > HISTORY ? newest - HISTORY + 1 : 1;
        if (epoch < oldest || epoch > newest) revert EpochUnknown(epoch, oldest, newest);
        return _epochs[epoch % HISTORY];
    }
}
