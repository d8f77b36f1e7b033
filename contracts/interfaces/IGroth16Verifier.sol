// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title A Groth16 verifier for a statement with five public signals, as snarkjs exports it
/// @notice Warning: call it externally and require the result. The exported `verifyProof` ends in an assembly
/// `return`: inherited and called internally, it would end the outer function with a rejected proof unnoticed.
/// Warning: `false` is not evidence. Running out of gas inside a precompile also reads as `false`.
interface IGroth16Verifier {
    /// @notice Whether a proof holds for these signals; see the warnings above
    /// @param a Proof point in G1
    /// @param b Proof point in G2, coordinates in the precompile's order (imaginary part first)
    /// @param c Proof point in G1
    /// @param publicSignals In the order of the circuit; each must be below the scalar field order
    /// @return Whether the proof holds for these signals. Proofs are malleable: their bytes identify nothing
    function verifyProof(
        uint256[2] calldata a,
        uint256[2][2] calldata b,
        uint256[2] calldata c,
        uint256[5] calldata publicSignals
    ) external view returns (bool);
}
