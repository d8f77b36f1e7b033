// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRowOpening} from "../interfaces/dispute/IRowOpening.sol";

/// @title RowOpening
/// @notice Poseidon over BN254 for 8, 15 and 16 inputs, as circomlib defines it, and the walk up a table's tree. Plain
/// rounds in plain order: an opening costs millions of gas, which is why whoever demands a row pays for it.
contract RowOpening is IRowOpening {
    /// @notice Elements of a row
    uint256 public constant ROW_ELEMENTS = 66;
    /// @dev keccak256 of round constants and matrices for 8, 15 and 16 inputs, in this order
    bytes32 private constant CONSTANTS_HASH = 0x07451cee9083f429a5adebbf12504d83fd482fe5ceac5de1193359d3c40ded8e;
    uint256 private constant PARTS = 5;
    uint256 private constant R = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @dev Where the parameters of each width begin among the constants, in words: 9 · 71 + 9², 16 · 72 + 16²
    uint256 private constant AT_16 = 720;
    uint256 private constant AT_17 = AT_16 + 1408;

    /// @notice Thrown when the constants are not Poseidon's
    error ConstantsWrong(bytes32 got);

    address private immutable _part0;
    address private immutable _part1;
    address private immutable _part2;
    address private immutable _part3;
    address private immutable _part4;

    /// @param parts contracts whose code is a zero byte and then constants, one after the other
    constructor(address[PARTS] memory parts) {
        (_part0, _part1, _part2, _part3, _part4) = (parts[0], parts[1], parts[2], parts[3], parts[4]);
        bytes memory constants = _load(parts);
        bytes32 got = keccak256(constants);
        if (got != CONSTANTS_HASH) revert ConstantsWrong(got);
    }

    /// @inheritdoc IRowOpening
    function opens(uint256 root, uint256 id, uint256[] calldata words, uint256[8][4] calldata path)
        external
        view
        returns (bool)
    {
        if (id > 4095 || (words.length != ROW_ELEMENTS && words.length != 0)) return false;
        bytes memory constants = _load([_part0, _part1, _part2, _part3, _part4]);
        // `x + r` is the same element: it would be a second form of the same row.
        for (uint256 i = 0; i < words.length; i++) {
            if (words[i] >= R) return false;
        }
        uint256 node = words.length == 0 ? 0 : _hashRow(constants, words);
        uint256[] memory state = new uint256[](9);
        for (uint256 level = 0; level < 4; level++) {
            if (path[level][(id >> (3 * level)) & 7] != node) return false;
            if (!_fill(state, path[level])) return false;
            node = _permute(constants, 0, 71, state);
        }
        return node == root;
    }

    /// @inheritdoc IRowOpening
    function opensNode(uint256 node, uint256[8] calldata children) external view returns (bool) {
        uint256[] memory state = new uint256[](9);
        if (!_fill(state, children)) return false;
        return _permute(_load([_part0, _part1, _part2, _part3, _part4]), 0, 71, state) == node;
    }

    /// @return whether all children are field elements: `x + r` would be a second form of the same node
    function _fill(uint256[] memory state, uint256[8] calldata children) private pure returns (bool) {
        state[0] = 0;
        for (uint256 i = 0; i < 8; i++) {
            if (children[i] >= R) return false;
            state[i + 1] = children[i];
        }
        return true;
    }

    /// @dev First 16 elements, then the state and 15 more, three times, then the state and the last 7
    function _hashRow(bytes memory constants, uint256[] calldata words) private pure returns (uint256 hash) {
        uint256[] memory state = new uint256[](17);
        for (uint256 i = 0; i < 16; i++) state[i + 1] = words[i];
        hash = _permute(constants, AT_17, 76, state);
        for (uint256 from = 16; from < 61; from += 15) {
            (state[0], state[1]) = (0, hash);
            for (uint256 i = 0; i < 15; i++) state[i + 2] = words[from + i];
            hash = _permute(constants, AT_17, 76, state);
        }
        state = new uint256[](9);
        state[1] = hash;
        for (uint256 i = 0; i < 7; i++) state[i + 2] = words[61 + i];
        hash = _permute(constants, 0, 71, state);
    }

    /// @dev Eight full rounds around the partial ones. `from` in words; the state is overwritten
    /// @return the first element of the permuted state
    function _permute(bytes memory constants, uint256 from, uint256 rounds, uint256[] memory state)
        private
        pure
        returns (uint256)
    {
        uint256[] memory scratch = new uint256[](state.length);
        assembly ("memory-safe") {
            function fifth(x) -> y {
                let square := mulmod(x, x, R)
                y := mulmod(mulmod(square, square, R), x, R)
            }
            function four(a, b) -> sum {
                sum := add(
                    add(mulmod(mload(a), mload(b), R), mulmod(mload(add(a, 32)), mload(add(b, 32)), R)),
                    add(
                        mulmod(mload(add(a, 64)), mload(add(b, 64)), R),
                        mulmod(mload(add(a, 96)), mload(add(b, 96)), R)
                    )
                )
            }
            let bytesOfState := mul(mload(state), 32)
            let old := add(state, 32)
            let next := add(scratch, 32)
            let constant_ := add(add(constants, 32), mul(from, 32))
            let matrix := add(constant_, mul(rounds, bytesOfState))
            for { let round := 0 } lt(round, rounds) { round := add(round, 1) } {
                let isFull := or(lt(round, 4), gt(round, sub(rounds, 5)))
                for { let i := 0 } lt(i, bytesOfState) { i := add(i, 32) } {
                    let x := addmod(mload(add(old, i)), mload(constant_), R)
                    constant_ := add(constant_, 32)
                    if or(isFull, iszero(i)) { x := fifth(x) }
                    mstore(add(old, i), x)
                }
                let entry := matrix
                let end := add(old, bytesOfState)
                let endOfEights := add(old, and(bytesOfState, not(255)))
                for { let i := 0 } lt(i, bytesOfState) { i := add(i, 32) } {
                    let sum := 0
                    let j := old
                    // Eight terms at once; four products below r add up without overflow.
                    for {} lt(j, endOfEights) { j := add(j, 256) } {
                        sum := addmod(sum, four(entry, j), R)
                        sum := addmod(sum, four(add(entry, 128), add(j, 128)), R)
                        entry := add(entry, 256)
                    }
                    for {} lt(j, end) { j := add(j, 32) } {
                        sum := addmod(sum, mulmod(mload(entry), mload(j), R), R)
                        entry := add(entry, 32)
                    }
                    mstore(add(next, i), sum)
                }
                let swap := old
                old := next
                next := swap
            }
            // An even number of rounds ends where it began; an odd one in the scratch.
            mstore(add(state, 32), mload(old))
        }
        return state[0];
    }

    function _load(address[PARTS] memory parts) private view returns (bytes memory constants) {
        uint256 total;
        for (uint256 i = 0; i < PARTS; i++) total += parts[i].code.length == 0 ? 0 : parts[i].code.length - 1;
        constants = new bytes(total);
        uint256 offset;
        for (uint256 i = 0; i < PARTS; i++) {
            address part = parts[i];
            uint256 size = part.code.length == 0 ? 0 : part.code.length - 1;
            assembly ("memory-safe") {
                extcodecopy(part, add(add(constants, 32), offset), 1, size)
            }
            offset += size;
        }
    }
}
