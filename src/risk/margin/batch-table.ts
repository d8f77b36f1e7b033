/** The rows of one level as plain numbers in one block of memory, for margining many accounts. */
import { EXTRA_SEGMENTS, STRESS_LANES, TAIL_LANES } from "../model/dimensions.ts";
import type { ChargeLadder, RiskRow } from "../model/risk-row.ts";

/**
 * Accounts with a overflow bound `G = Σ |q|·M` below this (1.1·10⁹ USD) are exact in doubles.
 *
 * Every number of a row that a quantity multiplies is at most `M`, so with non-negative terms and
 * with signed ones alike every product and every partial sum of them has a magnitude of at most G.
 * H consists of two such sums, B, W, D and R of one each, and K and P together, which are of different sets,
 * of one: a charge is at most 6·G, a slack at most 8·G < 2^53. All are integers below 2^53, which doubles add, subtract and multiply exactly.
 * The limit is 2^50, written out: powers of numbers are not exact by definition.
 */
export const EXACT_GROSS_LIMIT = 1_125_899_906_842_624;

/** Where the numbers of a row lie, counted from the start of the row. */
export const STRESS_AT = 0;
export const TAIL_AT = STRESS_AT + STRESS_LANES;
export const BOUND_AT = TAIL_AT + TAIL_LANES;
/** A ladder: base slope, steps, intercepts. */
export const LONG_AT = BOUND_AT + 1;
export const SHORT_AT = LONG_AT + 1 + 2 * EXTRA_SEGMENTS;
export const UNCOVERED_SHORT_AT = SHORT_AT + 1 + 2 * EXTRA_SEGMENTS;
export const PIN_AT = UNCOVERED_SHORT_AT + 1;
export const BASIS_UP_AT = UNCOVERED_SHORT_AT + 2;
export const BASIS_DOWN_AT = UNCOVERED_SHORT_AT + 3;
export const VEGA_AT = UNCOVERED_SHORT_AT + 4;
export const STANDALONE_DOWN_AT = UNCOVERED_SHORT_AT + 5;
export const STANDALONE_UP_AT = UNCOVERED_SHORT_AT + 6;
export const DELTA_AT = UNCOVERED_SHORT_AT + 7;
export const FREE_DELTA_AT = UNCOVERED_SHORT_AT + 8;
export const STRIKE_KEY_AT = UNCOVERED_SHORT_AT + 9;
export const EXPIRY_KEY_AT = UNCOVERED_SHORT_AT + 10;
export const UNDERLYING_KEY_AT = UNCOVERED_SHORT_AT + 11;
export const NUMBERS_PER_ROW = UNCOVERED_SHORT_AT + 12;

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
	return [
		...row.stressMicroUsd.map(Number),
		...row.tailMicroUsd.map(Number),
		Number(row.boundMicroUsd),
		...ladderNumbers(row.longCharge),
		...ladderNumbers(row.shortCharge),
		Number(row.uncoveredShortMicroUsd),
		Number(row.pinMicroUsd),
		Number(row.basisUpMicroUsd),
		Number(row.basisDownMicroUsd),
		Number(row.vegaMicroUsd),
		Number(row.offsetFloorDownMicroUsd),
		Number(row.offsetFloorUpMicroUsd),
		Number(row.deltaMicroUsd),
		interceptNumber(row.deltaAllowanceMicroUsd),
		row.keys.strike,
		row.keys.expiry,
		row.keys.underlying,
	];
}

function ladderNumbers(ladder: ChargeLadder): number[] {
	return [
		Number(ladder.baseSlopeMicroUsd),
		...ladder.slopeStepsMicroUsd.map(Number),
		...ladder.interceptsMicroUsd.map(interceptNumber),
	];
}

/**
 * Intercepts may exceed what a double holds exactly. One at or above the limit is never exceeded by
 * an exact account, whose sums are below it, so the limit itself stands for all of them.
 */
function interceptNumber(microUsd: bigint): number {
	return Math.min(Number(microUsd), EXACT_GROSS_LIMIT);
}
