// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A Groth16 verifier for `circuits/row-word.circom`, as snarkjs exports it
/// @notice Warning: call it externally and require the result. `false` is not evidence: running out of gas inside a
/// precompile also reads as `false`.
interface IRowWordVerifier {
    /// @notice Whether a word of a row is opened under a risk root
    /// @param publicSignals risk root, id, word index, word; each must be below the scalar field order
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[4] calldata publicSignals
    ) external view returns (bool);
}
