/**
 * The scenarios of a table as a Merkle tree with one leaf per lane and subject, beside the registered parameter set,
 * which has the parameters that lanes need. A subject is what scenarios move: an asset by its own symbol (spot of its
 * underlying and its peg), everything else by its underlying. `contracts/dispute/ScenarioLeafLib.sol`
 * reads the same words.
 */
import { InputError } from "../../errors/base.ts";
import { abiWords, keccakWord, tagWord, textWord } from "../../hashing/abi-words.ts";
import { buildKeccakTree, type Hash32, type KeccakTree } from "../../hashing/keccak-tree.ts";
import { compareText } from "../../market/instruments/listing-order.ts";
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { scenarioSubject } from "../../market/snapshot/market-tree.ts";
import type { Decimal } from "../../units/decimal.ts";
import { LARGEST_MOVE_PPM, type Scenario, type ScenarioSet, SMALLEST_MOVE_PPM } from "../model/scenario.ts";
import { basisOf, hashRiskParams, ownMove, type RiskParams, volOf } from "../params/risk-params.ts";
import { type ChargeLeaf, chargeLeaf, chargeWords } from "./charge-leaf.ts";
import { type ParameterSet, parameterSetOf } from "./parameter-set.ts";
import { hashRiskInputs } from "./scenario-set.ts";

const PARAMETER_FORM = tagWord("zkmargin.parameter-leaf.v3");
const SCENARIO_FORM = tagWord("zkmargin.scenario-leaf.v2");
const ROOT_FORM = tagWord("zkmargin.parameters-root.v2");

const WEIGHT_DECIMALS = 18;
const VOL_CODES = { flat: 0, up: 1, down: 2, surface: 3, pin: 4 } as const;
const LEVEL_LIMIT = 1n << 36n;
const SHAPE_LIMIT = 1n << 30n;

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

/** `IRowDispute.ScenarioLeaf`: what one lane does to one subject; moves in ppm. */
export type ScenarioLeaf = {
	/** Stress lanes, then tail lanes: lane k of word w is 4·w + k. */
	readonly lane: number;
	readonly subject: bigint;
	/** Name of the parameters that count for the subject. */
	readonly parametersOf: bigint;
	/** When it happens, ms after the snapshot. */
	readonly laterMs: number;
	/** Share of the repricing that counts, 18 decimals. */
	readonly weightE18: bigint;
	readonly move: bigint;
	readonly depeg: bigint;
	readonly vol: number;
	readonly levels: readonly [bigint, bigint, bigint, bigint];
	readonly riskReversal: bigint;
	readonly fly: bigint;
	readonly basisPerYear: bigint;
};

export type ScenarioTree = ParameterSet & {
	/** What publishers post: the hash of all inputs and the root of the leaves together. */
	readonly parametersHash: Hash32;
	readonly inputsHash: Hash32;
	readonly scenarioRoot: Hash32;
	/** The common ones first, then those of underlyings that have their own. */
	readonly parameters: readonly ParameterLeaf[];
	readonly charges: ChargeLeaf;
	readonly scenarios: readonly ScenarioLeaf[];
	readonly tree: KeccakTree;
};

/** Place of the charges in the tree of the parameter set, after the parameters of lanes. */
export function chargePlace(parameters: readonly ParameterLeaf[]): number {
	return parameters.length;
}

/** @throws InputError `SCENARIO_OUT_OF_RANGE` */
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
	const leaves = [...parameterLeaves(params).map(parameterWords), chargeWords(chargeLeaf(params))];
	return parameterSetOf(leaves, hashRiskParams(params)).parameterSet;
}

/** The tree of leaves as they are, whatever is in them: a watcher's, of what others posted. */
export function scenarioTreeOf(
	content: Pick<ScenarioTree, "parameters" | "charges" | "scenarios" | "paramsHash" | "inputsHash">,
): ScenarioTree {
	const { parameters, charges, scenarios, paramsHash, inputsHash } = content;
	const set = parameterSetOf([...parameters.map(parameterWords), chargeWords(charges)], paramsHash);
	const tree = buildKeccakTree(scenarios.map(scenarioWords));
	const words = abiWords([ROOT_FORM, BigInt(inputsHash), BigInt(tree.root)]);
	const parametersHash: Hash32 = `0x${keccakWord(words).toString(16).padStart(64, "0")}`;
	return {
		...set,
		parametersHash,
		inputsHash,
		scenarioRoot: tree.root,
		parameters,
		charges,
		scenarios,
		tree,
	};
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

/** Words in the order of the Solidity struct, behind the tag. */
export function scenarioWords(leaf: ScenarioLeaf): bigint[] {
	return [
		SCENARIO_FORM,
		BigInt(leaf.lane),
		leaf.subject,
		leaf.parametersOf,
		BigInt(leaf.laterMs),
		leaf.weightE18,
		leaf.move,
		leaf.depeg,
		BigInt(leaf.vol),
		...leaf.levels,
		leaf.riskReversal,
		leaf.fly,
		leaf.basisPerYear,
	];
}

const COMMON = "";

/** Names of underlyings with parameters of their own. */
function ownNames({ stress, charges }: RiskParams): string[] {
	const own = [stress.moveFactors, stress.vol.underlyings, charges.basis.underlyings];
	return [...new Set(own.flatMap(Object.keys))].sort(compareText);
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

function nameWord(name: string): bigint {
	return name === COMMON ? 0n : textWord(name);
}

/** What a scenario does to one subject. @throws InputError `SCENARIO_OUT_OF_RANGE` */
export function scenarioLeaf(given: {
	readonly params: RiskParams;
	readonly scenario: Scenario;
	readonly lane: number;
	readonly subject: string;
	readonly underlying: string;
}): ScenarioLeaf {
	const { params, scenario, lane, subject, underlying } = given;
	const shock = scenario.vols[underlying] ?? "flat";
	const surface = typeof shock === "string" ? undefined : shock;
	const leaf: ScenarioLeaf = {
		lane,
		subject: textWord(subject),
		parametersOf: nameWord(ownNames(params).includes(underlying) ? underlying : COMMON),
		laterMs: scenario.laterMs,
		weightE18: exactWeight(scenario.weight, scenario.name),
		move: scenario.movesPpm[underlying] ?? 0n,
		depeg: scenario.depegsPpm[subject] ?? 0n,
		vol: VOL_CODES[typeof shock === "string" ? shock : "surface"],
		levels: surface?.levelPpm ?? [0n, 0n, 0n, 0n],
		riskReversal: surface?.riskReversalPpm ?? 0n,
		fly: surface?.flyPpm ?? 0n,
		basisPerYear: scenario.basisPerYearPpm[underlying] ?? 0n,
	};
	checkRanges(leaf, scenario.name);
	return leaf;
}

function exactWeight({ units, decimals }: Decimal, name: string): bigint {
	const scaled = units * 10n ** BigInt(WEIGHT_DECIMALS);
	const weight = scaled / 10n ** BigInt(decimals);
	const isExact = weight * 10n ** BigInt(decimals) === scaled;
	if (isExact && weight >= 0n && weight <= 10n ** BigInt(WEIGHT_DECIMALS)) return weight;
	throw outOfRange(name, "weight");
}

/** Beyond these a leaf is malformed on the chain, and posting it loses a dispute. */
function checkRanges(leaf: ScenarioLeaf, name: string): void {
	const within = (value: bigint, limit: bigint) => value > -limit && value < limit;
	const isMove = (value: bigint) => value >= SMALLEST_MOVE_PPM && value <= LARGEST_MOVE_PPM;
	if (!isMove(leaf.move)) throw outOfRange(name, "move");
	if (!isMove(leaf.depeg)) throw outOfRange(name, "depeg");
	if (!leaf.levels.every((level) => within(level, LEVEL_LIMIT))) throw outOfRange(name, "level");
	if (!within(leaf.riskReversal, SHAPE_LIMIT)) throw outOfRange(name, "riskReversal");
	if (!within(leaf.fly, SHAPE_LIMIT)) throw outOfRange(name, "fly");
	if (!within(leaf.basisPerYear, SHAPE_LIMIT)) throw outOfRange(name, "basisPerYear");
}

function outOfRange(name: string, field: string): InputError {
	return new InputError({
		code: "SCENARIO_OUT_OF_RANGE",
		message: `scenario "${name}": its ${field} is outside of what contracts can recompute`,
		field: `scenarios.${field}`,
		hint: "docs/disputes.md lists the ranges",
	});
}
