// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {ISolvency} from "./ISolvency.sol";

/// @title Surplus that is reserved
/// @notice A consumer reserves proven initial-level surplus of a holder. The lien is **soft** until the venue
/// acknowledges it: soft means that this registry promises the surplus to nobody else, and nothing more; the money
/// can still leave the venue. **Firm** means that the venue answers for it. Lending against a soft lien is unsecured.
interface ISolvencyLiens is ISolvency {
    /// @notice What a holder lets one consumer reserve at one venue
    struct Allowance {
        uint64 amountMicroUsd;
        /// Latest end of a lien, seconds
        uint40 until;
    }

    struct Lien {
        address venue;
        address holder;
        address consumer;
        /// What is still reserved, µUSD; 0 once the lien has ended
        uint64 amountMicroUsd;
        /// First second at which anybody may clear it
        uint40 until;
        bool firm;
    }

    /// @notice Sums over a holder's liens at one venue, µUSD
    struct LienTotals {
        uint64 soft;
        /// Acknowledged, but not yet inside the ledger of the newest attestation
        uint64 firm;
        /// Inside the attested ledger as `USD-HOLD`: the proven surplus is already net of it
        uint64 carried;
        /// First ledger epoch that carries `firm`
        uint32 carriedFrom;
    }

    /// @notice A holder lets a consumer reserve up to an amount until a time, seconds; 0 takes that back
    event LienAllowed(
        address indexed holder, address indexed venue, address indexed consumer, uint64 amountMicroUsd, uint40 until
    );
    /// @notice A consumer reserved surplus: the lien is soft
    event LienPlaced(
        uint256 indexed lienId,
        address indexed holder,
        address indexed consumer,
        address venue,
        uint64 amountMicroUsd,
        uint40 until
    );
    /// @notice The venue answers for the lien: it is firm, and ledgers from `fromEpoch` on carry it
    event LienConfirmed(uint256 indexed lienId, uint32 fromEpoch);
    /// @notice A consumer gave reserved surplus back, or the lien was cleared after its end; 0 left ends it
    event LienReduced(uint256 indexed lienId, uint64 byMicroUsd, uint64 leftMicroUsd);
    /// @notice A new proof shows less than what is reserved: no new liens, no draws, until another shows enough
    event OverLiened(address indexed venue, address indexed holder, uint64 reservedMicroUsd, uint64 surplusMicroUsd);

    /// @notice Thrown when a lien is asked for without a standing that counts now; `standing` as in `status`
    error NotLive(address venue, address holder, uint8 standing);
    /// @notice Thrown when the attested risk epoch had a price feed that lagged or failed
    error FeedsNotChecked(uint32 riskEpoch);
    /// @notice Thrown when a lien or a reduction of nothing is asked for
    error ZeroAmount();
    /// @notice Thrown when the holder does not allow this much to the consumer, or not this long
    error LienNotAllowed(uint64 allowedMicroUsd, uint40 until);
    /// @notice Thrown when a lien would begin at or after its end
    error LienOver(uint40 until, uint256 blockTime);
    /// @notice Thrown when more is asked for than is proven at initial level and not reserved yet, µUSD
    error SurplusReserved(uint64 got, uint64 free);
    /// @notice Thrown when somebody but its consumer reduces a lien
    error NotConsumer(address got, address consumer);
    /// @notice Thrown when a lien is reduced by more than is left of it, µUSD
    error LienSmaller(uint64 got, uint64 left);
    /// @notice Thrown when somebody but its venue confirms a lien
    error NotLienVenue(address got, address venue);
    /// @notice Thrown when a lien that is firm or has ended is confirmed
    error NotSoft(uint256 lienId);
    /// @notice Thrown when a lien is cleared before its end
    error LienNotOver(uint40 until, uint256 blockTime);

    /// @notice Lets a consumer reserve up to an amount of the caller's surplus at a venue; 0 takes that back and leaves
    /// liens as they are. Works while paused
    function allowLien(address venue, address consumer, uint64 amountMicroUsd, uint40 until) external;

    /// @notice Makes a lien firm. Only the lien's venue, through `VenueLedger.acknowledge`
    /// @param fromEpoch first ledger that carries the amount as `USD-HOLD`
    function confirmLien(uint256 lienId, uint32 fromEpoch) external;

    /// @notice Ends a lien whose time is over. Anyone. Works while paused
    function clearLien(uint256 lienId) external;

    /// @notice A lien, ended ones included
    function lienOf(uint256 lienId) external view returns (Lien memory);

    /// @notice What is reserved of a holder's surplus at a venue
    function lienTotals(address venue, address holder) external view returns (LienTotals memory);

    /// @notice What a holder lets a consumer reserve
    function allowanceOf(address holder, address venue, address consumer) external view returns (Allowance memory);

    /// @notice Whether more is reserved than the newest proof shows
    function isOverLiened(address venue, address holder) external view returns (bool);

    /// @notice Whether the lien's own consumer may lend against it now. It does not say whose lien it is: whoever lends
    /// asks `securedFor`
    function isSecured(uint256 lienId) external view returns (bool);
}
