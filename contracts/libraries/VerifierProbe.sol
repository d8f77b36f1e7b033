// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IGroth16Verifier} from "../interfaces/IGroth16Verifier.sol";
import {FieldLib} from "./FieldLib.sol";

/// @title Whether a contract can be the verifier of a statement with five public signals
/// @notice It must refuse wrong proofs, and say so in one word. A verifier of another number of signals has another
/// selector and does not answer; one that takes everything does not refuse. That it accepts right proofs, and only
/// those of one circuit, no call can show: `zkmargin verify-deployment` compares its code with the key.
library VerifierProbe {
    /// @notice What a verifier may use to answer. A real one needs about 220,000
    uint256 internal constant GAS = 1_000_000;

    /// @notice Three wrong proofs: points of the curve that do not pair, points beside the curve, on which a pairing
    /// fails, and a signal that is not below the order of the field
    function isFit(address verifier) internal view returns (bool) {
        return _refuses(verifier, 1, 2, 0) && _refuses(verifier, 1, 1, 0)
            && _refuses(verifier, 1, 2, FieldLib.ORDER);
    }

    /// @param x and
    /// @param y of the points in G1; the one in G2 is the generator
    function _refuses(address verifier, uint256 x, uint256 y, uint256 signal) private view returns (bool refused) {
        uint256[2][2] memory g2 = [
            [
                11559732032986387107991004021392285783925812861821192530917403151452391805634,
                10857046999023057135944570762232829481370756359578518086990519993285655852781
            ],
            [
                4082367875863433681332203403145435568316851327593401208105741076214120093531,
                8495653923123431417604973247489272438418190587263600148770280649306958101930
            ]
        ];
        uint256[5] memory signals = [signal, 0, 0, 0, 0];
        bytes memory question = abi.encodeCall(IGroth16Verifier.verifyProof, ([x, y], g2, [x, y], signals));
        uint256 gasLimit = GAS;
        // `try` does not catch an answer that does not decode, and copies whatever comes back.
        assembly ("memory-safe") {
            mstore(0, 1)
            let ok := staticcall(gasLimit, verifier, add(question, 32), mload(question), 0, 32)
            refused := and(ok, and(eq(returndatasize(), 32), iszero(mload(0))))
        }
    }
}
