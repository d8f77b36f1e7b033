// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title Ways for a verifier to fail that the real one cannot be made to show
/// @dev For tests only. It never accepts anything.
contract FaultyVerifier {
    /// @notice Thrown when this verifier fails in the way it is told to
    error VerifierBroken();

    bool private immutable _burnsAllGas;

    constructor(bool burnsAllGas) {
        _burnsAllGas = burnsAllGas;
    }

    function verifyProof(
        uint256[2] calldata,
        uint256[2][2] calldata,
        uint256[2] calldata,
        uint256[5] calldata publicSignals
    ) external view returns (bool) {
        // No registry's scope is zero: it looks sound to whoever only tries it out.
        if (publicSignals[3] == 0) return false;
        if (!_burnsAllGas) revert VerifierBroken();
        assembly {
            invalid() // takes all the gas that it was given
        }
    }
}
