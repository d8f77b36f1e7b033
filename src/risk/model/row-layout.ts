/**
 * A risk row, written down once: its numbers in the order of files and batches, and its elements in the order in which
 * the circuit hashes them. Codec, zero row, bounds, file form and batch table follow from these two lists; a test compares
 * them with the constants of contracts and circuit.
 */
import { LANES_PER_WORD } from "../../field/packed-word.ts";
import { EXTRA_SEGMENTS, STRESS_LANES, TAIL_LANES } from "./dimensions.ts";
import type { RiskRow } from "./risk-row.ts";

/**
 * What a number is, and so what bounds it: values and nets are signed, slopes and steps are not, all four are per lot and
 * at most the row's bound; intercepts are amounts.
 */
export type NumberKind = "value" | "slope" | "step" | "net" | "intercept" | "key" | "bound";

const value = (name: "stress" | "tail", count: number) => ({ name, kind: "value", count }) as const;
const net = <Name extends string>(name: Name) => ({ name, kind: "net", count: 1 }) as const;
const key = <Name extends string>(name: Name) => ({ name, kind: "key", count: 1 }) as const;
const ladder = <Side extends "longCharge" | "shortCharge">(side: Side) =>
	[
		{ name: `${side}.baseSlope`, kind: "slope", count: 1 },
		{ name: `${side}.slopeSteps`, kind: "step", count: EXTRA_SEGMENTS },
		{ name: `${side}.intercepts`, kind: "intercept", count: EXTRA_SEGMENTS },
	] as const;

/** The numbers of a row, in the order of its file form. */
export const ROW_NUMBERS = [
	value("stress", STRESS_LANES),
	value("tail", TAIL_LANES),
	...ladder("longCharge"),
	...ladder("shortCharge"),
	net("uncoveredShort"),
	net("pin"),
	net("basisUp"),
	net("basisDown"),
	net("vega"),
	net("offsetFloorDown"),
	net("offsetFloorUp"),
	net("delta"),
	{ name: "deltaAllowance", kind: "intercept", count: 1 },
	key("keys.strike"),
	key("keys.expiry"),
	key("keys.underlying"),
	{ name: "bound", kind: "bound", count: 1 },
] as const satisfies readonly {
	readonly name: string;
	readonly kind: NumberKind;
	readonly count: number;
}[];

export type NumberName = (typeof ROW_NUMBERS)[number]["name"];

const PLACES = placesOf(ROW_NUMBERS);
export const NUMBERS_PER_ROW = ROW_NUMBERS.reduce((sum, { count }) => sum + count, 0);

/** Where a number, or the first of its kind, lies among `NUMBERS_PER_ROW`. */
export function numberPlace(name: NumberName): number {
	return PLACES[name];
}

const COUNTS = Object.fromEntries(ROW_NUMBERS.map(({ name, count }) => [name, count])) as Readonly<
	Record<NumberName, number>
>;

export function numberCount(name: NumberName): number {
	return COUNTS[name];
}

/** What a row has under each name: as many numbers as `ROW_NUMBERS` counts, set keys among them. */
export function numbersOf(row: RiskRow, name: NumberName): readonly bigint[] {
	switch (name) {
		case "stress":
			return row.stressMicroUsd;
		case "tail":
			return row.tailMicroUsd;
		case "longCharge.baseSlope":
			return [row.longCharge.baseSlopeMicroUsd];
		case "longCharge.slopeSteps":
			return row.longCharge.slopeStepsMicroUsd;
		case "longCharge.intercepts":
			return row.longCharge.interceptsMicroUsd;
		case "shortCharge.baseSlope":
			return [row.shortCharge.baseSlopeMicroUsd];
		case "shortCharge.slopeSteps":
			return row.shortCharge.slopeStepsMicroUsd;
		case "shortCharge.intercepts":
			return row.shortCharge.interceptsMicroUsd;
		case "uncoveredShort":
			return [row.uncoveredShortMicroUsd];
		case "pin":
			return [row.pinMicroUsd];
		case "basisUp":
			return [row.basisUpMicroUsd];
		case "basisDown":
			return [row.basisDownMicroUsd];
		case "vega":
			return [row.vegaMicroUsd];
		case "offsetFloorDown":
			return [row.offsetFloorDownMicroUsd];
		case "offsetFloorUp":
			return [row.offsetFloorUpMicroUsd];
		case "delta":
			return [row.deltaMicroUsd];
		case "deltaAllowance":
			return [row.deltaAllowanceMicroUsd];
		case "keys.strike":
			return [BigInt(row.keys.strike)];
		case "keys.expiry":
			return [BigInt(row.keys.expiry)];
		case "keys.underlying":
			return [BigInt(row.keys.underlying)];
		case "bound":
			return [row.boundMicroUsd];
	}
}

/** The row that has these numbers: what `numbersOf` takes apart. */
export function rowOf(numbers: (name: NumberName) => readonly bigint[]): RiskRow {
	const one = (name: NumberName) => numbers(name)[0] ?? 0n;
	return {
		stressMicroUsd: numbers("stress"),
		tailMicroUsd: numbers("tail"),
		longCharge: {
			baseSlopeMicroUsd: one("longCharge.baseSlope"),
			slopeStepsMicroUsd: numbers("longCharge.slopeSteps"),
			interceptsMicroUsd: numbers("longCharge.intercepts"),
		},
		shortCharge: {
			baseSlopeMicroUsd: one("shortCharge.baseSlope"),
			slopeStepsMicroUsd: numbers("shortCharge.slopeSteps"),
			interceptsMicroUsd: numbers("shortCharge.intercepts"),
		},
		uncoveredShortMicroUsd: one("uncoveredShort"),
		pinMicroUsd: one("pin"),
		basisUpMicroUsd: one("basisUp"),
		basisDownMicroUsd: one("basisDown"),
		vegaMicroUsd: one("vega"),
		offsetFloorDownMicroUsd: one("offsetFloorDown"),
		offsetFloorUpMicroUsd: one("offsetFloorUp"),
		deltaMicroUsd: one("delta"),
		deltaAllowanceMicroUsd: one("deltaAllowance"),
		keys: {
			strike: Number(one("keys.strike")),
			expiry: Number(one("keys.expiry")),
			underlying: Number(one("keys.underlying")),
		},
		boundMicroUsd: one("bound"),
	};
}

/** A number of the row, the same with the other sign, or nothing: then the lane is 0. */
export type Lane = NumberName | `-${NumberName}` | null;

type Element = {
	/** Of its place. */
	readonly name: string;
	/** What the circuit calls it. */
	readonly signal: string;
	readonly count: number;
} & (
	| { readonly form: "plain"; readonly number: NumberName }
	/** Four lanes a word. Either the numbers of one name in a row, or a lane each. */
	| { readonly form: "words"; readonly numbers: NumberName }
	| { readonly form: "lanes"; readonly lanes: readonly [Lane, Lane, Lane, Lane] }
	| { readonly form: "keys" }
);

/** The elements of an encoded row, in hashing order. */
export const ROW_LAYOUT = [
	{
		name: "stress",
		signal: "stressWords",
		form: "words",
		numbers: "stress",
		count: STRESS_LANES / LANES_PER_WORD,
	},
	{ name: "tail", signal: "tailWords", form: "words", numbers: "tail", count: TAIL_LANES / LANES_PER_WORD },
	{ name: "longSlope", signal: "longBaseSlope", form: "plain", number: "longCharge.baseSlope", count: 1 },
	{ name: "shortSlope", signal: "shortBaseSlope", form: "plain", number: "shortCharge.baseSlope", count: 1 },
	{ name: "longSteps", signal: "longSteps", form: "words", numbers: "longCharge.slopeSteps", count: 1 },
	{ name: "shortSteps", signal: "shortSteps", form: "words", numbers: "shortCharge.slopeSteps", count: 1 },
	{
		name: "longIntercepts",
		signal: "longIntercepts",
		form: "words",
		numbers: "longCharge.intercepts",
		count: 1,
	},
	{
		name: "shortIntercepts",
		signal: "shortIntercepts",
		form: "words",
		numbers: "shortCharge.intercepts",
		count: 1,
	},
	{
		name: "strike",
		signal: "strikeWord",
		form: "lanes",
		count: 1,
		lanes: ["uncoveredShort", "pin", null, null],
	},
	{
		name: "expiry",
		signal: "expiryWord",
		form: "lanes",
		count: 1,
		lanes: ["basisUp", "basisDown", "vega", "-vega"],
	},
	{
		name: "underlying",
		signal: "underlyingWord",
		form: "lanes",
		count: 1,
		lanes: ["offsetFloorDown", "offsetFloorUp", "delta", "-delta"],
	},
	{
		name: "underlyingIntercepts",
		signal: "underlyingIntercepts",
		form: "lanes",
		count: 1,
		lanes: [null, null, "deltaAllowance", "deltaAllowance"],
	},
	{ name: "keys", signal: "keyWord", form: "keys", count: 1 },
	{ name: "bound", signal: "bound", form: "plain", number: "bound", count: 1 },
] as const satisfies readonly Element[];

export type ElementName = (typeof ROW_LAYOUT)[number]["name"];
export type ElementSignal = (typeof ROW_LAYOUT)[number]["signal"];

/** Place of each element, or of the first word of its kind, in an encoded row. */
export const ELEMENT: Readonly<Record<ElementName, number>> = placesOf(ROW_LAYOUT);

/** Packed words of values at the start of an encoded row: stress, then tail. */
export const LANE_WORDS = ELEMENT.longSlope;

/** Elements of an encoded row: five Poseidon calls (16 + 15 + 15 + 15 + 5). */
export const ROW_ELEMENTS = ROW_LAYOUT.reduce((sum, { count }) => sum + count, 0);

/** Which element lies at a place. */
export function elementAt(place: number): (typeof ROW_LAYOUT)[number] | undefined {
	return ROW_LAYOUT.findLast(({ name }) => place >= ELEMENT[name] && place < ROW_ELEMENTS);
}

const KINDS = Object.fromEntries(ROW_NUMBERS.map(({ name, kind }) => [name, kind])) as Readonly<
	Record<NumberName, NumberKind>
>;

export function kindOf(name: NumberName): NumberKind {
	return KINDS[name];
}

/** The number of a lane and its sign. */
export function laneNumber(lane: NonNullable<Lane>): { readonly name: NumberName; readonly sign: 1n | -1n } {
	return lane.startsWith("-")
		? { name: lane.slice(1) as NumberName, sign: -1n }
		: { name: lane as NumberName, sign: 1n };
}

/** Whether lanes hold what they may: nothing where there is no number, and one value wherever a number repeats. */
export function lanesAgree(lanes: readonly Lane[], values: readonly bigint[]): boolean {
	const seen = new Map<NumberName, bigint>();
	return lanes.every((lane, k) => {
		const found = values[k] ?? 0n;
		if (lane === null) return found === 0n;
		const { name, sign } = laneNumber(lane);
		const known = seen.get(name) ?? sign * found;
		seen.set(name, known);
		return known === sign * found;
	});
}

function placesOf<Name extends string>(
	list: readonly { readonly name: Name; readonly count: number }[],
): Record<Name, number> {
	let at = 0;
	const places: Partial<Record<Name, number>> = {};
	for (const { name, count } of list) {
		places[name] = at;
		at += count;
	}
	return places as Record<Name, number>;
}
