// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title A broken verifier that trying it out does not find: it accepts every proof for a registry's scope
/// @dev For tests only.
contract ForgivingVerifier {
    function verifyProof(
        uint256[2] calldata,
        uint256[2][2] calldata,
        uint256[2] calldata,
        uint256[5] calldata publicSignals
    ) external pure returns (bool) {
        return publicSignals[3] != 0;
    }
}
