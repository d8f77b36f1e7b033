// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {EvidenceOpening} from "./EvidenceOpening.sol";
import {LeastCharge} from "./LeastCharge.sol";
import {RowForm} from "./RowForm.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";

/// @title Whether a row charges less than the registered parameters ask
abstract contract ChargeGround is EvidenceOpening {
    function _chargeIsWrong(Commitments calldata commitments, bytes calldata evidence) internal view returns (bool) {
        (WordOpening memory opened, MarketOpening memory market, ChargeOpening memory charges) =
            abi.decode(evidence, (WordOpening, MarketOpening, ChargeOpening));
        bool isLong = opened.wordIndex == RowForm.LONG_SLOPE;
        if (!isLong) _requireEqual(opened.wordIndex, RowForm.SHORT_SLOPE);
        _requireEqual(market.leaf.id, opened.id);
        _requireWord(commitments, opened);
        if (!ScenarioLeafLib.opensCharges(charges, commitments.parameterSet)) {
            revert ChargesNotOpened(commitments.parameterSet);
        }
        if (!_isMarketSound(commitments, market)) revert LeafMalformed(market.leaf.id, 0);
        return opened.word < LeastCharge.leastSlope(market.leaf, charges.charges, isLong, commitments.isInitial);
    }
}
