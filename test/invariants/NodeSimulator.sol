// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRowOpening} from "../../contracts/interfaces/IRowOpening.sol";

/// @title A tree in which every node is its own leftmost child
/// @notice Random traders can show such children without hashing; whether Poseidon opens a node is tested elsewhere
contract NodeSimulator is IRowOpening {
    function opens(uint256, uint256, uint256[] calldata, uint256[8][4] calldata) external pure returns (bool) {
        return false;
    }

    function opensNode(uint256 node, uint256[8] calldata children) external pure returns (bool) {
        return children[0] == node;
    }
}
