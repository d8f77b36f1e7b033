// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Asking a holder to prove again
/// @notice A challenge is answered by any attestation from a ledger that is not older than the challenge. Unanswered
/// when its window closes, it makes the holder delinquent until the next attestation. The window starts again
/// whenever the venue was frozen or dropped, the registry paused or the chain's sequencer down, and closes only when
/// an answer was possible for half of its length: while some pair of epochs could be attested under, by the times at
/// which they were posted and replaced. An open challenge is never replaced.
interface ISolvencyChallenges {
    struct Challenge {
        address challenger;
        /// Goes to the holder who answers, back to the challenger else, wei
        uint96 bondWei;
        /// Seconds; kept after the end: one challenge a day
        uint40 openedAt;
        bool open;
    }

    /// @notice A ledger epoch and a risk epoch that could have been attested together
    struct EpochPair {
        uint32 ledgerEpoch;
        uint32 riskEpoch;
    }

    /// @notice A holder was asked to prove again
    event Challenged(address indexed venue, address indexed holder, address indexed challenger, uint256 bondWei);
    /// @notice An attestation answered the challenge: the bond is credited to the holder
    event ChallengeAnswered(address indexed venue, address indexed holder);
    /// @notice The challenge ended without an answer: the bond is credited to the challenger
    event ChallengeReturned(address indexed venue, address indexed holder);
    /// @notice A holder let a challenge lapse: its attestation stops counting until the next one
    event Delinquent(address indexed venue, address indexed holder);

    /// @notice Thrown when the window is shorter than a holder can be expected to notice, or too long to be of use
    error ChallengeWindowOutOfRange(uint40 got, uint40 shortest, uint40 longest);
    /// @notice Thrown when an address is challenged that has nothing on record at the venue, or is delinquent already
    error NothingToChallenge(address venue, address holder);
    /// @notice Thrown when a challenger without a lien of its own on the holder sends less than the bond, wei
    error ChallengeBondTooSmall(uint256 got, uint256 needed);
    /// @notice Thrown when a bond does not fit, wei
    error ChallengeBondTooLarge(uint256 got, uint256 limit);
    /// @notice Thrown when a holder is challenged for the second time within a day, or while a challenge is open: an
    /// open one is answered, lapses, or goes back after 30 days
    error ChallengedRecently(uint40 openedAt, uint256 blockTime);
    /// @notice Thrown when no challenge is open
    error NotChallenged(address venue, address holder);
    /// @notice Thrown when the window has not closed yet
    error ChallengeWindowOpen(uint40 closesAt, uint256 blockTime);
    /// @notice Thrown when the pairs shown do not give the holder half of the window in which it could have answered,
    /// seconds
    error NotAnswerable(uint256 gotSeconds, uint256 neededSeconds);
    /// @notice Thrown when a deployment prices gas below or above what can be meant, wei
    error GasPriceFloorOutOfRange(uint64 got, uint64 lowest, uint64 highest);
    /// @notice Thrown when a challenge that may still be answered is taken back
    error ChallengeStands(address venue, address holder);

    /// @notice Asks a holder to prove again. A consumer names a lien of its own on the holder and pays nothing;
    /// anybody else gives `lienId` 0 and sends at least `challengeBond`
    function challenge(address venue, address holder, uint256 lienId) external payable;

    /// @notice Makes the holder delinquent after a missed challenge. Anyone
    /// @param pairs under which the holder could have answered, in the order of time. Counted are the seconds, after the
    /// window began, from when both epochs were there until one of them was replaced or the pair expired. A pair from
    /// before the challenge, one that never was acceptable, one of a dead epoch and less than two minutes count nothing
    function lapse(address venue, address holder, EpochPair[] calldata pairs) external;

    /// @notice Gives an unanswerable challenge back to its challenger: the venue was dropped, or a month has passed
    function returnChallenge(address venue, address holder) external;

    /// @notice The newest challenge of a holder, open or not
    function challengeOf(address venue, address holder) external view returns (Challenge memory);

    /// @notice What a challenger without a lien has to send, wei: one and a half times the gas of an answer, at the base
    /// fee of the asking block or the floor of the deployment, whichever is more
    /// @param baseFeeWei of the block that the challenge gets into: nodes answer view calls with a base fee of zero
    function challengeBond(uint256 baseFeeWei) external view returns (uint256);
}
