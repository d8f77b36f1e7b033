// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title ERC-165
/// @notice In a file of its own: interfaces here need nothing but their siblings
interface ISupportsInterface {
    /// @notice Whether the contract has all functions of an interface; `0x01ffc9a7` stands for this one
    function supportsInterface(bytes4 interfaceId) external view returns (bool);
}
