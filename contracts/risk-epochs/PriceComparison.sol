// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IPriceComparison} from "../interfaces/IPriceComparison.sol";
import {IRiskEpochs} from "../interfaces/IRiskEpochs.sol";
import {FeedReader} from "../libraries/FeedReader.sol";

/// @title Compares index prices with price feeds
abstract contract PriceComparison is IPriceComparison, IRiskEpochs {
    /// @notice Two bits per feed are kept of an epoch
    uint256 public constant MAX_FEEDS = 32;
    /// @notice How long after a rollup's sequencer came back its feeds do not count, seconds
    uint256 public constant SEQUENCER_GRACE = 1 hours;

    /// @notice Chainlink's sequencer-uptime feed (0 is up, 1 is down); zero on a chain without a sequencer
    address public immutable sequencerFeed;

    Feed[] private _feeds;

    constructor(Feed[] memory allFeeds, address sequencerUptimeFeed) {
        if (allFeeds.length > MAX_FEEDS) revert TooManyFeeds(allFeeds.length, MAX_FEEDS);
        for (uint256 i = 0; i < allFeeds.length; i++) {
            Feed memory feed = allFeeds[i];
            if (feed.decimals > 18 || feed.toleranceBps >= 10_000) {
                revert FeedOutOfRange(feed.decimals, feed.toleranceBps);
            }
            _requireFeedCode(feed.aggregator);
            _feeds.push(feed);
        }
        if (sequencerUptimeFeed != address(0)) _requireFeedCode(sequencerUptimeFeed);
        sequencerFeed = sequencerUptimeFeed;
    }

    /// @inheritdoc IPriceComparison
    function feeds() external view returns (Feed[] memory) {
        return _feeds;
    }

    /// @inheritdoc IRiskEpochs
    function sequencerUpSince() public view returns (uint40) {
        if (sequencerFeed == address(0)) return 0;
        // Else whoever calls could starve the feed, and take the grace away that it gives.
        uint256 needed = FeedReader.GAS * 64 / 63 + 5_000;
        if (gasleft() < needed) revert GasTooLow(gasleft(), needed);
        (bool answered, uint256 answer, uint256 startedAt,) = FeedReader.latest(sequencerFeed);
        if (!answered || startedAt == 0 || startedAt > block.timestamp) return 0;
        if (answer != 0) revert SequencerIsDown();
        return uint40(startedAt);
    }

    function _requireFeedCode(address target) internal view virtual;

    function _underlyingOf(uint256 feed) internal view returns (bytes32) {
        return _feeds[feed].underlying;
    }

    function _requirePrices(uint64[] calldata indexPricesMicroUsd) internal view {
        uint256 count = _feeds.length;
        if (indexPricesMicroUsd.length != count) revert PriceCountWrong(indexPricesMicroUsd.length, count);
        for (uint256 i = 0; i < count; i++) {
            if (indexPricesMicroUsd[i] == 0) revert ZeroIndexPrice(i);
        }
    }

    /// @return packed two bits per feed, the first feed lowest; zero when every feed is checked
    function _compareFeeds(uint32 epoch, uint64[] calldata indexPricesMicroUsd) internal returns (uint64 packed) {
        FeedStatus[] memory statuses = new FeedStatus[](indexPricesMicroUsd.length);
        bool isUp = _isSequencerUp();
        for (uint256 i = 0; i < statuses.length; i++) {
            statuses[i] = _statusOf(_feeds[i], indexPricesMicroUsd[i]);
            if (!isUp && statuses[i] == FeedStatus.Checked) statuses[i] = FeedStatus.Lagging;
            packed |= uint64(statuses[i]) << uint64(2 * i);
        }
        emit FeedsCompared(epoch, statuses);
    }

    function _statusOf(Feed storage feed, uint64 priceMicroUsd) private view returns (FeedStatus) {
        (bool answered, uint256 answer,, uint256 updatedAt) = FeedReader.latest(feed.aggregator);
        if (!answered || answer == 0 || updatedAt == 0 || updatedAt > block.timestamp) return FeedStatus.Failed;
        if (block.timestamp - updatedAt > feed.maxAge) return FeedStatus.Lagging;
        // Both in 10^-18 USD: exact, nothing is rounded.
        uint256 fromFeed = answer * 10 ** (18 - feed.decimals);
        uint256 posted = uint256(priceMicroUsd) * 1e12;
        uint256 difference = fromFeed > posted ? fromFeed - posted : posted - fromFeed;
        return difference * 10_000 <= posted * feed.toleranceBps ? FeedStatus.Checked : FeedStatus.Lagging;
    }

    function _isSequencerUp() private view returns (bool) {
        if (sequencerFeed == address(0)) return true;
        (bool answered, uint256 answer, uint256 startedAt,) = FeedReader.latest(sequencerFeed);
        return answered && answer == 0 && startedAt != 0 && startedAt <= block.timestamp
            && block.timestamp - startedAt > SEQUENCER_GRACE;
    }
}
