// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title The parameter sets under which tables may be published
/// @notice A set is named by what it commits to, so a table is judged by exactly the parameters that traders saw coming.
/// They change through the timelock only. Sets follow each other: one that begins ends the one before it.
interface IParameterSets {
    /// @notice A parameter set is in force from a time on, seconds, and the one before it until then
    event ParametersRegistered(bytes32 indexed parameterSet, uint40 from);
    /// @notice A registered set will not come into force after all, and the one before it stays
    event ParametersWithdrawn(bytes32 indexed parameterSet);

    /// @notice Thrown when something would begin in the past
    error BeginsInPast(uint40 got, uint256 blockTime);
    /// @notice Thrown when a parameter set is zero
    error ZeroParameterSet();
    /// @notice Thrown when a parameter set is registered that is announced or in force: its date cannot be moved
    error ParametersKnown(bytes32 got, uint40 from);
    /// @notice Thrown when two sets would begin at one time
    error ParametersBeginTogether(uint40 from);
    /// @notice Thrown when so many sets wait for their start that no other can be registered
    error TooManyParameterSets(uint256 limit);
    /// @notice Thrown when a set is withdrawn that is not registered, or has begun
    error ParametersNotPending(bytes32 got, uint40 from);
    /// @notice Thrown when a table was made with parameters that are not registered, not yet in force, or retired
    error ParametersNotInForce(bytes32 got, uint40 from, uint40 until);

    /// @notice Registers a parameter set. It stands among the others by its start, whatever was executed first. Only the
    /// timelock
    /// @param parameterSet hash of (form, hash of the parameters' canonical form, Merkle root of what contracts read of
    /// them); see `IRowDispute.ScenarioOpening`
    /// @param from first snapshot time that may use it, and the end of the set before it, seconds
    function registerParameters(bytes32 parameterSet, uint40 from) external;

    /// @notice Takes back a registered set while it is not yet in force. Only the timelock
    function withdrawParameters(bytes32 parameterSet) external;

    /// @notice First snapshot time of a parameter set, seconds; 0 when it is unknown
    function parametersFrom(bytes32 parameterSet) external view returns (uint40);

    /// @notice From when on a parameter set may not be used any more, seconds; 0 when no other follows it
    function parametersUntil(bytes32 parameterSet) external view returns (uint40);
}
