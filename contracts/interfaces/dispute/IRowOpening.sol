// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title Opens rows of risk tables
/// @notice Recomputes, on chain, the hash of a row and the path to a root.
interface IRowOpening {
    /// @notice Whether these are the words of the row with this id under a table's root
    /// @param id 0 … 4095, the row's place in the tree
    /// @param words the 66 elements of the row in hashing order, or none for an id that is not listed
    /// @param path the eight children of every node on the way up, leaf level first
    function opens(uint256 root, uint256 id, uint256[] calldata words, uint256[8][4] calldata path)
        external
        view
        returns (bool);

    /// @notice Whether these are the eight children of a node
    function opensNode(uint256 node, uint256[8] calldata children) external view returns (bool);
}
