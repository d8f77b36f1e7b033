/**
 * A scenario is exact data: whole ppm, no floats. Whoever holds the scenarios of a table holds
 * everything that was assumed of the market; how an instrument reprices is another file.
 */

/** No scenario moves a price further; option errors are stated for moves up to here. */
export const LARGEST_MOVE_PPM = 20_000_000n;
/** Nothing falls by everything: −100 % has no logarithm and prices no option. */
export const SMALLEST_MOVE_PPM = -990_000n;

/** `up`, `down`: the tenor-scaled shocks of the parameters. `shiftPpm`: relative change at 30 days. */
export type VolShock = "up" | "flat" | "down" | { readonly shiftPpm: bigint };

export type Scenario = {
	/** For people: "common −12 %, vol up". */
	readonly name: string;
	/** Share of the repricing that counts; 0 … 1 000 000. */
	readonly weightPpm: bigint;
	/** 0 only for the mark; everything else reprices one day later. */
	readonly daysLater: 0 | 1;
	/** Relative price move by underlying; absent is 0. Moves with spot: coins, wrapped coins, forwards. */
	readonly movesPpm: Readonly<Record<string, bigint>>;
	/** Relative move of one asset against what it is pegged to, by ticker; absent is 0. */
	readonly depegsPpm: Readonly<Record<string, bigint>>;
	/** By underlying; absent is flat. */
	readonly vols: Readonly<Record<string, VolShock>>;
};

export const MARK_SCENARIO: Scenario = {
	name: "mark",
	weightPpm: 1_000_000n,
	daysLater: 0,
	movesPpm: {},
	depegsPpm: {},
	vols: {},
};

/** The scenarios of a table, `STRESS_LANES` and `TAIL_LANES` of them; `stress[0]` is the mark. */
export type ScenarioSet = { readonly stress: readonly Scenario[]; readonly tail: readonly Scenario[] };

/** @example formatMove(-120000n) // "−12 %" */
export function formatMove(ppm: bigint): string {
	const magnitude = ppm < 0n ? -ppm : ppm;
	const digits = (Number(magnitude) / 10_000).toFixed(2).replace(/\.?0+$/, "");
	return `${ppm < 0n ? "−" : ppm > 0n ? "+" : ""}${digits} %`;
}
