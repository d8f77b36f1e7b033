// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title A contract that makes calls in its own name, and one more while tokens move
/// @dev For tests only.
contract ReentrantBorrower {
    address private _to;
    bytes private _data;
    /// @notice Whether the call during the last transfer went through
    bool public reentered;
    /// @notice What it answered
    bytes public answer;

    /// @notice Sets the call that is made while tokens move
    function prepare(address to, bytes calldata data) external {
        (_to, _data) = (to, data);
    }

    /// @notice Makes any call in this contract's name
    function relay(address to, bytes calldata data) external {
        (bool ok, bytes memory reason) = to.call(data);
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(reason, 32), mload(reason))
        }
    }

    function tokensMoved(address, address) external {
        if (_to != address(0)) (reentered, answer) = _to.call(_data);
    }
}
