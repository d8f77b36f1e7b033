/**
 * What rounding could give an account, charged back per lot. A row has one signed number per lane
 * for both sides, so no single rounding direction is safe: a value rounded down helps a short.
 *
 * Per lot, against the exact rule:
 * - each net term the row takes part in is off by at most 1/2 (to the nearest) plus its float error;
 *   at maintenance by at most 1, because it is the nearest integer to 1/m of the initial integer;
 * - a value lane lies below the exact value by less than `1 + 2·floatError`; at maintenance, where
 *   it is the floor of a mean of two such lanes, by less than `2 + 2·floatError`. Only shorts gain.
 *
 * On top, initial slopes exceed maintenance slopes by more than rounding could take back, so that
 * solvent at initial level implies solvent at maintenance level exactly, not only in real numbers
 * (see `maintenance-row.ts`).
 */

import { largerOf } from "../../units/exact-value.ts";
import type { NetLanes } from "../charges/net-lanes.ts";
import type { ChargeLadder, RiskRow } from "../model/risk-row.ts";
import type { MarginLevel } from "../model/risk-table.ts";

export type SideMargin = { readonly longMicroUsd: bigint; readonly shortMicroUsd: bigint };

export type RoundingFacts = {
	/** How many of B, W, K, D, R the row takes part in. */
	readonly netTerms: number;
	/** All value lanes are whole µUSD by themselves, at both levels. */
	readonly exact: boolean;
	/** Float error of a value, µUSD per lot. */
	readonly floatErrorMicroUsd: number;
	/** Largest factor of a value in a net lane. */
	readonly netFactor: number;
	/** The slope of the long side may be cut to what a lot gains, rounded up. */
	readonly cutUp: boolean;
};

export function roundingBuffer(level: MarginLevel, facts: RoundingFacts): SideMargin {
	const { netTerms, exact, floatErrorMicroUsd, netFactor } = facts;
	const netError = netTerms * (1 + 2 * netFactor * floatErrorMicroUsd);
	const valueError = exact ? 0 : 2 + 2 * floatErrorMicroUsd;
	const maintenance = {
		longMicroUsd: BigInt(Math.ceil(netError)),
		shortMicroUsd: BigInt(Math.ceil(netError + valueError)),
	};
	if (level === "maintenance" || (exact && netTerms === 0)) return maintenance;
	// Half a µUSD per net term, one for the value, one for the steps of a ladder.
	const headroom = BigInt(Math.ceil(netTerms / 2) + 2);
	return {
		longMicroUsd: maintenance.longMicroUsd + headroom,
		shortMicroUsd: maintenance.shortMicroUsd + headroom,
	};
}

/**
 * The most by which a line of the rule in integers can lie below the exact rule, µUSD per lot,
 * rounded up, over both levels and sides. It never lies above. Intercepts, which are amounts, add
 * less than `m + 1` µUSD for each ladder and underlying that has them.
 */
export function largestRoundingError(facts: RoundingFacts): bigint {
	return largerOf(deviation("maintenance", facts), deviation("initial", facts));
}

/**
 * By how much what one lot gains can lie above what an initial row's integers say: a value that was rounded down, net
 * terms that were rounded up.
 */
export function gainErrorUp({ netTerms, floatErrorMicroUsd, netFactor }: RoundingFacts): bigint {
	const value = 1 + 2 * floatErrorMicroUsd;
	return BigInt(Math.ceil(value + netTerms * (0.5 + netFactor * floatErrorMicroUsd)));
}

/**
 * The margin itself; a value that was rounded down, which hurts longs; up to two roundings in a
 * slope, at maintenance up to two more; and the net terms, which may err against the account too:
 * in a line, and once more where they cut the slope of a bought option, which then has no other error.
 */
function deviation(level: MarginLevel, facts: RoundingFacts): bigint {
	const { netTerms, exact, floatErrorMicroUsd, netFactor, cutUp } = facts;
	const { longMicroUsd, shortMicroUsd } = roundingBuffer(level, facts);
	const isInitial = level === "initial";
	const valueError = exact ? 0 : (isInitial ? 1 : 2) + 2 * floatErrorMicroUsd;
	const slopeError = (isInitial ? 2 : 4) + 2 * floatErrorMicroUsd;
	const netError = netTerms * ((isInitial ? 0.5 : 1) + netFactor * floatErrorMicroUsd);
	const netsOfCut = netTerms * (0.5 + netFactor * floatErrorMicroUsd);
	const cutError = cutUp ? Number(gainErrorUp(facts)) + netsOfCut + (isInitial ? 0 : 1) : 0;
	const long = longMicroUsd + BigInt(Math.ceil(valueError + Math.max(slopeError, cutError) + netError));
	const short = shortMicroUsd + BigInt(Math.ceil(slopeError + netError));
	return largerOf(long, short);
}

/** How many of B, W, K or P, D, R a row takes part in. */
export function countNetTerms(row: NetLanes): number {
	return [
		row.basisUpMicroUsd !== 0n || row.basisDownMicroUsd !== 0n,
		row.vegaMicroUsd !== 0n,
		row.uncoveredShortMicroUsd !== 0n || row.pinMicroUsd !== 0n,
		row.deltaMicroUsd !== 0n,
		row.offsetFloorDownMicroUsd !== 0n || row.offsetFloorUpMicroUsd !== 0n,
	].filter(Boolean).length;
}

/**
 * The least margin that a row itself shows to be needed: what `checkRiskTable` can demand without
 * knowing the prices. A value that never moves (USD, holds) is taken to be exact.
 */
export function leastMargin(row: RiskRow): SideMargin {
	const mark = row.stressMicroUsd[0];
	const moves = [...row.stressMicroUsd, ...row.tailMicroUsd].some((value) => value !== mark);
	const netTerms = countNetTerms(row);
	return {
		longMicroUsd: BigInt(Math.ceil(netTerms / 2)),
		shortMicroUsd: BigInt(Math.ceil(netTerms / 2 + (moves ? 1 : 0))),
	};
}

export function addMargin(row: RiskRow, margin: SideMargin): RiskRow {
	return {
		...row,
		longCharge: raise(row.longCharge, margin.longMicroUsd),
		shortCharge: raise(row.shortCharge, margin.shortMicroUsd),
	};
}

/** Steps are relative to segment 0, so raising it raises all of them. */
function raise(ladder: ChargeLadder, byMicroUsd: bigint): ChargeLadder {
	return { ...ladder, baseSlopeMicroUsd: ladder.baseSlopeMicroUsd + byMicroUsd };
}
