// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IRiskEpochs} from "./IRiskEpochs.sol";

/// @title Index prices that are posted for the feeds, held against the marks that tables are made from
/// @notice Feeds are compared with what publishers post beside their tables. Marks that say something else kill the epoch:
/// so what feeds agree with is what the tables were made from.
interface IIndexDisputes {
    /// @notice The marks of an epoch name another index price than was posted. Proofs under it are refused from now on
    /// @param slashedWei what the publishers who stood behind it lost
    event IndexPriceDisputed(
        uint32 indexed epoch, bytes32 indexed underlying, address indexed disputer, uint256 indexE18, uint256 slashedWei
    );

    /// @notice Thrown when marks are of another underlying than the feed
    error UnderlyingNotOfFeed(bytes32 got, bytes32 ofFeed);
    /// @notice Thrown when marks and the posted price agree to less than a µUSD
    error IndexPriceAgrees(uint256 indexE18, uint64 postedMicroUsd);

    /// @notice Kills an epoch whose marks say another index price than was posted for a feed. Anyone
    /// @param content and
    /// @param indexPricesMicroUsd as in `RiskTablePosted`
    /// @param feed place of the feed and its price
    /// @param marks of any instrument of the feed's underlying, `abi.encode(IRowDispute.MarketOpening)`
    function disputeIndexPrice(
        uint32 epoch,
        IRiskEpochs.RiskEpoch calldata content,
        uint64[] calldata indexPricesMicroUsd,
        uint256 feed,
        bytes calldata marks
    ) external;
}
