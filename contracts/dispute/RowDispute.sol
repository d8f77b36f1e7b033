// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";
import {IRowOpening} from "../interfaces/dispute/IRowOpening.sol";
import {IRowWordVerifier} from "../interfaces/IRowWordVerifier.sol";
import {ChargeGround} from "./ChargeGround.sol";
import {EvidenceOpening} from "./EvidenceOpening.sol";
import {LaneRange} from "./LaneRange.sol";
import {ListingGrounds} from "./ListingGrounds.sol";
import {MarketLeafLib} from "./MarketLeafLib.sol";
import {NetLane} from "./NetLane.sol";
import {PackedWord} from "./PackedWord.sol";
import {RowForm} from "./RowForm.sol";
import {ScenarioLeafLib} from "./ScenarioLeafLib.sol";
import {StressGround} from "./StressGround.sol";

/// @title RowDispute
/// @notice Stateless, without an owner; the contract that holds epochs and bonds asks and acts on the answer.
contract RowDispute is ListingGrounds, ChargeGround, StressGround {
    using MarketLeafLib for MarketLeaf;
    using ScenarioLeafLib for ScenarioOpening;

    constructor(IRowWordVerifier verifier_, IRowOpening rowOpening_)
        EvidenceOpening(verifier_)
        ListingGrounds(rowOpening_)
    {}

    /// @inheritdoc IRowDispute
    function isWrong(Commitments calldata commitments, Ground ground, bytes calldata evidence)
        external
        view
        returns (bool)
    {
        if (ground == Ground.Lane || ground == Ground.NetLane) {
            return _laneIsWrong(commitments, abi.decode(evidence, (LaneEvidence)), ground == Ground.NetLane);
        }
        if (ground == Ground.Word) return _wordIsWrong(commitments, abi.decode(evidence, (WordOpening)));
        if (ground == Ground.Bound) {
            (WordOpening memory word, WordOpening memory bound) = abi.decode(evidence, (WordOpening, WordOpening));
            return _boundIsWrong(commitments, word, bound);
        }
        if (ground == Ground.MarketLeaf) {
            return !_isMarketSound(commitments, abi.decode(evidence, (MarketOpening)));
        }
        if (ground == Ground.ScenarioLeaf) {
            ScenarioOpening memory opening = abi.decode(evidence, (ScenarioOpening));
            _requireScenario(commitments, opening);
            return !opening.isWellFormed();
        }
        if (ground == Ground.IdOrder) {
            (MarketOpening memory a, MarketOpening memory b) = abi.decode(evidence, (MarketOpening, MarketOpening));
            return _orderIsWrong(commitments, a, b);
        }
        if (ground == Ground.SetKey) return _setKeyIsWrong(commitments, abi.decode(evidence, (SetKeyEvidence)));
        if (ground == Ground.NoSet) {
            (WordOpening memory word, WordOpening memory keyWord) = abi.decode(evidence, (WordOpening, WordOpening));
            return _lacksSet(commitments, word, keyWord);
        }
        if (ground == Ground.DeltaAllowance) return _deltaAllowanceIsWrong(commitments, evidence);
        if (ground == Ground.Unlisted) {
            (WordOpening memory word, MarketOpening memory market) = abi.decode(evidence, (WordOpening, MarketOpening));
            return _isUnlisted(commitments, word, market);
        }
        if (ground == Ground.Expiry) return _expiryIsWrong(commitments, abi.decode(evidence, (MarketOpening)));
        if (ground == Ground.Missing) return _isMissing(commitments, evidence);
        if (ground == Ground.MarksTogether) return _marksDisagree(commitments, evidence);
        if (ground == Ground.Charge) return _chargeIsWrong(commitments, evidence);
        return _stressIsWrong(commitments, evidence);
    }

    /// @inheritdoc IRowDispute
    function opensMarket(bytes32 marketRoot, uint16 id, bytes calldata opening) external pure returns (bool) {
        MarketOpening memory shown = abi.decode(opening, (MarketOpening));
        if (!MarketLeafLib.opens(shown, marketRoot)) return false;
        return shown.leaf.id == id || id > shown.instrumentCount;
    }

    /// @inheritdoc IRowDispute
    function opensScenario(bytes32 commitment, uint8 lane, bytes32 subject, bytes calldata opening)
        external
        pure
        returns (bool)
    {
        ScenarioOpening memory shown = abi.decode(opening, (ScenarioOpening));
        if (shown.scenario.lane != lane || shown.scenario.subject != subject) return false;
        if (shown.scenario.parametersOf != shown.parameters.name) return false;
        bytes32 parameterSet = ScenarioLeafLib.parameterSetOf(shown.paramsHash, shown.parameterRoot);
        bytes32 parametersHash = ScenarioLeafLib.parametersHashOf(shown.inputsHash, shown.scenarioRoot);
        if (keccak256(abi.encode(parametersHash, parameterSet)) != commitment) return false;
        return ScenarioLeafLib.opens(shown, parametersHash, parameterSet);
    }

    /// @inheritdoc IRowDispute
    function indexOf(bytes32 marketRoot, bytes calldata opening) external pure returns (bytes32, uint256) {
        MarketOpening memory shown = abi.decode(opening, (MarketOpening));
        if (!MarketLeafLib.opens(shown, marketRoot)) revert MarketNotOpened(shown.leaf.id, marketRoot);
        return (shown.leaf.underlying, shown.leaf.indexE18);
    }

    /// @inheritdoc IRowDispute
    function subjectOf(bytes32 marketRoot, bytes calldata opening) external pure returns (bytes32) {
        MarketOpening memory shown = abi.decode(opening, (MarketOpening));
        if (!MarketLeafLib.opens(shown, marketRoot)) revert MarketNotOpened(shown.leaf.id, marketRoot);
        return shown.leaf.subject;
    }

    /* GROUNDS */

    function _laneIsWrong(Commitments calldata commitments, LaneEvidence memory evidence, bool isNet)
        private
        view
        returns (bool)
    {
        WordOpening memory opened = evidence.word;
        MarketLeaf memory market = evidence.market.leaf;
        ScenarioLeaf memory scenario = evidence.scenario.scenario;
        _requireEqual(market.id, opened.id);
        if (evidence.laneOfWord > 3) revert EvidenceMismatch(evidence.laneOfWord, 3);
        if (isNet) {
            _requireNetWord(opened.wordIndex, RowForm.UNDERLYING_WORD);
        } else {
            _requireEqual(scenario.lane, 4 * uint256(opened.wordIndex) + evidence.laneOfWord);
        }
        _requireEqual(uint256(scenario.subject), uint256(market.subject));
        _requireWord(commitments, opened);
        _requireScenario(commitments, evidence.scenario);
        // Committed to under the subject of these marks: parameters of another underlying are wrong by themselves.
        bool isOwn = scenario.parametersOf == 0 || scenario.parametersOf == market.underlying;
        bool isSound = _isMarketSound(commitments, evidence.market) && evidence.scenario.isWellFormed();
        if (!isSound) revert LeafMalformed(market.id, scenario.lane);

        (bool decodes, int256[4] memory lanes) = PackedWord.unpack(opened.word);
        if (!decodes || !isOwn) return true;
        (int256 lowest, int256 highest) = _honestRange(evidence, commitments.isInitial, isNet);
        return lanes[evidence.laneOfWord] < lowest || lanes[evidence.laneOfWord] > highest;
    }

    function _honestRange(LaneEvidence memory evidence, bool isInitial, bool isNet)
        private
        pure
        returns (int256 lowest, int256 highest)
    {
        MarketLeaf memory market = evidence.market.leaf;
        ParameterLeaf memory parameters = evidence.scenario.parameters;
        if (isNet) {
            return NetLane.netRange(market, parameters, evidence.word.wordIndex, evidence.laneOfWord, isInitial);
        }
        return LaneRange.laneRange(market, evidence.scenario.scenario, parameters, isInitial);
    }

    function _wordIsWrong(Commitments calldata commitments, WordOpening memory opened) private view returns (bool) {
        _requireWord(commitments, opened);
        return !RowForm.isSound(opened.id, opened.wordIndex, opened.word);
    }

    function _boundIsWrong(Commitments calldata commitments, WordOpening memory opened, WordOpening memory bound)
        private
        view
        returns (bool)
    {
        _requireEqual(bound.wordIndex, RowForm.BOUND);
        _requireEqual(bound.id, opened.id);
        _requireWord(commitments, opened);
        _requireWord(commitments, bound);
        if (!RowForm.isSound(bound.id, bound.wordIndex, bound.word)) return true;
        return !RowForm.isBounded(opened.wordIndex, opened.word, bound.word);
    }

    function _lacksSet(Commitments calldata commitments, WordOpening memory opened, WordOpening memory keyWord)
        private
        view
        returns (bool)
    {
        _requireEqual(keyWord.wordIndex, RowForm.KEY_WORD);
        _requireEqual(keyWord.id, opened.id);
        _requireNetWord(opened.wordIndex, RowForm.UNDERLYING_INTERCEPTS);
        _requireWord(commitments, opened);
        _requireWord(commitments, keyWord);
        return opened.word != 0 && !RowForm.netsInSet(opened.wordIndex, keyWord.word);
    }

    function _deltaAllowanceIsWrong(Commitments calldata commitments, bytes calldata evidence) private view returns (bool) {
        (WordOpening memory a, WordOpening memory b, MarketOpening memory ofA, MarketOpening memory ofB) =
            abi.decode(evidence, (WordOpening, WordOpening, MarketOpening, MarketOpening));
        _requireEqual(a.wordIndex, RowForm.UNDERLYING_INTERCEPTS);
        _requireEqual(b.wordIndex, RowForm.UNDERLYING_INTERCEPTS);
        _requireEqual(ofA.leaf.id, a.id);
        _requireEqual(ofB.leaf.id, b.id);
        _requireWord(commitments, a);
        _requireWord(commitments, b);
        _requireMarket(commitments, ofA);
        _requireMarket(commitments, ofB);
        return a.word != b.word && ofA.leaf.shareSet(ofB.leaf, SetLevel.Underlying);
    }
}
