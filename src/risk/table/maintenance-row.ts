/**
 * Maintenance rows are derived from initial rows, integer by integer, so that solvent at initial
 * level implies solvent at maintenance level exactly.
 *
 * With `m = top/bottom ≥ 1`, per lot:
 * - `v' = v_0 + floor((v − v_0)/m)`: between a row of no deviation and the initial row;
 * - nets to the nearest of `1/m`, slopes and steps up, intercepts up (the builder chose initial
 *   intercepts so that this undoes its own scaling).
 *
 * Why the implication holds. Lines of initial level at the mark and in scenario s give
 * `(1 − 1/m)·V_0 + V_s/m ≥ C`. The left side exceeds V'_s by less than 1 per long lot and is at most
 * V'_s on shorts. Each net charge of maintenance exceeds its initial one by at most 1/2 per lot and
 * term, a ladder by less than 1 per lot. The headroom of `rounding-buffer.ts` is the sum of these.
 */
import { divideCeil, divideFloor } from "../../units/decimal.ts";
import { divideNearest } from "../../units/exact-value.ts";
import type { ChargeLadder, RiskRow } from "../model/risk-row.ts";

export type Multiplier = { readonly top: bigint; readonly bottom: bigint };

/** `row` is an initial row before its rounding buffer. */
export function maintenanceRowOf(row: RiskRow, { top, bottom }: Multiplier): RiskRow {
	const mark = row.stressMicroUsd[0] ?? 0n;
	const value = (lane: bigint) => mark + divideFloor((lane - mark) * bottom, top);
	const net = (lane: bigint) => divideNearest(lane * bottom, top);
	const up = (amount: bigint) => divideCeil(amount * bottom, top);
	const ladder = (charge: ChargeLadder): ChargeLadder => ({
		baseSlopeMicroUsd: up(charge.baseSlopeMicroUsd),
		slopeStepsMicroUsd: charge.slopeStepsMicroUsd.map(up),
		interceptsMicroUsd: charge.interceptsMicroUsd.map(up),
	});
	return {
		...row,
		stressMicroUsd: row.stressMicroUsd.map(value),
		tailMicroUsd: row.tailMicroUsd.map(value),
		longCharge: ladder(row.longCharge),
		shortCharge: ladder(row.shortCharge),
		uncoveredShortMicroUsd: net(row.uncoveredShortMicroUsd),
		pinMicroUsd: net(row.pinMicroUsd),
		basisUpMicroUsd: net(row.basisUpMicroUsd),
		basisDownMicroUsd: net(row.basisDownMicroUsd),
		vegaMicroUsd: net(row.vegaMicroUsd),
		offsetFloorDownMicroUsd: net(row.offsetFloorDownMicroUsd),
		offsetFloorUpMicroUsd: net(row.offsetFloorUpMicroUsd),
		deltaMicroUsd: net(row.deltaMicroUsd),
		deltaAllowanceMicroUsd: up(row.deltaAllowanceMicroUsd),
	};
}

/**
 * The initial intercept closest below `amount` for which `maintenanceRowOf` yields an integer that is itself
 * not above `amount/m`: intercepts round down at both levels.
 */
export function initialInterceptDown(amountMicroUsd: bigint, { top, bottom }: Multiplier): bigint {
	return divideFloor(divideFloor(amountMicroUsd * bottom, top) * top, bottom);
}
