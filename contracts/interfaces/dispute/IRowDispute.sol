// SPDX-License-Identifier: MIT
pragma solidity ^0.8.20;

import {IChargeEvidence} from "./IChargeEvidence.sol";
import {IParameterEvidence} from "./IParameterEvidence.sol";

/// @title Judges whether a posted risk table is wrong
/// @notice Evidence opens words of rows under the table's root (a proof of `circuits/row-word.circom`), marks under
/// `marketRoot` and scenarios under `parametersHash` (keccak256 Merkle paths). Whoever can open them can dispute.
/// An honest publisher cannot lose: every allowance is on its side. docs/disputes.md says what is not judged.
interface IRowDispute is IChargeEvidence, IParameterEvidence {
    /// @notice What an epoch committed to, and of which level the disputed table is
    struct Commitments {
        uint256 riskRoot;
        bytes32 marketRoot;
        bytes32 parametersHash;
        /// As registered through the timelock
        bytes32 parameterSet;
        /// Seconds
        uint40 snapshotTime;
        /// Seconds, 0 when the epoch claims that nothing expires
        uint40 nextExpiry;
        bool isInitial;
    }

    /// @notice What is wrong, and with it the form of the evidence
    enum Ground {
        /// `abi.encode(LaneEvidence)`: a stress or tail lane is not what marks and scenarios give
        Lane,
        /// `abi.encode(WordOpening)`: an element that no sound row has at its place
        Word,
        /// `abi.encode(WordOpening, WordOpening)`: a word with a lane beyond the row's bound, and the bound
        Bound,
        /// `abi.encode(MarketOpening)`: marks outside their ranges or not of the epoch's time
        MarketLeaf,
        /// `abi.encode(ScenarioOpening)`: a scenario or parameters outside their ranges
        ScenarioLeaf,
        /// `abi.encode(MarketOpening, MarketOpening)`: ids in the wrong order, or one id twice
        IdOrder,
        /// `abi.encode(SetKeyEvidence)`: a set key that is not the first id of the row's set
        SetKey,
        /// `abi.encode(WordOpening, WordOpening)`: an element 62 to 65 in a row whose key word names no set for it
        NoSet,
        /// `abi.encode(WordOpening, WordOpening, MarketOpening, MarketOpening)`: elements 65 that differ in one underlying
        DeltaAllowance,
        /// `abi.encode(LaneEvidence)`: a net lane of elements 62 to 64 (any of its scenarios: parameters are read)
        NetLane,
        /// `abi.encode(WordOpening, MarketOpening)`: a row beyond the last instrument, and any marks
        Unlisted,
        /// `abi.encode(MarketOpening)`: marks that expire before the epoch's `nextExpiry`
        Expiry,
        /// `abi.encode(uint16 id, uint256[8][4] path, MarketOpening)`: the empty leaf in an instrument's place, and any marks
        Missing,
        /// `abi.encode(MarketOpening, MarketOpening)`: marks that contradict each other, or themselves (one leaf twice)
        MarksTogether,
        /// `abi.encode(WordOpening, MarketOpening, ChargeOpening)`: a slope below what the registered parameters ask, or
        /// a free delta above the largest that they leave
        Charge,
        /// `abi.encode(MarketOpening, ScenarioOpening, ScenarioLeaf, bytes32[] path)`: a common stress scenario that is not
        /// the registered one, with the registered one and its path
        Stress
    }

    /// @notice Element `wordIndex` of row `id` is `word`, with the proof
    struct WordOpening {
        uint16 id;
        /// 0–25 stress, 26–55 tail, then as in src/risk/model/risk-row.ts up to 67
        uint8 wordIndex;
        uint256 word;
        uint256[2] a;
        uint256[2][2] b;
        uint256[2] c;
    }

    /// @notice Marks of one instrument. Amounts have 18 decimals, times are milliseconds
    struct MarketLeaf {
        uint16 id;
        /// 1 cash, 2 coin, 3 hold, 4 order, 5 perpetual, 6 future, 7 option
        uint8 kind;
        /// What scenarios move it by: an asset's own symbol, for all else the underlying
        bytes32 subject;
        bytes32 underlying;
        uint64 snapshotTimeMs;
        /// 0 for what does not expire
        uint64 expiryMs;
        bool isCall;
        uint256 lotE18;
        /// Price, mark or forward in USD
        uint256 priceE18;
        uint256 indexE18;
        /// Perpetuals and futures, else 0
        uint256 settlementE18;
        /// Options, else 0, as the rest
        uint256 strikeE18;
        uint256 ivE18;
        uint256 fixedForwardE18;
        uint256 discountE18;
    }

    /// @notice `marketRoot` is the hash of (form, `marketHash`, `marksRoot`, `instrumentCount`); the leaf lies under
    /// `marksRoot`. A tree cannot show that a leaf is absent, so the number of leaves is committed to
    struct MarketOpening {
        MarketLeaf leaf;
        bytes32 marketHash;
        bytes32 marksRoot;
        uint16 instrumentCount;
        bytes32[] path;
    }

    /// @notice What one lane does to one subject; moves in parts per million
    struct ScenarioLeaf {
        /// Stress lanes, then tail lanes: lane k of word w is 4·w + k
        uint8 lane;
        bytes32 subject;
        /// Name of the parameters that count for the subject
        bytes32 parametersOf;
        uint32 laterMs;
        /// Share of the repricing that counts
        uint256 weightE18;
        int256 move;
        int256 depeg;
        /// 0 flat, 1 up, 2 down, 3 the surface below, 4 down and what is near expiry worth nothing
        uint8 vol;
        /// Relative change of the volatility at the money at 7, 30, 90 and 180 days
        int256[4] levels;
        int256 riskReversal;
        int256 fly;
        int256 basisPerYear;
    }

    /// @notice `parametersHash` is the hash of (form, `inputsHash`, `scenarioRoot`); the scenario lies under `scenarioRoot`,
    /// parameters under `parameterRoot`: the registered `parameterSet` is the hash of (form, `paramsHash`, `parameterRoot`)
    struct ScenarioOpening {
        ScenarioLeaf scenario;
        bytes32[] scenarioPath;
        ParameterLeaf parameters;
        bytes32[] parameterPath;
        bytes32 paramsHash;
        bytes32 parameterRoot;
        bytes32 inputsHash;
        bytes32 scenarioRoot;
    }

    struct LaneEvidence {
        WordOpening word;
        /// Which of the word's four lanes
        uint8 laneOfWord;
        MarketOpening market;
        ScenarioOpening scenario;
    }

    enum SetLevel {
        Strike,
        Expiry,
        Underlying
    }

    struct SetKeyEvidence {
        /// Element 66 of the row
        WordOpening keyWord;
        SetLevel level;
        MarketOpening own;
        /// The instrument that the key names, or an earlier member of the set; `own` when no other is needed
        MarketOpening other;
    }

    /// @notice Thrown when a proof does not open a word under the risk root
    error WordNotOpened(uint16 id, uint8 wordIndex, uint256 word);
    /// @notice Thrown when a leaf and its path do not lead to `marketRoot`
    error MarketNotOpened(uint16 id, bytes32 marketRoot);
    /// @notice Thrown when leaves and their paths do not lead to `parametersHash`
    error ScenarioNotOpened(uint8 lane, bytes32 parametersHash);
    /// @notice Thrown when parts of the evidence are about different rows, lanes or subjects, or of the wrong place
    error EvidenceMismatch(uint256 got, uint256 expected);
    /// @notice Thrown when charges and their path do not lead to the registered parameter set
    error ChargesNotOpened(bytes32 parameterSet);
    /// @notice Thrown when a path does not lead from an empty leaf to the risk root
    error RowNotEmpty(uint16 id);
    /// @notice Thrown when a leaf is outside its ranges: dispute the leaf itself
    error LeafMalformed(uint16 id, uint8 lane);

    /// @notice Whether the evidence shows the table of `commitments` to be wrong. `false` is no verdict that it is
    /// right: it says that this evidence shows nothing
    function isWrong(Commitments calldata commitments, Ground ground, bytes calldata evidence)
        external
        view
        returns (bool);

    /// @notice Whether an opening answers a demand for the marks of instrument `id`: those marks, or, when the market
    /// has fewer instruments, marks of any other, which carry the number of instruments
    /// @param opening `abi.encode(MarketOpening)`
    function opensMarket(bytes32 marketRoot, uint16 id, bytes calldata opening) external pure returns (bool);

    /// @notice Whether an opening answers a demand for lane `lane` of `subject`: that scenario with the parameters
    /// @param commitment keccak256 of the epoch's `parametersHash` and `parameterSet`
    /// @param opening `abi.encode(ScenarioOpening)`
    function opensScenario(bytes32 commitment, uint8 lane, bytes32 subject, bytes calldata opening)
        external
        pure
        returns (bool);

    /// @notice An instrument's underlying and its spot price in the marks; reverts for marks that do not open
    /// @param opening `abi.encode(MarketOpening)`
    function indexOf(bytes32 marketRoot, bytes calldata opening)
        external
        pure
        returns (bytes32 underlying, uint256 indexE18);

    /// @notice What scenarios move an instrument by; reverts for marks that do not open
    /// @param opening `abi.encode(MarketOpening)`
    function subjectOf(bytes32 marketRoot, bytes calldata opening) external pure returns (bytes32);
}
