// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

/// @title The scalar field of BN254, in which every public signal lives
library FieldLib {
    /// @notice Order of the field
    uint256 internal constant ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617;

    /// @notice Whether `value` can be the output of a hash in the circuit. `value + ORDER` would pass for the same
    /// element in a verifier that does not check; zero is the root of the empty tree
    function isNonZeroElement(uint256 value) internal pure returns (bool) {
        return value != 0 && value < ORDER;
    }
}
