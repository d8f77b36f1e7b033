// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {RiskLevel} from "./IRiskEpochs.sol";
import {ISupportsInterface} from "./ISupportsInterface.sol";

/// @title All that a consumer of a solvency registry needs
/// @notice Ask, reserve, lend, give back. Amounts are µUSD, times and ages are seconds. A registry supports this
/// interface by ERC-165. Everything else that a registry can do is for holders, venues and its administration.
interface ISolvency is ISupportsInterface {
    /// @notice Whether the holder has a live attestation at **some** accepted venue that shows the level with at least
    /// the surplus, from a ledger at most `maxAge` seconds old. It is worth what the weakest accepted venue is worth:
    /// a lender that trusts one venue asks `isSolventAt`. Surplus is not reserved by a question
    /// @dev An attestation at initial level also answers for maintenance: the initial table is never milder, so
    /// whoever survives it with a surplus survives the other with at least the same
    function isSolvent(address holder, RiskLevel level, uint64 minSurplusMicroUsd, uint40 maxAge)
        external
        view
        returns (bool);

    /// @notice The same at one venue
    function isSolventAt(
        address venue,
        address holder,
        RiskLevel level,
        uint64 minSurplusMicroUsd,
        uint40 maxAge
    ) external view returns (bool);

    /// @notice Proven at initial level, not reserved, and counting now: the largest lien that could be placed, as long
    /// as entry is not paused and the feeds of the proof's epoch agreed
    function freeSurplus(address venue, address holder) external view returns (uint64);

    /// @notice Reserves surplus of a holder for the caller, and uses up the holder's allowance (`allowLien`) by as
    /// much. The lien is soft until the venue acknowledges it: `securedFor` is 0 until then
    /// @param until first second at which anybody may clear the lien
    function placeLien(address venue, address holder, uint64 amountMicroUsd, uint40 until)
        external
        returns (uint256 lienId);

    /// @notice How much this consumer may have lent against this lien now, µUSD: all of the lien, or nothing. Nothing
    /// when the lien is another consumer's, soft, over or ended, when its holder's newest proof does not count or is
    /// not of initial level, or when more is reserved than it shows
    function securedFor(uint256 lienId, address consumer) external view returns (uint64 microUsd);

    /// @notice Gives reserved surplus back. Only the lien's consumer. Works while paused
    function reduceLien(uint256 lienId, uint64 byMicroUsd) external;

    /// @notice 2: what the functions here mean. Another number is another meaning
    function version() external view returns (uint256);
}
