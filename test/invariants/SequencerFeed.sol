// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title A sequencer-uptime feed that says what it is told
contract SequencerFeed {
    bool public isDown;
    uint256 public since = 1;

    function say(bool down) external {
        (isDown, since) = (down, block.timestamp);
    }

    function latestRoundData() external view returns (uint80, int256, uint256, uint256, uint80) {
        return (1, isDown ? int256(1) : int256(0), since, since, 1);
    }
}
