/**
 * A scenario is exact data: moves in whole ppm, weights in decimals, no floats. Whoever holds the scenarios of a table holds
 * everything that was assumed of the market; how an instrument reprices is another file.
 */

import type { FourTenors } from "../../market/history/iv-history.ts";
import type { Decimal } from "../../units/decimal.ts";
import { DAY_MS } from "../../units/time.ts";

/** No scenario moves a price further; option errors are stated for moves up to here. */
export const LARGEST_MOVE_PPM = 20_000_000n;
/** Nothing falls by everything: −100 % has no logarithm and prices no option. */
export const SMALLEST_MOVE_PPM = -990_000n;

/** No scenario looks further ahead. */
export const LARGEST_LATER_MS = 7 * DAY_MS;

/** No forward moves further against spot. */
export const LARGEST_BASIS_PPM = 100_000n;

/** A whole volatility surface moves. Numbers are relative, so they fit any level of volatility. */
export type SurfaceMove = {
	/** Relative change of volatility at the money, at 7, 30, 90 and 180 days. */
	readonly levelPpm: FourTenors<bigint>;
	/** Change of the 25-delta risk reversal (call less put) over volatility at the money, at 30 days. */
	readonly riskReversalPpm: bigint;
	/** Change of the 25-delta fly over volatility at the money, at 30 days. */
	readonly flyPpm: bigint;
};

/**
 * `up`, `down`: the tenor-scaled shocks of the parameters. `pin`: as `down`, and what is near expiry ends worthless, as
 * if spot came to rest where each option pays nothing.
 */
export type VolShock = "up" | "flat" | "down" | "pin" | SurfaceMove;

export type Scenario = {
	/** For people: "common −12 %, vol up". */
	readonly name: string;
	/**
	 * Share of the repricing that counts. Parameter files admit 0 … 1; above 1, which only other
	 * models' vectors ask for, a long option can lose more than it is worth.
	 */
	readonly weight: Decimal;
	/** When everything reprices, ms after the snapshot; 0 for the mark. */
	readonly laterMs: number;
	/** Relative price move by underlying; absent is 0. Moves with spot: coins, wrapped coins, forwards. */
	readonly movesPpm: Readonly<Record<string, bigint>>;
	/** Relative move of one asset against what it is pegged to, by ticker; absent is 0. */
	readonly depegsPpm: Readonly<Record<string, bigint>>;
	/** By underlying; absent is flat. */
	readonly vols: Readonly<Record<string, VolShock>>;
	/** Change of the yearly basis of forwards over spot, by underlying; absent is 0. */
	readonly basisPerYearPpm: Readonly<Record<string, bigint>>;
};

export const MARK_SCENARIO: Scenario = {
	name: "mark",
	weight: { units: 1n, decimals: 0 },
	laterMs: 0,
	movesPpm: {},
	depegsPpm: {},
	vols: {},
	basisPerYearPpm: {},
};

/** The scenarios of a table, `STRESS_LANES` and `TAIL_LANES` of them; `stress[0]` is the mark. */
export type ScenarioSet = {
	readonly stress: readonly Scenario[];
	readonly tail: readonly Scenario[];
	/** By underlying: how far today's forecast widens haircuts, 1 000 000 is not at all. */
	readonly haircutFactorsPpm: Readonly<Record<string, bigint>>;
};

/** Lanes that hold no scenario of their own repeat the mark, and their names start with it. */
export function unusedLanes(count: number): Scenario[] {
	return new Array<Scenario>(count).fill({ ...MARK_SCENARIO, name: `${MARK_SCENARIO.name} (unused lane)` });
}

/** @example formatMove(-120000n) // "−12 %" */
export function formatMove(ppm: bigint): string {
	const magnitude = ppm < 0n ? -ppm : ppm;
	const digits = (Number(magnitude) / 10_000).toFixed(2).replace(/\.?0+$/, "");
	return `${ppm < 0n ? "−" : ppm > 0n ? "+" : ""}${digits} %`;
}
