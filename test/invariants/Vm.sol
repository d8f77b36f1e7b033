// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title The few cheatcodes of Hardhat's Solidity tests that are used here
interface Vm {
    function warp(uint256 timestamp) external;
    function prank(address sender) external;
    function deal(address account, uint256 balance) external;
}
