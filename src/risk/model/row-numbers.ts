/** The numbers of a row by name, so that a check can say which one it refuses. */
import type { RiskRow } from "./risk-row.ts";

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

/** Every number that the circuit multiplies by a quantity, in its order: those of one field are a list. */
function perLotFields(
	row: RiskRow,
): readonly (readonly [field: string, values: bigint | readonly bigint[]])[] {
	return [
		["stress", row.stressMicroUsd],
		["tail", row.tailMicroUsd],
		["longCharge.baseSlope", row.longCharge.baseSlopeMicroUsd],
		["longCharge.slopeSteps", row.longCharge.slopeStepsMicroUsd],
		["shortCharge.baseSlope", row.shortCharge.baseSlopeMicroUsd],
		["shortCharge.slopeSteps", row.shortCharge.slopeStepsMicroUsd],
		["naked", row.uncoveredShortMicroUsd],
		["pin", row.pinMicroUsd],
		["basisUp", row.basisUpMicroUsd],
		["basisDown", row.basisDownMicroUsd],
		["vega", row.vegaMicroUsd],
		["standaloneDown", row.offsetFloorDownMicroUsd],
		["standaloneUp", row.offsetFloorUpMicroUsd],
		["delta", row.deltaMicroUsd],
	];
}

/** Every number that the circuit multiplies by a quantity: bounded by the row's `M`. */
export function perLotNumbers(row: RiskRow): NamedNumber[] {
	return perLotFields(row).flatMap(([field, values]): NamedNumber[] =>
		typeof values === "bigint"
			? [[field, values]]
			: values.map((value, k): NamedNumber => [elementName(field, k), value]),
	);
}

/** The largest magnitude of `perLotNumbers`, without their names. */
export function largestPerLot(row: RiskRow): bigint {
	let largest = 0n;
	for (const [, values] of perLotFields(row)) {
		for (const value of typeof values === "bigint" ? [values] : values) {
			if (value > largest) largest = value;
			else if (-value > largest) largest = -value;
		}
	}
	return largest;
}

/** Amounts that are not per lot. */
export function intercepts(row: RiskRow): NamedNumber[] {
	return [
		...row.longCharge.interceptsMicroUsd.map(
			(v, k): NamedNumber => [elementName("longCharge.intercepts", k), v],
		),
		...row.shortCharge.interceptsMicroUsd.map(
			(v, k): NamedNumber => [elementName("shortCharge.intercepts", k), v],
		),
		["deltaAllowance", row.deltaAllowanceMicroUsd],
	];
}

export function magnitude(value: bigint): bigint {
	return value < 0n ? -value : value;
}
