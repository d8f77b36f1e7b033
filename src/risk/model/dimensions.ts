/**
 * Sizes and bounds shared by table, engine and circuit (design: "Units and bounds", "The risk
 * table"). Changing one changes the circuit: `circuits/solvency.circom` carries the same numbers
 * and a test compares them.
 */

/** Stress scenarios; `stress[0]` is the mark. */
export const STRESS_LANES = 96;
/**
 * The first so many stress scenarios also hit each underlying that has options in the account by itself, while all
 * others stand at the mark.
 */
export const ALONE_LANES = 32;
/** Underlyings with options that an account of a size class can have. A third keeps the smallest out of 2^16 constraints. */
export function aloneGroups(sizeClass: number): number {
	const least = sizeClass < 16 ? 2 : 3;
	return sizeClass < 24 ? least : sizeClass / 8;
}
/** The floor: the largest stand-alone risk, and one part in so many of all others. */
export const OTHER_RISKS_DIVISOR = 7;
/** Tail scenarios (joint days) behind the expected shortfall. */
export const TAIL_LANES = 120;
/** Expected shortfall is the mean of this many worst tail scenarios. */
export const TAIL_WORST_COUNT = 3;
/** Segments of a charge after the first: slope differences and intercepts per side. */
export const EXTRA_SEGMENTS = 4;

/** Tree depth of a risk table: ids 0 … 4095, 0 is the empty slot. */
export const TABLE_DEPTH = 4;
export const MAX_INSTRUMENT_ID = 8 ** TABLE_DEPTH - 1;
export const ID_BITS = 12n;

/** Every per-lot number of a row has a magnitude below this, in µUSD (68 719 USD). */
export const PER_LOT_LIMIT = 1n << 36n;
/** Intercepts, overflow bound, total charge, surplus and every account sum stay below this, in µUSD. */
export const AMOUNT_LIMIT = 1n << 61n;
