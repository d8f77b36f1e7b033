// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title Reads `latestRoundData` of a Chainlink-like feed without depending on its good manners
library FeedReader {
    /// @notice What a feed may use to answer. Proxied feeds need about 20,000
    uint256 internal constant GAS = 100_000;
    /// @dev `latestRoundData()`
    uint256 private constant SELECTOR = 0xfeaf968c;

    /// @return answered whether five words came back and the answer is between 0 and 2^128
    /// @return answer in the feed's own decimals
    function latest(address feed)
        internal
        view
        returns (bool answered, uint256 answer, uint256 startedAt, uint256 updatedAt)
    {
        uint256 selector = SELECTOR << 224;
        uint256 gasLimit = GAS;
        // `try` does not catch an answer that does not decode, and copies whatever comes back.
        assembly ("memory-safe") {
            let words := mload(0x40)
            mstore(words, selector)
            let ok := staticcall(gasLimit, feed, words, 4, words, 160)
            answered := and(ok, gt(returndatasize(), 159))
            if answered {
                answer := mload(add(words, 32))
                startedAt := mload(add(words, 64))
                updatedAt := mload(add(words, 96))
                // A negative answer is a huge one here.
                answered := iszero(shr(128, answer))
            }
        }
    }
}
