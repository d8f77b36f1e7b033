/** The rows of one level as plain numbers in one block of memory, for margining many accounts. */
import type { RiskRow } from "../model/risk-row.ts";
import { NUMBERS_PER_ROW, numberPlace, numbersOf, ROW_NUMBERS } from "../model/row-layout.ts";

/**
 * Accounts with a overflow bound `G = Σ |q|·M` below this (1.1·10⁹ USD) are exact in doubles.
 *
 * Every number of a row that a quantity multiplies is at most `M`, so with non-negative terms and
 * with signed ones alike every product and every partial sum of them has a magnitude of at most G.
 * H consists of two such sums, B, W, K, D and R of one each: a charge is at most 6·G, a slack at
 * most 8·G < 2^53. All are integers below 2^53, which doubles add, subtract and multiply exactly.
 * The limit is 2^50, written out: powers of numbers are not exact by definition.
 */
export const EXACT_GROSS_LIMIT = 1_125_899_906_842_624;

/** Where the numbers of a row lie, counted from the start of the row: see `ROW_NUMBERS`. */
export const TAIL_AT = numberPlace("tail");
/** A ladder: base slope, steps, intercepts. */
export const LONG_AT = numberPlace("longCharge.baseSlope");
export const SHORT_AT = numberPlace("shortCharge.baseSlope");
export const UNCOVERED_SHORT_AT = numberPlace("uncoveredShort");
export const PIN_AT = numberPlace("pin");
export const BASIS_UP_AT = numberPlace("basisUp");
export const BASIS_DOWN_AT = numberPlace("basisDown");
export const VEGA_AT = numberPlace("vega");
export const OFFSET_FLOOR_DOWN_AT = numberPlace("offsetFloorDown");
export const OFFSET_FLOOR_UP_AT = numberPlace("offsetFloorUp");
export const DELTA_AT = numberPlace("delta");
export const DELTA_ALLOWANCE_AT = numberPlace("deltaAllowance");
export const STRIKE_KEY_AT = numberPlace("keys.strike");
export const EXPIRY_KEY_AT = numberPlace("keys.expiry");
export const UNDERLYING_KEY_AT = numberPlace("keys.underlying");
export const BOUND_AT = numberPlace("bound");

export type BatchTable = {
	readonly rowCount: number;
	/** `NUMBERS_PER_ROW` for each id, µUSD and set keys. */
	readonly numbers: Float64Array;
};

/** Memory of so many bytes; a `SharedArrayBuffer` where threads read it. */
export type Allocate = (bytes: number) => ArrayBufferLike;

export const allocateLocal: Allocate = (bytes) => new ArrayBuffer(bytes);

/** @param rows of a table that `checkRiskTable` accepts: their bounds carry the exactness */
export function batchTable(rows: readonly RiskRow[], allocate: Allocate = allocateLocal): BatchTable {
	const numbers = new Float64Array(allocate(8 * NUMBERS_PER_ROW * rows.length));
	rows.forEach((row, id) => {
		numbers.set(rowNumbers(row), id * NUMBERS_PER_ROW);
	});
	return { rowCount: rows.length, numbers };
}

function rowNumbers(row: RiskRow): number[] {
	return ROW_NUMBERS.flatMap(({ name, kind }) =>
		numbersOf(row, name).map(kind === "intercept" ? interceptNumber : Number),
	);
}

/**
 * Intercepts may exceed what a double holds exactly. One at or above the limit is never exceeded by
 * an exact account, whose sums are below it, so the limit itself stands for all of them.
 */
function interceptNumber(microUsd: bigint): number {
	return Math.min(Number(microUsd), EXACT_GROSS_LIMIT);
}
