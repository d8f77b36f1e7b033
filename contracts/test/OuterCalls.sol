// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title Passes calls on as a Safe and as an ERC-4337 entry point do, without their checks
/// @dev For tests only: what counts is the form in which the inner call stands in the outer one.
contract OuterCalls {
    /// @dev ERC-4337, version 0.7
    struct PackedUserOperation {
        address sender;
        uint256 nonce;
        bytes initCode;
        bytes callData;
        bytes32 accountGasLimits;
        uint256 preVerificationGas;
        bytes32 gasFees;
        bytes paymasterAndData;
        bytes signature;
    }

    error CallFailed();

    /// @dev As of Safe 1.4.1
    function execTransaction(
        address to,
        uint256,
        bytes calldata data,
        uint8,
        uint256,
        uint256,
        uint256,
        address,
        address payable,
        bytes calldata
    ) external payable returns (bool) {
        _call(to, data);
        return true;
    }

    /// @dev As of an entry point: each operation is a call to its sender
    function handleOps(PackedUserOperation[] calldata ops, address payable) external {
        for (uint256 i = 0; i < ops.length; i++) _call(ops[i].sender, ops[i].callData);
    }

    /// @dev As of an ERC-4337 account
    function execute(address to, uint256, bytes calldata data) external {
        _call(to, data);
    }

    function _call(address to, bytes calldata data) private {
        (bool done, bytes memory answer) = to.call(data);
        if (done) return;
        if (answer.length == 0) revert CallFailed();
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }
}
