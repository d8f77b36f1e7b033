/** The numbers of a row by name, so that a check can say which one it refuses. */
import type { RiskRow } from "./risk-row.ts";

export type NamedNumber = readonly [field: string, value: bigint];

/** Every number that the circuit multiplies by a quantity: bounded by the row's `M`. */
export function perLotNumbers(row: RiskRow): NamedNumber[] {
	const lanes = (field: string, values: readonly bigint[]) =>
		values.map((value, k): NamedNumber => [`${field}[${k}]`, value]);
	return [
		...lanes("stress", row.stressMicroUsd),
		...lanes("tail", row.tailMicroUsd),
		["longCharge.baseSlope", row.longCharge.baseSlopeMicroUsd],
		...lanes("longCharge.slopeSteps", row.longCharge.slopeStepsMicroUsd),
		["shortCharge.baseSlope", row.shortCharge.baseSlopeMicroUsd],
		...lanes("shortCharge.slopeSteps", row.shortCharge.slopeStepsMicroUsd),
		["uncoveredShort", row.uncoveredShortMicroUsd],
		["basisUp", row.basisUpMicroUsd],
		["basisDown", row.basisDownMicroUsd],
		["vega", row.vegaMicroUsd],
		["offsetFloorDown", row.offsetFloorDownMicroUsd],
		["offsetFloorUp", row.offsetFloorUpMicroUsd],
		["delta", row.deltaMicroUsd],
	];
}

/** Amounts that are not per lot. */
export function intercepts(row: RiskRow): NamedNumber[] {
	return [
		...row.longCharge.interceptsMicroUsd.map((v, k): NamedNumber => [`longCharge.intercepts[${k}]`, v]),
		...row.shortCharge.interceptsMicroUsd.map((v, k): NamedNumber => [`shortCharge.intercepts[${k}]`, v]),
		["deltaAllowance", row.deltaAllowanceMicroUsd],
	];
}

export function magnitude(value: bigint): bigint {
	return value < 0n ? -value : value;
}
