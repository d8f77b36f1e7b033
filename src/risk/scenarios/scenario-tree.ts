/**
 * The scenarios of a table as a Merkle tree with one leaf per lane and subject, beside the registered parameter set,
 * which has the parameters that lanes need. A subject is what scenarios move: an asset by its own symbol (spot of its
 * underlying and its peg), everything else by its underlying. `contracts/dispute/ScenarioLeafLib.sol`
 * reads the same words.
 */
import { abiWords, keccakWord, tagWord } from "../../hashing/abi-words.ts";
import { buildKeccakTree, type Hash32, type KeccakTree } from "../../hashing/keccak-tree.ts";
import { compareText } from "../../market/instruments/listing-order.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { scenarioSubject } from "../../market/snapshot/market-tree.ts";
import type { ScenarioSet } from "../model/scenario.ts";
import { basisOf, hashRiskParams, ownMove, type RiskParams, volOf } from "../params/risk-params.ts";
import { type ChargeLeaf, chargeLeaf, chargeWords } from "./charge-leaf.ts";
import { type ParameterSet, parameterSetOf } from "./parameter-set.ts";
import {
	COMMON,
	nameWord,
	ownNames,
	type ScenarioLeaf,
	scenarioLeaf,
	scenarioWords,
} from "./scenario-leaf.ts";
import { hashRiskInputs } from "./scenario-set.ts";
import { stressLeaves, stressWords } from "./stress-leaves.ts";

const PARAMETER_FORM = tagWord("zkmargin.parameter-leaf.v3");
const ROOT_FORM = tagWord("zkmargin.parameters-root.v2");

/** `IRowDispute.ParameterLeaf`: ratios in ppm, of the initial level. */
export type ParameterLeaf = {
	/** `bytes32` of the ticker whose parameters these are; 0 for all that have none of their own. */
	readonly name: bigint;
	readonly initialWeight: bigint;
	readonly initialMultiplier: bigint;
	readonly rangeUp: bigint;
	readonly rangeDown: bigint;
	readonly shortPower: bigint;
	readonly longPower: bigint;
	readonly tenorFloorDays: bigint;
	readonly upFloor: bigint;
	readonly floorShare: bigint;
	readonly wingCap: bigint;
	readonly horizonDays: bigint;
	readonly uncoveredShortNear: bigint;
	readonly uncoveredShortFar: bigint;
	/** Ms to expiry up to which, and from which on. */
	readonly uncoveredShortNearMs: bigint;
	readonly uncoveredShortFarMs: bigint;
	readonly pinnedOption: bigint;
	readonly pinNearMs: bigint;
	readonly pinFarMs: bigint;
	readonly basisUp: bigint;
	readonly basisDown: bigint;
	readonly basisAdd: bigint;
	readonly basisPerYear: bigint;
	readonly vegaShare: bigint;
	readonly offsetFloorShare: bigint;
	readonly offsetFloorMove: bigint;
	readonly deltaRate: bigint;
};

export type ScenarioTree = ParameterSet & {
	/** What publishers post: the hash of all inputs and the root of the leaves together. */
	readonly parametersHash: Hash32;
	readonly inputsHash: Hash32;
	readonly scenarioRoot: Hash32;
	/** The common ones first, then those of underlyings that have their own. */
	readonly parameters: readonly ParameterLeaf[];
	readonly charges: ChargeLeaf;
	/** What is registered of the common stress scenarios, behind the charges. */
	readonly stress: readonly ScenarioLeaf[];
	readonly scenarios: readonly ScenarioLeaf[];
	readonly tree: KeccakTree;
};

/** Place of the charges in the tree of the parameter set, after the parameters of lanes. */
export function chargePlace(parameters: readonly ParameterLeaf[]): number {
	return parameters.length;
}

/** Place of the first common stress scenario there. */
export function stressPlace(parameters: readonly ParameterLeaf[]): number {
	return chargePlace(parameters) + 1;
}

/** @throws InputError `SCENARIO_OUT_OF_RANGE`, `PARAMETERS_TOO_MANY` */
export function buildScenarioTree(request: {
	readonly instruments: readonly MarkedInstrument[];
	readonly params: RiskParams;
	readonly scenarios: ScenarioSet;
}): ScenarioTree {
	const { instruments, params, scenarios } = request;
	const subjects = new Map(instruments.map((one) => [scenarioSubject(one), one.underlying]));
	const ordered = [...subjects].sort(([a], [b]) => compareText(a, b));
	const lanes = [...scenarios.stress, ...scenarios.tail];
	const leaves = lanes.flatMap((scenario, lane) =>
		ordered.map(([subject, underlying]) => scenarioLeaf({ params, scenario, lane, subject, underlying })),
	);
	return scenarioTreeOf({
		parameters: parameterLeaves(params),
		charges: chargeLeaf(params),
		stress: stressLeaves(params),
		scenarios: leaves,
		paramsHash: hashRiskParams(params),
		inputsHash: hashRiskInputs(params, scenarios),
	});
}

/**
 * Name of a parameter set on a chain: what the timelock registers and every epoch names. The scenarios of the day are
 * not part of it: they follow from it and from public prices, and are in the epoch's own `parametersHash`.
 */
export function parameterSetHash(params: RiskParams): Hash32 {
	const leaves = setLeaves({
		parameters: parameterLeaves(params),
		charges: chargeLeaf(params),
		stress: stressLeaves(params),
	});
	return parameterSetOf(leaves, hashRiskParams(params)).parameterSet;
}

/** The tree of leaves as they are, whatever is in them: a watcher's, of what others posted. */
export function scenarioTreeOf(
	content: Pick<
		ScenarioTree,
		"parameters" | "charges" | "stress" | "scenarios" | "paramsHash" | "inputsHash"
	>,
): ScenarioTree {
	const { parameters, charges, stress, scenarios, paramsHash, inputsHash } = content;
	const set = parameterSetOf(setLeaves(content), paramsHash);
	const tree = buildKeccakTree(scenarios.map((leaf) => scenarioWords(leaf)));
	const words = abiWords([ROOT_FORM, BigInt(inputsHash), BigInt(tree.root)]);
	const parametersHash: Hash32 = `0x${keccakWord(words).toString(16).padStart(64, "0")}`;
	return {
		...set,
		parametersHash,
		inputsHash,
		scenarioRoot: tree.root,
		parameters,
		charges,
		stress,
		scenarios,
		tree,
	};
}

/** ABI words of what is registered, in the order of the places above. */
export function setLeaves({
	parameters,
	charges,
	stress,
}: Pick<ScenarioTree, "parameters" | "charges" | "stress">) {
	return [...parameters.map(parameterWords), chargeWords(charges), ...stress.map(stressWords)];
}

/** Words in the order of the Solidity struct, behind the tag. */
export function parameterWords(leaf: ParameterLeaf): bigint[] {
	return [
		PARAMETER_FORM,
		leaf.name,
		leaf.initialWeight,
		leaf.initialMultiplier,
		leaf.rangeUp,
		leaf.rangeDown,
		leaf.shortPower,
		leaf.longPower,
		leaf.tenorFloorDays,
		leaf.upFloor,
		leaf.floorShare,
		leaf.wingCap,
		leaf.horizonDays,
		leaf.uncoveredShortNear,
		leaf.uncoveredShortFar,
		leaf.uncoveredShortNearMs,
		leaf.uncoveredShortFarMs,
		leaf.pinnedOption,
		leaf.pinNearMs,
		leaf.pinFarMs,
		leaf.basisUp,
		leaf.basisDown,
		leaf.basisAdd,
		leaf.basisPerYear,
		leaf.vegaShare,
		leaf.offsetFloorShare,
		leaf.offsetFloorMove,
		leaf.deltaRate,
	];
}

function parameterLeaves(params: RiskParams): ParameterLeaf[] {
	return [COMMON, ...ownNames(params)].map((name) => parameterLeaf(params, name));
}

/** What lanes need of the parameters, of an underlying or of all that have none of their own. */
export function parameterLeaf(params: RiskParams, underlying: string): ParameterLeaf {
	const { levels, stress, charges } = params;
	const { rangeUp, rangeDown, shortPower, longPower, tenorFloorDays, upFloor, floorShare, wingCap } = volOf(
		params,
		underlying,
	);
	const basis = basisOf(params, underlying);
	return {
		name: nameWord(underlying),
		initialWeight: levels.initialWeight,
		initialMultiplier: levels.initialMultiplier,
		rangeUp,
		rangeDown,
		shortPower,
		longPower,
		tenorFloorDays,
		upFloor,
		floorShare,
		wingCap,
		horizonDays: BigInt(stress.horizonDays),
		uncoveredShortNear: charges.uncoveredShortOption.near,
		uncoveredShortFar: charges.uncoveredShortOption.far,
		uncoveredShortNearMs: BigInt(charges.uncoveredShortOption.nearMs),
		uncoveredShortFarMs: BigInt(charges.uncoveredShortOption.farMs),
		pinnedOption: charges.pinnedOption,
		pinNearMs: BigInt(stress.pin.nearMs),
		pinFarMs: BigInt(stress.pin.farMs),
		basisUp: basis.up,
		basisDown: basis.down,
		basisAdd: basis.add,
		basisPerYear: basis.perYear,
		vegaShare: charges.vega.shareOfUpShock,
		offsetFloorShare: charges.offsetFloor.share,
		offsetFloorMove: ownMove(params, underlying, charges.offsetFloor.move),
		deltaRate: charges.concentration.rate,
	};
}
