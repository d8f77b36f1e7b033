/** What one lane does to one subject, as a leaf that contracts open. `contracts/dispute/ScenarioLeafLib.sol` reads it. */
import { InputError } from "../../errors/base.ts";
import { tagWord, textWord } from "../../hashing/abi-words.ts";
import { compareText } from "../../market/instruments/listing-order.ts";
import type { Decimal } from "../../units/decimal.ts";
import { LARGEST_MOVE_PPM, type Scenario, SMALLEST_MOVE_PPM } from "../model/scenario.ts";
import type { RiskParams } from "../params/risk-params.ts";

const SCENARIO_FORM = tagWord("zkmargin.scenario-leaf.v2");

const WEIGHT_DECIMALS = 18;
const VOL_CODES = { flat: 0, up: 1, down: 2, surface: 3, pin: 4 } as const;
const LEVEL_LIMIT = 1n << 36n;
const SHAPE_LIMIT = 1n << 30n;

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

/** Words in the order of the Solidity struct, behind the tag of the form. */
export function scenarioWords(leaf: ScenarioLeaf, form = SCENARIO_FORM): bigint[] {
	return [
		form,
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

/** Instead of a ticker: all that have no parameters of their own. */
export const COMMON = "";

/** Names of underlyings with parameters of their own. */
export function ownNames({ stress, charges }: RiskParams): string[] {
	const own = [stress.moveFactors, stress.vol.underlyings, charges.basis.underlyings];
	return [...new Set(own.flatMap(Object.keys))].sort(compareText);
}

export function nameWord(name: string): bigint {
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
		subject: nameWord(subject),
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
