/** The numbers of a row by name, so that a check can say which one it refuses. */
import type { RiskRow } from "./risk-row.ts";
import { numbersOf, ROW_NUMBERS } from "./row-layout.ts";

export type NamedNumber = readonly [field: string, value: bigint];

/** Written once: tables have these names hundreds of thousands of times. */
const elementNames = new Map<string, string[]>();

function elementName(field: string, k: number): string {
	let names = elementNames.get(field);
	if (names === undefined) {
		names = [];
		elementNames.set(field, names);
	}
	names[k] ??= `${field}[${k}]`;
	return names[k];
}

/** Every number that the circuit multiplies by a quantity: bounded by the row's `M`. */
export function perLotNumbers(row: RiskRow): NamedNumber[] {
	return PER_LOT.flatMap((field) => named(row, field));
}

/** The largest magnitude of `perLotNumbers`, without their names. */
export function largestPerLot(row: RiskRow): bigint {
	let largest = 0n;
	for (const { name } of PER_LOT) {
		for (const value of numbersOf(row, name)) {
			if (value > largest) largest = value;
			else if (-value > largest) largest = -value;
		}
	}
	return largest;
}

/** Amounts that are not per lot. */
export function intercepts(row: RiskRow): NamedNumber[] {
	return INTERCEPTS.flatMap((field) => named(row, field));
}

type Field = (typeof ROW_NUMBERS)[number];

const PER_LOT: readonly Field[] = ROW_NUMBERS.filter(
	({ kind }) => kind === "value" || kind === "slope" || kind === "step" || kind === "net",
);
const INTERCEPTS: readonly Field[] = ROW_NUMBERS.filter(({ kind }) => kind === "intercept");

function named(row: RiskRow, { name, count }: Field): NamedNumber[] {
	return numbersOf(row, name).map((value, k) => [count === 1 ? name : elementName(name, k), value]);
}

export function magnitude(value: bigint): bigint {
	return value < 0n ? -value : value;
}
