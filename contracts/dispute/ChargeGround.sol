// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {EvidenceOpening} from "./EvidenceOpening.sol";
import {LeastCharge} from "./LeastCharge.sol";
import {PackedWord} from "./PackedWord.sol";
import {RowForm} from "./RowForm.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";

/// @title Whether a row charges less than the registered parameters ask, or leaves more free of charge
abstract contract ChargeGround is EvidenceOpening {
    function _chargeIsWrong(Commitments calldata commitments, bytes calldata evidence) internal view returns (bool) {
        (WordOpening memory opened, MarketOpening memory market, ChargeOpening memory charges) =
            abi.decode(evidence, (WordOpening, MarketOpening, ChargeOpening));
        bool isLong = opened.wordIndex == RowForm.LONG_SLOPE;
        bool isAllowance = opened.wordIndex == RowForm.UNDERLYING_INTERCEPTS;
        if (!isLong && !isAllowance) _requireEqual(opened.wordIndex, RowForm.SHORT_SLOPE);
        _requireEqual(market.leaf.id, opened.id);
        _requireWord(commitments, opened);
        if (!ScenarioLeafLib.opensCharges(charges, commitments.parameterSet)) {
            revert ChargesNotOpened(commitments.parameterSet);
        }
        if (!_isMarketSound(commitments, market)) revert LeafMalformed(market.leaf.id, 0);
        if (isAllowance) return _isAllowanceTooLarge(opened.word, charges.charges, commitments.isInitial);
        return opened.word < LeastCharge.leastSlope(market.leaf, charges.charges, isLong, commitments.isInitial);
    }

    /// @dev Rounded up from the initial level, as the maintenance row is
    function _isAllowanceTooLarge(uint256 word, ChargeLeaf memory charges, bool isInitial) private pure returns (bool) {
        (bool decodes, int256[4] memory lanes) = PackedWord.unpack(word);
        uint256 most = charges.deltaAllowanceMicroUsd;
        if (!isInitial) most = Math.ceilDiv(most * 1e6, charges.initialMultiplier);
        return !decodes || lanes[2] > int256(most);
    }
}
