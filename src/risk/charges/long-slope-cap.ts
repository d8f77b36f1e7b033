/**
 * The largest slope with which the long side of a row may be charged, so that adding a long never
 * lowers a line of the margin rule.
 *
 * One more lot raises `V_s` by its lane. It raises each charge on a net by at most what it would cost
 * alone, because those charges are subadditive. So no line falls while
 *
 *   slope ≤ v_s − (B + W + D of one lot)   for every lane s, and
 *   slope ≤ v_0 − (B + W + D + R of one lot)
 *
 * K is missing: a long only covers. Where the right side is negative, no slope can do it: a long option
 * that is worth nothing in its worst lane still adds vega, basis and delta. Its slope is then 0 and a line
 * falls by at most that difference, in accounts that hold more than bought options
 * (`docs/margin-properties.md`).
 */
import { largerOf, smallerOf } from "../../units/exact-value.ts";
import type { NetLanes } from "./net-lanes.ts";

export function largestLongSlope(request: {
	/** Stress and tail lanes of one lot, the mark first, rounded down. */
	readonly lanes: readonly bigint[];
	readonly nets: NetLanes;
	/** Rounding buffer that the slope will get on top. */
	readonly marginMicroUsd: bigint;
}): bigint {
	const { lanes, nets, marginMicroUsd } = request;
	return largerOf(0n, leastGain(lanes, nets) - marginMicroUsd);
}

/**
 * The same for a bought option, rounded up: never below the exact cap, which would ask less than the exact rule. What it
 * is above it, and the buffer on top, a bought option pays for being closed; that no line falls is not promised of it.
 */
export function largestOptionSlopeUp(request: {
	/** Stress and tail lanes of one lot, the mark first, rounded down. */
	readonly lanes: readonly bigint[];
	readonly nets: NetLanes;
	/** By how much what a lot gains can lie above what its integers say, µUSD. */
	readonly errorMicroUsd: bigint;
}): bigint {
	return largerOf(0n, leastGain(request.lanes, request.nets) + request.errorMicroUsd);
}

/** What one more lot adds to the line that it helps least, before `H`. Negative if a line must fall. */
export function leastGain(lanes: readonly bigint[], nets: NetLanes): bigint {
	const [mark = 0n] = lanes;
	const offsetFloor = owed(nets.offsetFloorDownMicroUsd, nets.offsetFloorUpMicroUsd);
	return smallerOf(lanes.reduce(smallerOf, mark), mark - offsetFloor) - largestNetCharge(nets);
}

/** B, W and D of one lot held alone: the most that it can add to `C` besides `H`. */
function largestNetCharge(nets: NetLanes): bigint {
	return (
		owed(nets.basisUpMicroUsd, nets.basisDownMicroUsd) +
		owed(nets.vegaMicroUsd, -nets.vegaMicroUsd) +
		owed(nets.deltaMicroUsd, -nets.deltaMicroUsd)
	);
}

/** `max(0, −a, −b)` */
function owed(a: bigint, b: bigint): bigint {
	return largerOf(0n, -smallerOf(a, b));
}

/** What a lot loses against the mark in its worst lane. */
export function largestLoss(lanes: readonly bigint[]): bigint {
	const [mark = 0n] = lanes;
	return mark - lanes.reduce(smallerOf, mark);
}
