// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRowDispute} from "../interfaces/IRowDispute.sol";
import {IRowWordVerifier} from "../interfaces/IRowWordVerifier.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";
import {RowForm} from "./RowForm.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";

/// @title Whether evidence opens what an epoch committed to
abstract contract EvidenceOpening is IRowDispute {
    using MarketLeafLib for MarketLeaf;
    using MarketLeafLib for MarketOpening;
    using ScenarioLeafLib for ScenarioOpening;

    /// @notice Of `circuits/row-word.circom`
    IRowWordVerifier public immutable verifier;

    constructor(IRowWordVerifier verifier_) {
        verifier = verifier_;
    }

    function _requireWord(Commitments calldata commitments, WordOpening memory opened) internal view {
        uint256[4] memory signals = [commitments.riskRoot, opened.id, opened.wordIndex, opened.word];
        if (!verifier.verifyProof(opened.a, opened.b, opened.c, signals)) {
            revert WordNotOpened(opened.id, opened.wordIndex, opened.word);
        }
    }

    function _requireMarket(Commitments calldata commitments, MarketOpening memory opening) internal pure {
        if (!opening.opens(commitments.marketRoot)) revert MarketNotOpened(opening.leaf.id, commitments.marketRoot);
    }

    function _requireScenario(Commitments calldata commitments, ScenarioOpening memory opening) internal pure {
        if (!opening.opens(commitments.parametersHash, commitments.parameterSet)) {
            revert ScenarioNotOpened(opening.scenario.lane, commitments.parametersHash);
        }
    }

    /// @dev Marks in their ranges, and taken when the epoch says
    function _isMarketSound(Commitments calldata commitments, MarketOpening memory opening)
        internal
        pure
        returns (bool)
    {
        _requireMarket(commitments, opening);
        MarketLeaf memory leaf = opening.leaf;
        return leaf.id <= opening.instrumentCount && leaf.snapshotTimeMs / 1000 == commitments.snapshotTime
            && leaf.isWellFormed();
    }

    function _requireNetWord(uint256 wordIndex, uint256 last) internal pure {
        if (wordIndex < RowForm.STRIKE_WORD || wordIndex > last) revert EvidenceMismatch(wordIndex, RowForm.STRIKE_WORD);
    }

    function _requireEqual(uint256 got, uint256 expected) internal pure {
        if (got != expected) revert EvidenceMismatch(got, expected);
    }
}
