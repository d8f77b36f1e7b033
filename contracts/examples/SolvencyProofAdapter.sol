// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {ISolvency} from "../interfaces/ISolvency.sol";
import {ISupportsInterface} from "../interfaces/ISupportsInterface.sol";
import {ISolvencyProof} from "./ISolvencyProof.sol";

/// @title What of ERC-7893 a private margin account can answer
/// @notice One account at one venue. `verifySolvency` is a proven answer instead of an oracle's; its ratio is a lower
/// bound: a proof says that assets after haircuts cover what is owed in every scenario, so 10,000, and nothing more.
/// What is held and owed, now or before, is what the proof hides: those functions refuse. So does reporting: nobody's
/// word is needed. By ERC-165 it claims ERC-165 alone, because ERC-7893 is more than this.
contract SolvencyProofAdapter is ISolvencyProof, ISupportsInterface {
    /// @notice Thrown when something is asked for that a proof does not show
    error NotDisclosed();
    /// @notice Thrown when somebody reports what only a proof can show
    error NotReported(address by);

    /// @notice Assets cover liabilities
    uint256 public constant COVERED = 10_000;

    ISolvency public immutable registry;
    address public immutable venue;
    address public immutable holder;
    RiskLevel public immutable level;
    uint64 public immutable minSurplusMicroUsd;
    /// @notice Oldest ledger that counts, seconds
    uint40 public immutable maxAge;

    constructor(
        ISolvency registry_,
        address venue_,
        address holder_,
        RiskLevel level_,
        uint64 minSurplusMicroUsd_,
        uint40 maxAge_
    ) {
        (registry, venue, holder) = (registry_, venue_, holder_);
        (level, minSurplusMicroUsd, maxAge) = (level_, minSurplusMicroUsd_, maxAge_);
    }

    /// @inheritdoc ISolvencyProof
    /// @dev Zero says that nothing is known, not that nothing is there: an account that does not prove may be rich
    function verifySolvency() public view returns (bool isSolvent, uint256 healthFactor) {
        isSolvent = registry.isSolventAt(venue, holder, level, minSurplusMicroUsd, maxAge);
        healthFactor = isSolvent ? COVERED : 0;
    }

    /// @inheritdoc ISolvencyProof
    function getSolvencyRatio() external view returns (uint256 healthFactor) {
        (, healthFactor) = verifySolvency();
    }

    /// @inheritdoc ISolvencyProof
    function getProtocolAssets() external pure returns (ProtocolBalances memory) {
        revert NotDisclosed();
    }

    /// @inheritdoc ISolvencyProof
    function getProtocolLiabilities() external pure returns (ProtocolBalances memory) {
        revert NotDisclosed();
    }

    /// @inheritdoc ISolvencyProof
    function getSolvencyHistory(uint256, uint256)
        external
        pure
        returns (uint256[] memory, uint256[] memory, ProtocolBalances[] memory, ProtocolBalances[] memory)
    {
        revert NotDisclosed();
    }

    /// @inheritdoc ISolvencyProof
    function updateAssets(address[] calldata, uint256[] calldata, uint256[] calldata) external view {
        revert NotReported(msg.sender);
    }

    /// @inheritdoc ISolvencyProof
    function updateLiabilities(address[] calldata, uint256[] calldata, uint256[] calldata) external view {
        revert NotReported(msg.sender);
    }

    /// @inheritdoc ISupportsInterface
    function supportsInterface(bytes4 interfaceId) external pure returns (bool) {
        return interfaceId == type(ISupportsInterface).interfaceId;
    }
}
