// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title A credit line against firm liens
/// @notice A line is named by the lien that backs it.
interface ICreditLine {
    /// @notice Money was added to lend
    event Funded(address indexed from, uint256 amount);
    /// @notice The lender took money out
    event Defunded(uint256 amount);
    /// @notice A line was opened on a soft lien: nothing can be drawn yet
    event Opened(uint256 indexed lienId, address indexed borrower, uint64 limitMicroUsd, uint40 dueAt);
    /// @notice The borrower drew on a line
    event Drawn(uint256 indexed lienId, uint256 amount);
    /// @notice Somebody paid back on a line
    event Repaid(uint256 indexed lienId, address indexed by, uint256 amount);
    /// @notice A line without debt ended and its lien was given back
    event Settled(uint256 indexed lienId);
    /// @notice No more draws. Whoever holds the venue to its word for the lien starts here
    event Closed(uint256 indexed lienId, uint256 debt);

    /// @notice Thrown when the token would be worth nothing
    error ZeroUnits();
    /// @notice Thrown when someone but the lender takes money out
    error NotLender(address got, address lender);
    /// @notice Thrown when someone but the borrower draws or settles
    error NotBorrower(address got, address borrower);
    /// @notice Thrown when more is taken than lies here
    error NotAvailable(uint256 got, uint256 available);
    /// @notice Thrown when a line is drawn on or closed that is closed, due or never was
    error LineClosed(uint256 lienId);
    /// @notice Thrown when a line is drawn on whose lien is soft or over, or whose borrower is not live or over-liened
    error NotSecured(uint256 lienId);
    /// @notice Thrown when a draw would take the debt above the lien
    error OverLimit(uint256 got, uint256 limit);
    /// @notice Thrown when a line without debt is repaid
    error NothingOwed(uint256 lienId);
    /// @notice Thrown when a line with debt is settled
    error StillOwed(uint256 lienId, uint256 debt);
    /// @notice Thrown when a line is closed that is not due and whose borrower is neither delinquent nor over-liened
    error LineHealthy(uint256 lienId);

    /// @notice Adds money to lend. Anyone
    function fund(uint256 amount) external;

    /// @notice Takes money out that is not lent. Only the lender
    function defund(uint256 amount) external;

    /// @notice Opens a line for the caller, who has allowed this contract the lien. Nothing can be drawn until the
    /// venue has acknowledged it
    function open(address venue, uint64 limitMicroUsd, uint40 dueAt) external returns (uint256 lienId);

    /// @notice Lends. Only the borrower, and only while the lien is secured
    function draw(uint256 lienId, uint256 amount) external;

    /// @notice Pays back; more than is owed is not taken. Anyone, for any line, at any time
    function repay(uint256 lienId, uint256 amount) external;

    /// @notice Ends a line without debt and gives the lien back. Only the borrower, at any time
    function settle(uint256 lienId) external;

    /// @notice Stops draws on a line that is due, or whose borrower is delinquent or over-liened. Anyone
    function close(uint256 lienId) external;

    /// @notice What may be lent
    function available() external view returns (uint256);

    /// @notice What is on record of a line; `dueAt` in seconds, `debt` in units of the token
    function lineOf(uint256 lienId) external view returns (address borrower, uint40 dueAt, bool closed, uint256 debt);
}
