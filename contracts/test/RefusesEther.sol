// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title A caller that takes no ether, or comes back for more while it is being paid
/// @dev For tests only.
contract RefusesEther {
    /// @notice Makes any call in this contract's name
    function relay(address to, bytes calldata data) external payable {
        (bool ok, bytes memory answer) = to.call{value: msg.value}(data);
        if (ok) return;
        assembly ("memory-safe") {
            revert(add(answer, 32), mload(answer))
        }
    }
}
