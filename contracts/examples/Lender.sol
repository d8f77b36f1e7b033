// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {RiskLevel} from "../interfaces/IRiskEpochs.sol";
import {ISolvency} from "../interfaces/ISolvency.sol";

/// @title Lends on liens: one venue, one token of six decimals that keeps no fee, no interest
contract Lender {
    using SafeERC20 for IERC20;

    struct Loan {
        address borrower;
        uint40 lendUntil;
        uint64 owedMicroUsd;
    }

    error NoLoan();
    error NotSecured();
    error StillOwed();

    ISolvency public immutable registry;
    address public immutable venue; // the only one whose word this lender takes
    IERC20 public immutable token;
    mapping(uint256 lienId => Loan) public loans;

    constructor(ISolvency registry_, address venue_, IERC20 token_) {
        (registry, venue, token) = (registry_, venue_, token_);
    }

    // A question: 50,000 USD to spare at initial level, from a ledger at most an hour old. It reserves nothing.
    function mayTrade(address trader) external view returns (bool) {
        return registry.isSolventAt(venue, trader, RiskLevel.Initial, 50_000e6, 1 hours);
    }

    // A promise. The trader calls, after allowLien(venue, this lender, …): nobody else can use up what it allowed.
    function reserve(uint64 microUsd) external returns (uint256 lienId) {
        lienId = registry.placeLien(venue, msg.sender, microUsd, uint40(block.timestamp + 30 days));
        loans[lienId] = Loan(msg.sender, uint40(block.timestamp + 20 days), 0);
    }

    // Money moves on a lien of this lender's own, once the venue has acknowledged it, and never above it.
    function lend(uint256 lienId, uint64 microUsd) external {
        Loan storage loan = loans[lienId];
        require(msg.sender == loan.borrower && block.timestamp < loan.lendUntil, NoLoan());
        loan.owedMicroUsd += microUsd;
        require(loan.owedMicroUsd <= registry.securedFor(lienId, address(this)), NotSecured());
        token.safeTransfer(msg.sender, microUsd);
    }

    function repay(uint256 lienId, uint64 microUsd) external {
        loans[lienId].owedMicroUsd -= microUsd;
        token.safeTransferFrom(msg.sender, address(this), microUsd);
    }

    function giveBack(uint256 lienId, uint64 microUsd) external {
        Loan storage loan = loans[lienId];
        require(msg.sender == loan.borrower && loan.owedMicroUsd == 0, StillOwed());
        registry.reduceLien(lienId, microUsd);
    }
}
