// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title Whatever it is asked, it gives one answer: a word of zero refuses every proof, anything else is no verifier
/// @dev For tests only.
contract UnfitVerifier {
    bytes private _answer;

    constructor(bytes memory answer) {
        _answer = answer;
    }

    fallback(bytes calldata) external returns (bytes memory) {
        return _answer;
    }
}
