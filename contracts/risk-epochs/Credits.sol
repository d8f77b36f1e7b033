// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {ICredits} from "../interfaces/ICredits.sol";

/// @title Pull payments in ether
abstract contract Credits is ICredits {
    /// @inheritdoc ICredits
    mapping(address account => uint256) public creditOf;

    /// @inheritdoc ICredits
    function withdrawCredit() external {
        uint256 amount = creditOf[msg.sender];
        if (amount == 0) revert NoCredit(msg.sender);
        delete creditOf[msg.sender];
        emit CreditWithdrawn(msg.sender, amount);
        (bool sent,) = msg.sender.call{value: amount}("");
        if (!sent) revert TransferFailed(msg.sender, amount);
    }

    function _credit(address account, uint256 amountWei) internal {
        if (amountWei == 0) return;
        creditOf[account] += amountWei;
        emit CreditAdded(account, amountWei);
    }
}
