// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Whether independent price feeds agree with the publishers
/// @notice A comparison never stops an epoch: in a crash feeds lag exactly when a new table matters most. It only
/// decides whether the epoch carries new liens. The prices are posted beside the table: whoever opens
/// marks that say otherwise kills the epoch (`IIndexDisputes`), so m publishers who agree to lie either show the feeds a
/// price that they can be held to, or back no new lien.
interface IPriceComparison {
    /// @notice What a feed said when an epoch went live
    enum FeedStatus {
        /// Fresh, and within its tolerance of the publishers' price
        Checked,
        /// A price, but too old or too far from the publishers', or the sequencer of the rollup is or was just down
        Lagging,
        /// No price: the feed reverts, burns its gas, answers nonsense, zero, less, or from the future
        Failed
    }

    /// @notice A Chainlink-like feed (`AggregatorV3Interface`) in USD
    struct Feed {
        /// Whose spot price it is, as marks name it: "BTC"
        bytes32 underlying;
        address aggregator;
        /// Decimals of the feed's answers
        uint8 decimals;
        /// Oldest answer that counts as fresh, seconds before the block
        uint32 maxAge;
        /// Largest difference from the publishers' price, hundredths of a percent of it
        uint16 toleranceBps;
    }

    /// @notice What the feeds said when an epoch went live, in the order of the feeds
    event FeedsCompared(uint32 indexed epoch, FeedStatus[] statuses);

    /// @notice Thrown when something would lapse while the chain's sequencer is down
    error SequencerIsDown();
    /// @notice Thrown when too little gas is left to tell a feed that does not answer from one that could not be asked
    error GasTooLow(uint256 got, uint256 needed);
    /// @notice Thrown when there are more feeds than one epoch has room for
    error TooManyFeeds(uint256 got, uint256 limit);
    /// @notice Thrown when a feed's decimals are more than 18 or its tolerance is all of the price
    error FeedOutOfRange(uint8 decimals, uint16 toleranceBps);
    /// @notice Thrown when a post does not carry one index price per feed
    error PriceCountWrong(uint256 got, uint256 feeds);
    /// @notice Thrown when an index price is zero
    error ZeroIndexPrice(uint256 index);

    /// @notice The feeds, in the order of the posted index prices; fixed at deployment
    function feeds() external view returns (Feed[] memory);

    /// @notice What one feed said when the epoch went live
    function feedStatusAt(uint32 epoch, uint256 index) external view returns (FeedStatus);
}
