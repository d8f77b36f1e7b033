// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity =0.8.37;

import {MerkleProof} from "@openzeppelin/contracts/utils/cryptography/MerkleProof.sol";
import {IChargeEvidence} from "../interfaces/dispute/IChargeEvidence.sol";
import {IRowDispute} from "../interfaces/dispute/IRowDispute.sol";

/// @title Scenarios and the parameters of lanes: how they open and their ranges
/// @notice `src/risk/scenarios/scenario-tree.ts` writes the same leaves and refuses scenarios outside the same ranges.
library ScenarioLeafLib {
    uint8 internal constant FLAT = 0;
    uint8 internal constant UP = 1;
    uint8 internal constant DOWN = 2;
    uint8 internal constant SURFACE = 3;
    uint8 internal constant PIN = 4;

    bytes32 private constant PARAMETER_FORM = keccak256("zkmargin.parameter-leaf.v3");
    bytes32 private constant SCENARIO_FORM = keccak256("zkmargin.scenario-leaf.v2");
    bytes32 private constant CHARGE_FORM = keccak256("zkmargin.charge-leaf.v2");
    bytes32 private constant STRESS_FORM = keccak256("zkmargin.stress-leaf.v1");
    bytes32 private constant SET_FORM = keccak256("zkmargin.parameter-set.v1");
    bytes32 private constant ROOT_FORM = keccak256("zkmargin.parameters-root.v2");

    uint256 private constant LANES = 216;
    uint8 private constant MARK_LANE = 0;
    /// @dev Seven days in milliseconds
    uint256 private constant LARGEST_LATER = 7 days * 1_000;
    uint256 private constant LARGEST_TENOR = 365 days * 1_000;
    /// @dev Of balanced trees over 256 lanes of 4,095 subjects, and over as many leaves of parameters as instruments.
    /// What is deeper cannot be shown: see `MarketLeafLib`
    uint256 private constant LARGEST_SCENARIO_DEPTH = 20;
    uint256 private constant LARGEST_PARAMETER_DEPTH = 12;
    int256 private constant SMALLEST_MOVE = -990_000;
    int256 private constant LARGEST_MOVE = 20_000_000;
    int256 private constant LEVEL_LIMIT = 2 ** 36;
    int256 private constant SHAPE_LIMIT = 2 ** 30;

    /// @notice Whether the scenario leads to `parametersHash` and the parameters to the registered set
    function opens(IRowDispute.ScenarioOpening memory opening, bytes32 parametersHash, bytes32 parameterSet)
        internal
        pure
        returns (bool)
    {
        if (opening.scenarioPath.length > LARGEST_SCENARIO_DEPTH) return false;
        if (opening.parameterPath.length > LARGEST_PARAMETER_DEPTH) return false;
        if (parameterSetOf(opening.paramsHash, opening.parameterRoot) != parameterSet) return false;
        if (parametersHashOf(opening.inputsHash, opening.scenarioRoot) != parametersHash) return false;
        bytes32 parameters = keccak256(bytes.concat(keccak256(abi.encode(PARAMETER_FORM, opening.parameters))));
        bytes32 scenario = keccak256(bytes.concat(keccak256(abi.encode(SCENARIO_FORM, opening.scenario))));
        return MerkleProof.verify(opening.parameterPath, opening.parameterRoot, parameters)
            && MerkleProof.verify(opening.scenarioPath, opening.scenarioRoot, scenario);
    }

    /// @notice Whether charges lead to the registered set
    function opensCharges(IChargeEvidence.ChargeOpening memory opening, bytes32 parameterSet)
        internal
        pure
        returns (bool)
    {
        if (opening.path.length > LARGEST_PARAMETER_DEPTH) return false;
        if (parameterSetOf(opening.paramsHash, opening.parameterRoot) != parameterSet) return false;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(CHARGE_FORM, opening.charges))));
        return MerkleProof.verify(opening.path, opening.parameterRoot, leaf);
    }

    /// @notice Whether a common stress scenario is one that was registered under `parameterRoot`
    function opensStress(IRowDispute.ScenarioLeaf memory registered, bytes32[] memory path, bytes32 parameterRoot)
        internal
        pure
        returns (bool)
    {
        if (path.length > LARGEST_PARAMETER_DEPTH) return false;
        bytes32 leaf = keccak256(bytes.concat(keccak256(abi.encode(STRESS_FORM, registered))));
        return MerkleProof.verify(path, parameterRoot, leaf);
    }

    /// @notice What the timelock registers
    /// @param paramsHash keccak256 of the parameters' canonical form
    function parameterSetOf(bytes32 paramsHash, bytes32 parameterRoot) internal pure returns (bytes32) {
        return keccak256(abi.encode(SET_FORM, paramsHash, parameterRoot));
    }

    /// @notice What publishers post
    /// @param inputsHash keccak256 of parameters and scenarios in canonical form
    function parametersHashOf(bytes32 inputsHash, bytes32 scenarioRoot) internal pure returns (bytes32) {
        return keccak256(abi.encode(ROOT_FORM, inputsHash, scenarioRoot));
    }

    /// @notice Whether scenario and parameters are in the ranges for which lanes can be recomputed
    function isWellFormed(IRowDispute.ScenarioOpening memory opening) internal pure returns (bool) {
        bool areOfOne = opening.scenario.parametersOf == opening.parameters.name;
        return areOfOne && _isScenario(opening.scenario) && _areParameters(opening.parameters);
    }

    function _isScenario(IRowDispute.ScenarioLeaf memory s) private pure returns (bool) {
        if (s.lane >= LANES || s.laterMs > LARGEST_LATER || s.weightE18 > 1e18 || s.vol > PIN) return false;
        if (s.move < SMALLEST_MOVE || s.move > LARGEST_MOVE) return false;
        if (s.depeg < SMALLEST_MOVE || s.depeg > LARGEST_MOVE) return false;
        for (uint256 i = 0; i < 4; ++i) {
            if (!_within(s.levels[i], LEVEL_LIMIT)) return false;
        }
        if (s.lane == MARK_LANE && !_isStill(s)) return false;
        return _within(s.riskReversal, SHAPE_LIMIT) && _within(s.fly, SHAPE_LIMIT)
            && _within(s.basisPerYear, SHAPE_LIMIT);
    }

    /// @dev The lane that is the value of a lot now: equity comes from it, so nothing may move in it
    function _isStill(IRowDispute.ScenarioLeaf memory s) private pure returns (bool) {
        bool isUnmoved = s.move == 0 && s.depeg == 0 && s.basisPerYear == 0 && s.laterMs == 0;
        return isUnmoved && s.vol == FLAT && s.weightE18 == 1e18;
    }

    /// @dev The ranges of src/risk/params/risk-params.ts
    function _areParameters(IRowDispute.ParameterLeaf memory p) private pure returns (bool) {
        if (p.initialWeight == 0 || p.initialWeight > 1e6) return false;
        if (p.initialMultiplier < 1e6 || p.initialMultiplier > 10e6) return false;
        if (p.tenorFloorDays < 1e4 || p.tenorFloorDays > 30e6) return false;
        if (p.shortPower > 1e6 || p.longPower > 1e6 || p.rangeDown > 1e6 || p.floorShare > 1e6) return false;
        if (p.rangeUp > 5e6 || p.upFloor > 5e6 || p.wingCap > 5e6 || p.horizonDays > 1) return false;
        if (p.basisUp < 0 || p.basisUp > 900_000 || p.basisDown < -900_000 || p.basisDown > 0) return false;
        if (p.basisAdd > 5e6 || p.basisPerYear > 20e6 || p.offsetFloorMove > 900_000) return false;
        if (p.uncoveredShortNearMs >= p.uncoveredShortFarMs || p.uncoveredShortFarMs > LARGEST_TENOR) return false;
        if (p.uncoveredShortFar > p.uncoveredShortNear) return false;
        if (p.pinNearMs >= p.pinFarMs || p.pinFarMs > LARGEST_TENOR || p.pinnedOption > 1e6) return false;
        return p.uncoveredShortNear <= 1e6 && p.vegaShare <= 1e6 && p.offsetFloorShare <= 1e6 && p.deltaRate <= 1e6;
    }

    function _within(int256 value, int256 limit) private pure returns (bool) {
        return value > -limit && value < limit;
    }
}
