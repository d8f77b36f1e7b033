// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title The publishers of a risk-epochs contract and their bonds
/// @notice Publishers and threshold are fixed at deployment. A publisher posts while its whole bond lies here; a
/// bond leaves only after a notice that is longer than anything it could still be taken for.
interface IPublishers {
    /// @notice A publisher added to its bond, wei
    event BondDeposited(address indexed publisher, uint256 amountWei);
    /// @notice A publisher stopped posting; its bond may leave from a time on, seconds
    event ExitAnnounced(address indexed publisher, uint40 withdrawableFrom);
    /// @notice A publisher took its bond back, wei
    event BondWithdrawn(address indexed publisher, uint256 amountWei);
    /// @notice A publisher lost its bond, wei
    event BondSlashed(address indexed publisher, uint256 amountWei);

    /// @notice Thrown when a publisher would be the zero address
    error ZeroPublisher(uint256 index);
    /// @notice Thrown when a publisher is named twice
    error DuplicatePublisher(address got);
    /// @notice Thrown when the threshold is not a majority of the publishers, or more than all of them
    error ThresholdOutOfRange(uint256 got, uint256 publisherCount);
    /// @notice Thrown when there would be more publishers than a slash can walk through
    error TooManyPublishers(uint256 got, uint256 limit);
    /// @notice Thrown when someone but a publisher does what only publishers may
    error NotPublisher(address got);
    /// @notice Thrown when a publisher posts whose bond is not whole, wei
    error BondTooSmall(uint256 got, uint256 needed);
    /// @notice Thrown when a deposit would make a bond larger than it needs to be, wei
    error BondTooLarge(uint256 got, uint256 needed);
    /// @notice Thrown when a publisher posts or deposits after it announced its exit
    error PublisherLeaving(address got);
    /// @notice Thrown when a bond is withdrawn without a notice or before the notice has run out
    error BondLocked(uint40 withdrawableFrom, uint256 blockTime);

    /// @notice Adds to the caller's bond. Only publishers
    function depositBond() external payable;

    /// @notice Stops posting and starts the notice. Only publishers
    function announceExit() external;

    /// @notice Takes the bond back after the notice, and may come back with a new one. Only publishers
    function withdrawBond() external;

    /// @notice Whether the address is one of the publishers
    function isPublisher(address account) external view returns (bool);

    /// @notice The publisher's bond, wei
    function bondOf(address publisher) external view returns (uint256);
}
