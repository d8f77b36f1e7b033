// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {EpochSlashing} from "./EpochSlashing.sol";
import {PriceComparison} from "./PriceComparison.sol";
import {IIndexDisputes} from "../interfaces/IIndexDisputes.sol";

/// @title Whether marks say what was posted for the feeds
abstract contract IndexDisputes is IIndexDisputes, EpochSlashing, PriceComparison {
    /// @dev Posted prices are whole µUSD, rounded either way
    uint256 private constant MICRO = 1e12;

    /// @inheritdoc IIndexDisputes
    function disputeIndexPrice(
        uint32 epoch,
        RiskEpoch calldata content,
        uint64[] calldata indexPricesMicroUsd,
        uint256 feed,
        bytes calldata marks
    ) external {
        if (isDead[epoch]) revert RiskEpochIsDead(epoch);
        bytes32 contentHash = keccak256(abi.encode(content, indexPricesMicroUsd));
        if (contentHash != contentHashOf[epoch]) revert ContentNotOfEpoch(contentHash, contentHashOf[epoch]);
        (bytes32 underlying, uint256 indexE18) = rowDispute.indexOf(content.marketRoot, marks);
        bytes32 ofFeed = _underlyingOf(feed);
        if (underlying != ofFeed) revert UnderlyingNotOfFeed(underlying, ofFeed);
        uint256 posted = indexPricesMicroUsd[feed] * MICRO;
        uint256 difference = indexE18 > posted ? indexE18 - posted : posted - indexE18;
        if (difference < MICRO) revert IndexPriceAgrees(indexE18, indexPricesMicroUsd[feed]);
        uint256 slashedWei = _killDisputed(epoch, msg.sender);
        emit IndexPriceDisputed(epoch, underlying, msg.sender, indexE18, slashedWei);
    }
}
