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

    mapping(bytes32 parameterSet => Term) private _terms;
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
        bool isPending = parameterSet == _last && term.from > block.timestamp;
        if (!isPending) revert ParametersNotPending(parameterSet, _last);
        delete _terms[parameterSet];
        _terms[term.previous].until = 0;
        _last = term.previous;
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
        bytes32 previous = _last;
        uint40 previousFrom = _terms[previous].from;
        if (from <= previousFrom) revert BeginsBeforeLast(from, previousFrom);
        _terms[parameterSet] = Term({from: from, until: 0, previous: previous});
        if (previous != 0) _terms[previous].until = from;
        _last = parameterSet;
        emit ParametersRegistered(parameterSet, from);
    }
}
