// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

/// @title What a dispute opens of the charges that the registered parameters ask
/// @notice Charges are judged from below: a slope may ask more, never less; what is free of charge from above.
interface IChargeEvidence {
    /// @notice What a lot is charged at the initial level, parts per million
    struct ChargeLeaf {
        uint256 initialMultiplier;
        /// Borrowing and closing, of what is short
        uint256 cashShort;
        uint256 coinShort;
        uint256 wrappedShort;
        uint256 perpetual;
        /// 1 when a perpetual's notional is taken at the index
        uint256 perpetualAtIndex;
        uint256 future;
        uint256 optionFeeOfSpot;
        uint256 optionFeeCapOfValue;
        uint256 optionSlippageOfValue;
        /// The largest free part of a delta charge of any underlying, µUSD
        uint256 deltaAllowanceMicroUsd;
    }

    /// @notice The charges of the registered set, which is the hash of (form, `paramsHash`, `parameterRoot`)
    struct ChargeOpening {
        ChargeLeaf charges;
        bytes32[] path;
        bytes32 paramsHash;
        bytes32 parameterRoot;
    }
}
