// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Credits} from "../risk-epochs/Credits.sol";
import {SolvencyLiens} from "./SolvencyLiens.sol";
import {SolvencyRecords} from "./SolvencyRecords.sol";
import {IRiskEpochs} from "../interfaces/IRiskEpochs.sol";
import {ISolvencyChallenges} from "../interfaces/ISolvencyChallenges.sol";
import {IVenueLedger} from "../interfaces/IVenueLedger.sol";
import {VenueProbe} from "../libraries/VenueProbe.sol";

/// @title Challenges, answers and delinquency
abstract contract SolvencyChallenges is ISolvencyChallenges, SolvencyLiens, Credits {
    uint40 public constant SHORTEST_WINDOW = 1 hours;
    uint40 public constant LONGEST_WINDOW = 7 days;
    /// @notice How often a holder can be challenged
    uint40 public constant CHALLENGE_INTERVAL = 1 days;
    /// @notice After this a challenge that nobody let lapse goes back to its challenger
    uint40 public constant CHALLENGE_LIFE = 30 days;
    /// @notice What an answer costs, gas: a repeated attestation, rounded up
    uint256 public constant ANSWER_GAS = 330_000;
    uint64 private constant LOWEST_FLOOR = 0.01 gwei;
    uint64 private constant HIGHEST_FLOOR = 1_000 gwei;

    /// @notice How long a holder has to answer, seconds
    uint40 public immutable challengeWindow;
    /// @notice How much newer than the ledger the table may be, seconds
    uint40 public immutable maxSkew;
    /// @notice Bonds are never priced below this, wei per gas: an answer may come when gas is dearer than at the challenge
    uint64 public immutable gasPriceFloor;

    /// @notice When the registry's last pause ended, seconds; 0 when there was none
    uint40 public unpausedAt;
    mapping(address venue => mapping(address holder => Challenge)) private _challenges;

    constructor(uint40 challengeWindowSeconds, uint40 maxSkewSeconds, uint64 gasPriceFloorWei) {
        if (challengeWindowSeconds < SHORTEST_WINDOW || challengeWindowSeconds > LONGEST_WINDOW) {
            revert ChallengeWindowOutOfRange(challengeWindowSeconds, SHORTEST_WINDOW, LONGEST_WINDOW);
        }
        if (gasPriceFloorWei < LOWEST_FLOOR || gasPriceFloorWei > HIGHEST_FLOOR) {
            revert GasPriceFloorOutOfRange(gasPriceFloorWei, LOWEST_FLOOR, HIGHEST_FLOOR);
        }
        challengeWindow = challengeWindowSeconds;
        gasPriceFloor = gasPriceFloorWei;
        maxSkew = maxSkewSeconds;
    }

    /// @inheritdoc ISolvencyChallenges
    function challenge(address venue, address holder, uint256 lienId) external payable whenNotPaused {
        _requireAccepted(venue);
        Record storage record = _records[venue][holder];
        if (record.ledgerTime == 0 || record.flags & DELINQUENT != 0) revert NothingToChallenge(venue, holder);
        if (msg.value > type(uint96).max) revert ChallengeBondTooLarge(msg.value, type(uint96).max);
        uint256 needed = challengeBond(block.basefee);
        if (msg.value < needed && !_isOwnLien(venue, holder, lienId)) revert ChallengeBondTooSmall(msg.value, needed);
        uint40 openedAt = _challenges[venue][holder].openedAt;
        // An open one is never replaced: else a holder's friend could restart the window for ever. Anybody lets it lapse.
        bool isRecent = openedAt != 0 && block.timestamp < openedAt + CHALLENGE_INTERVAL;
        if (isRecent || record.flags & CHALLENGED != 0) revert ChallengedRecently(openedAt, block.timestamp);
        record.flags |= CHALLENGED;
        _challenges[venue][holder] = Challenge(msg.sender, uint96(msg.value), uint40(block.timestamp), true);
        emit Challenged(venue, holder, msg.sender, msg.value);
    }

    /// @inheritdoc ISolvencyChallenges
    function lapse(address venue, address holder, EpochPair[] calldata pairs) external whenNotPaused {
        Challenge memory open = _openChallenge(venue, holder);
        _requireAccepted(venue);
        if (VenueProbe.isFrozen(venue)) revert VenueIsFrozen(venue);
        IRiskEpochs tables = riskEpochs();
        uint40 from = _latest(_latest(open.openedAt, unpausedAt), _believedSince(venue));
        from = _latest(_latest(from, IVenueLedger(venue).unfrozenAt()), tables.sequencerUpSince());
        uint40 closesAt = from + challengeWindow;
        if (block.timestamp < closesAt) revert ChallengeWindowOpen(closesAt, block.timestamp);
        uint256 answerable =
            checks.answerableSeconds(tables, venue, _oldestAnswer(venue, holder, open.openedAt), from, pairs);
        if (answerable < challengeWindow / 2) revert NotAnswerable(answerable, challengeWindow / 2);

        Record storage record = _records[venue][holder];
        record.flags = (record.flags & ~CHALLENGED) | DELINQUENT;
        _closeChallenge(venue, holder, false);
        emit Delinquent(venue, holder);
    }

    /// @inheritdoc ISolvencyChallenges
    function returnChallenge(address venue, address holder) external {
        Challenge memory open = _openChallenge(venue, holder);
        if (isAccepted(venue) && block.timestamp < open.openedAt + CHALLENGE_LIFE) {
            revert ChallengeStands(venue, holder);
        }
        _records[venue][holder].flags &= ~CHALLENGED;
        _closeChallenge(venue, holder, false);
    }

    /// @inheritdoc ISolvencyChallenges
    function challengeOf(address venue, address holder) external view returns (Challenge memory) {
        return _challenges[venue][holder];
    }

    /// @inheritdoc ISolvencyChallenges
    function challengeBond(uint256 baseFeeWei) public view returns (uint256) {
        uint256 gasPrice = baseFeeWei > gasPriceFloor ? baseFeeWei : gasPriceFloor;
        return ANSWER_GAS * gasPrice * 3 / 2;
    }

    /* INTERNALS */

    /// @dev Any new proof cures delinquency; only one from after the challenge answers it
    function _settle(address venue, address holder, uint32 ledgerEpoch, Record memory record) internal override {
        super._settle(venue, holder, ledgerEpoch, record);
        record.flags &= ~DELINQUENT;
        if (record.flags & CHALLENGED == 0 || record.ledgerTime < _challenges[venue][holder].openedAt) return;
        record.flags &= ~CHALLENGED;
        _closeChallenge(venue, holder, true);
    }

    /// @inheritdoc SolvencyRecords
    function _closeChallenge(address venue, address holder, bool answered) internal override {
        Challenge storage open = _challenges[venue][holder];
        uint256 bond = open.bondWei;
        open.bondWei = 0;
        open.open = false;
        _credit(answered ? holder : open.challenger, bond);
        if (answered) emit ChallengeAnswered(venue, holder);
        else emit ChallengeReturned(venue, holder);
    }

    function _openChallenge(address venue, address holder) private view returns (Challenge memory open) {
        open = _challenges[venue][holder];
        if (!open.open) revert NotChallenged(venue, holder);
    }

    /// @dev Ledgers from before a challenge do not answer it, and what is revoked is not accepted
    function _oldestAnswer(address venue, address holder, uint40 openedAt) private view returns (uint40) {
        return _latest(openedAt, _verifiers[_sizeClassOf(_records[venue][holder])].revokedUntil + 1);
    }

    function _isOwnLien(address venue, address holder, uint256 lienId) private view returns (bool) {
        Lien memory lien = lienOf(lienId);
        return lien.amountMicroUsd != 0 && lien.consumer == msg.sender && lien.holder == holder && lien.venue == venue;
    }

    function _latest(uint40 a, uint40 b) private pure returns (uint40) {
        return a > b ? a : b;
    }
}
