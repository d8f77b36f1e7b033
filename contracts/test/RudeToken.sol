// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";

/// @title A six-decimal token that calls its receivers, as ERC-777 does, and may keep a fee
/// @dev For tests only.
contract RudeToken is ERC20 {
    uint256 public immutable feeBps;

    constructor(uint256 fee) ERC20("Rude dollar", "RUDE") {
        feeBps = fee;
    }

    function decimals() public pure override returns (uint8) {
        return 6;
    }

    /// @notice Anyone
    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function _update(address from, address to, uint256 amount) internal override {
        if (from == address(0)) {
            super._update(from, to, amount);
            return;
        }
        uint256 fee = amount * feeBps / 10_000;
        super._update(from, to, amount - fee);
        if (fee != 0) super._update(from, address(0xfee), fee);
        for (uint256 i = 0; i < 2; i++) {
            address party = i == 0 ? from : to;
            if (party.code.length == 0) continue;
            (bool ok,) = party.call(abi.encodeWithSignature("tokensMoved(address,address)", from, to));
            ok;
        }
    }
}
