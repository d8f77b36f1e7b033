// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title Makes the call that it was given at its birth, whatever it is called with
/// @dev For tests only: what a transaction says and what happens in it need not be the same.
contract KeptCall {
    error CallFailed();

    address private immutable _target;
    bytes private _data;

    constructor(address target, bytes memory data) {
        _target = target;
        _data = data;
    }

    fallback() external {
        (bool done,) = _target.call(_data);
        if (!done) revert CallFailed();
    }
}
