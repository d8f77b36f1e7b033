// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IParameterSets} from "../interfaces/IParameterSets.sol";

/// @title Parameter sets, one in force at any time
/// @notice A set that begins ends the one before it: what was replaced because it was too lax cannot come back without
/// another notice.
abstract contract ParameterSets is IParameterSets {
    struct Term {
        /// 0 for a set that was never registered
        uint40 from;
        /// When the next set begins; 0 for the last one
        uint40 until;
        bytes32 previous;
    }

    /// @notice So many may be registered that have not begun
    uint256 public constant MAX_PENDING_SETS = 8;

    mapping(bytes32 parameterSet => Term) private _terms;
    /// @dev The last of those that are registered by their start. Executing is open to anybody, so the order of execution
    /// must not matter. From here `previous` leads through all that have not begun to the one in force
    bytes32 private _last;

    /// @inheritdoc IParameterSets
    function registerParameters(bytes32 parameterSet, uint40 from) external {
        _requireTimelock();
        if (from < block.timestamp) revert BeginsInPast(from, block.timestamp);
        _registerParameters(parameterSet, from);
    }

    /// @inheritdoc IParameterSets
    function withdrawParameters(bytes32 parameterSet) external {
        _requireTimelock();
        Term memory term = _terms[parameterSet];
        if (term.from <= block.timestamp) revert ParametersNotPending(parameterSet, term.from);
        (bytes32 next,) = _firstAfter(term.from);
        delete _terms[parameterSet];
        _terms[term.previous].until = term.until;
        _follows(next, term.previous);
        emit ParametersWithdrawn(parameterSet);
    }

    /// @inheritdoc IParameterSets
    function parametersFrom(bytes32 parameterSet) external view returns (uint40) {
        return _terms[parameterSet].from;
    }

    /// @inheritdoc IParameterSets
    function parametersUntil(bytes32 parameterSet) external view returns (uint40) {
        return _terms[parameterSet].until;
    }

    function _requireTimelock() internal view virtual;

    function _requireParameters(bytes32 parameterSet, uint40 snapshotTime) internal view {
        Term storage term = _terms[parameterSet];
        (uint40 from, uint40 until) = (term.from, term.until);
        bool hasBegun = from != 0 && snapshotTime >= from;
        if (!hasBegun || (until != 0 && snapshotTime >= until)) revert ParametersNotInForce(parameterSet, from, until);
    }

    function _registerParameters(bytes32 parameterSet, uint40 from) internal {
        if (parameterSet == 0) revert ZeroParameterSet();
        Term memory known = _terms[parameterSet];
        bool isRetired = known.until != 0 && known.until <= block.timestamp;
        if (known.from != 0 && !isRetired) revert ParametersKnown(parameterSet, known.from);
        (bytes32 next, uint256 pending) = _firstAfter(from);
        if (pending == MAX_PENDING_SETS) revert TooManyParameterSets(MAX_PENDING_SETS);
        bytes32 previous = next == 0 ? _last : _terms[next].previous;
        if (_terms[previous].from == from) revert ParametersBeginTogether(from);
        _terms[parameterSet] = Term({from: from, until: next == 0 ? 0 : _terms[next].from, previous: previous});
        if (previous != 0) _terms[previous].until = from;
        _follows(next, parameterSet);
        emit ParametersRegistered(parameterSet, from);
    }

    /// @return next the first set that begins after a time, which is not in the past; 0 when none does
    /// @return pending how many have not begun
    function _firstAfter(uint40 time) private view returns (bytes32 next, uint256 pending) {
        bytes32 one = _last;
        for (; _terms[one].from > block.timestamp; pending++) {
            if (_terms[one].from > time) next = one;
            one = _terms[one].previous;
        }
    }

    /// @param next 0 for the end of the queue
    function _follows(bytes32 next, bytes32 previous) private {
        if (next == 0) _last = previous;
        else _terms[next].previous = previous;
    }
}
