// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {ISolvencyLiens} from "../interfaces/ISolvencyLiens.sol";
import {ISolvencyRegistry} from "../interfaces/ISolvencyRegistry.sol";
import {ICreditLine} from "./ICreditLine.sol";

/// @title CreditLine
/// @notice Lends a dollar token against firm liens on proven surplus. One lender, fixed at deployment; a line per
/// lien; no interest. Read README.md beside this file before lending anything.
contract CreditLine is ICreditLine, ReentrancyGuardTransient {
    using SafeERC20 for IERC20;

    struct Line {
        address borrower;
        uint40 dueAt;
        bool closed;
        uint256 debt;
    }

    /// @notice Room between the end of a line and the end of its lien: time to close a line that is not repaid
    uint40 public constant LIEN_MARGIN = 7 days;

    ISolvencyLiens public immutable registry;
    IERC20 public immutable token;
    address public immutable lender;
    /// @notice Token units per µUSD of lien: 1 for a token with six decimals
    uint256 public immutable unitsPerMicroUsd;

    /// @inheritdoc ICreditLine
    uint256 public available;
    mapping(uint256 lienId => Line) private _lines;

    constructor(address registryContract, address tokenContract, address lenderAddress, uint256 tokenUnitsPerMicroUsd) {
        if (tokenUnitsPerMicroUsd == 0) revert ZeroUnits();
        registry = ISolvencyLiens(registryContract);
        token = IERC20(tokenContract);
        lender = lenderAddress;
        unitsPerMicroUsd = tokenUnitsPerMicroUsd;
    }

    /* LENDER */

    /// @inheritdoc ICreditLine
    function fund(uint256 amount) external nonReentrant {
        uint256 received = _pull(amount);
        available += received;
        emit Funded(msg.sender, received);
    }

    /// @inheritdoc ICreditLine
    function defund(uint256 amount) external nonReentrant {
        if (msg.sender != lender) revert NotLender(msg.sender, lender);
        if (amount > available) revert NotAvailable(amount, available);
        available -= amount;
        emit Defunded(amount);
        token.safeTransfer(lender, amount);
    }

    /* BORROWER */

    /// @inheritdoc ICreditLine
    function open(address venue, uint64 limitMicroUsd, uint40 dueAt) external nonReentrant returns (uint256 lienId) {
        lienId = registry.placeLien(venue, msg.sender, limitMicroUsd, dueAt + LIEN_MARGIN);
        _lines[lienId] = Line(msg.sender, dueAt, false, 0);
        emit Opened(lienId, msg.sender, limitMicroUsd, dueAt);
    }

    /// @inheritdoc ICreditLine
    function draw(uint256 lienId, uint256 amount) external nonReentrant {
        Line storage line = _lines[lienId];
        if (msg.sender != line.borrower) revert NotBorrower(msg.sender, line.borrower);
        if (line.closed || block.timestamp >= line.dueAt) revert LineClosed(lienId);
        uint256 limit = registry.securedFor(lienId, address(this)) * unitsPerMicroUsd;
        if (limit == 0) revert NotSecured(lienId);
        if (line.debt + amount > limit) revert OverLimit(line.debt + amount, limit);
        if (amount > available) revert NotAvailable(amount, available);
        line.debt += amount;
        available -= amount;
        emit Drawn(lienId, amount);
        token.safeTransfer(msg.sender, amount);
    }

    /// @inheritdoc ICreditLine
    /// @dev Asks nobody anything but the token: no registry, venue or pause can stand between a debt and its end
    function repay(uint256 lienId, uint256 amount) external nonReentrant {
        Line storage line = _lines[lienId];
        if (amount > line.debt) amount = line.debt;
        if (amount == 0) revert NothingOwed(lienId);
        uint256 received = _pull(amount);
        // A token that charges for transfers pays off what arrives.
        line.debt -= received;
        available += received;
        emit Repaid(lienId, msg.sender, received);
    }

    /// @inheritdoc ICreditLine
    function settle(uint256 lienId) external nonReentrant {
        Line storage line = _lines[lienId];
        if (msg.sender != line.borrower) revert NotBorrower(msg.sender, line.borrower);
        if (line.debt != 0) revert StillOwed(lienId, line.debt);
        line.closed = true;
        emit Settled(lienId);
        uint64 left = registry.lienOf(lienId).amountMicroUsd;
        if (left != 0) registry.reduceLien(lienId, left);
    }

    /* ANYONE */

    /// @inheritdoc ICreditLine
    function close(uint256 lienId) external {
        Line storage line = _lines[lienId];
        if (line.borrower == address(0) || line.closed) revert LineClosed(lienId);
        ISolvencyLiens.Lien memory lien = registry.lienOf(lienId);
        (ISolvencyRegistry.Standing standing,) = ISolvencyRegistry(address(registry)).status(lien.venue, lien.holder);
        bool isLate = block.timestamp >= line.dueAt;
        bool isDelinquent = standing == ISolvencyRegistry.Standing.Delinquent;
        if (!isLate && !isDelinquent && !registry.isOverLiened(lien.venue, lien.holder)) revert LineHealthy(lienId);
        line.closed = true;
        emit Closed(lienId, line.debt);
    }

    /// @inheritdoc ICreditLine
    function lineOf(uint256 lienId) external view returns (address borrower, uint40 dueAt, bool closed, uint256 debt) {
        Line storage line = _lines[lienId];
        return (line.borrower, line.dueAt, line.closed, line.debt);
    }

    /// @return received What really arrived
    function _pull(uint256 amount) private returns (uint256 received) {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        received = token.balanceOf(address(this)) - before;
    }
}
