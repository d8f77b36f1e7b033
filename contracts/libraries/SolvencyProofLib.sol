// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {FieldLib} from "./FieldLib.sol";

/// @title The public signals of the solvency statement
/// @notice The only place in the contracts that knows their order. A registry builds every signal from its own
/// records and never takes one as given, so there is nothing to compare and nothing to forget.
library SolvencyProofLib {
    /// @notice What a solvency proof states
    struct Statement {
        /// publicSignals[0] P3(2, scope, secret): the account's owner, in this scope
        uint256 pseudonym;
        /// publicSignals[1] root of the venue's accounts
        uint256 ledgerRoot;
        /// publicSignals[2] root of the risk table of one level
        uint256 riskRoot;
        /// publicSignals[3] which registry the pseudonym belongs to
        uint256 scope;
        /// publicSignals[4] holder + surplus · 2^160
        uint256 context;
    }

    /// @notice Surpluses are below this, µUSD: the circuit's range check
    uint64 internal constant SURPLUS_LIMIT = 2 ** 61;

    /// @notice The signals in the order of the circuit
    function publicSignals(Statement memory statement) internal pure returns (uint256[5] memory) {
        return [
            statement.pseudonym, statement.ledgerRoot, statement.riskRoot, statement.scope, statement.context
        ];
    }

    /// @notice Binds a proof to the address that may use it and to the surplus it proves. Always a field element
    /// @param surplusMicroUsd below `SURPLUS_LIMIT`
    function contextOf(address holder, uint64 surplusMicroUsd) internal pure returns (uint256) {
        return uint256(uint160(holder)) | (uint256(surplusMicroUsd) << 160);
    }

    /// @notice A registry's scope on one chain: two registries see two unlinkable pseudonyms of one identity
    function scopeOf(uint256 chainId, address registry) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode("zkmargin.scope.v1", chainId, registry))) % FieldLib.ORDER;
    }
}
