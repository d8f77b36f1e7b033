/**
 * The margin rule over many accounts in doubles, exact under `EXACT_GROSS_LIMIT`. Whatever is not
 * (or is no valid account) stays `UNDECIDED`: `assessMargin` is the reference and has the last word.
 */
import { MAX_QTY_LOTS } from "../../units/lots.ts";
import {
	ALONE_LANES,
	EXTRA_SEGMENTS,
	OTHER_RISKS_DIVISOR,
	STRESS_LANES,
	TAIL_LANES,
	TAIL_WORST_COUNT,
} from "../model/dimensions.ts";
import { NUMBERS_PER_ROW } from "../model/row-layout.ts";
import { type BatchAccounts, type BatchSlacks, UNDECIDED } from "./batch-accounts.ts";
import {
	BASIS_DOWN_AT,
	BASIS_UP_AT,
	type BatchTable,
	BOUND_AT,
	DELTA_ALLOWANCE_AT,
	DELTA_AT,
	EXACT_GROSS_LIMIT,
	EXPIRY_KEY_AT,
	LONG_AT,
	OFFSET_FLOOR_DOWN_AT,
	OFFSET_FLOOR_UP_AT,
	PIN_AT,
	SHORT_AT,
	STRIKE_KEY_AT,
	TAIL_AT,
	UNCOVERED_SHORT_AT,
	UNDERLYING_KEY_AT,
	VEGA_AT,
} from "./batch-table.ts";

const VALUE_LANES = STRESS_LANES + TAIL_LANES;
const LARGEST_QTY_LOTS = Number(MAX_QTY_LOTS);

export type RangeRequest = {
	readonly table: BatchTable;
	readonly accounts: BatchAccounts;
	/** Written at `from` to before `to`. */
	readonly slacks: BatchSlacks;
	readonly from: number;
	readonly to: number;
};

type Book = {
	readonly numbers: Float64Array;
	readonly ids: Float64Array;
	readonly qtyLots: Float64Array;
	readonly first: number;
	readonly end: number;
};

export function marginRange({ table, accounts, slacks, from, to }: RangeRequest): void {
	const values = new Float64Array(VALUE_LANES);
	const alone = new Float64Array(ALONE_LANES);
	const { numbers } = table;
	const { ids, qtyLots, offsets } = accounts;
	for (let account = from; account < to; account++) {
		const book: Book = {
			numbers,
			ids,
			qtyLots,
			first: offsets[account] as number,
			end: offsets[account + 1] as number,
		};
		if (!isExact(book, table.rowCount)) {
			slacks.bindingTest[account] = UNDECIDED;
			continue;
		}
		addValues(book, values);
		const charge =
			positionCharges(book) + strikeCharges(book) + expiryCharges(book) + concentrationCharges(book);
		const stress = Math.min(smallest(values, STRESS_LANES), worstAlone(book, values, alone)) - charge;
		const tail = Math.floor(worstTailSum(values) / TAIL_WORST_COUNT) - charge;
		const floor = (values[0] as number) - charge - offsetFloorOf(book);
		slacks.stress[account] = stress;
		slacks.tail[account] = tail;
		slacks.floor[account] = floor;
		slacks.bindingTest[account] = tail < stress ? (floor < tail ? 2 : 1) : floor < stress ? 2 : 0;
	}
}

/**
 * Valid holdings, and `G` below the limit. The comparison is itself exact: sums below the limit are
 * exact, and the first one that is not below it rounds to nothing below a representable number.
 */
function isExact({ numbers, ids, qtyLots, first, end }: Book, rowCount: number): boolean {
	let previousId = 0;
	let gross = 0;
	for (let at = first; at < end; at++) {
		const id = ids[at] as number;
		const lots = Math.abs(qtyLots[at] as number);
		if (!(id > previousId && id < rowCount && Number.isInteger(id) && lots <= LARGEST_QTY_LOTS)) return false;
		previousId = id;
		gross += lots * (numbers[id * NUMBERS_PER_ROW + BOUND_AT] as number);
	}
	return gross < EXACT_GROSS_LIMIT;
}

/** `V_s` and `V_n`, four positions at a time: every sum of some of the terms is exact. */
function addValues(book: Book, values: Float64Array): void {
	const { numbers, first, end } = book;
	values.fill(0);
	for (let at = first; at < end; at += 4) {
		const rowA = rowOf(book, at);
		const rowB = rowOf(book, at + 1);
		const rowC = rowOf(book, at + 2);
		const rowD = rowOf(book, at + 3);
		const lotsA = lotsOf(book, at);
		const lotsB = lotsOf(book, at + 1);
		const lotsC = lotsOf(book, at + 2);
		const lotsD = lotsOf(book, at + 3);
		for (let lane = 0; lane < VALUE_LANES; lane++) {
			values[lane] =
				(values[lane] as number) +
				(lotsA * (numbers[rowA + lane] as number) + lotsB * (numbers[rowB + lane] as number)) +
				(lotsC * (numbers[rowC + lane] as number) + lotsD * (numbers[rowD + lane] as number));
		}
	}
}

/** Row 0, which is all zero, beyond the last holding. */
function rowOf({ ids, end }: Book, at: number): number {
	return at < end ? (ids[at] as number) * NUMBERS_PER_ROW : 0;
}

function lotsOf({ qtyLots, end }: Book, at: number): number {
	return at < end ? (qtyLots[at] as number) : 0;
}

function smallest(values: Float64Array, count: number): number {
	let least = values[0] as number;
	for (let lane = 1; lane < count; lane++) {
		const value = values[lane] as number;
		if (value < least) least = value;
	}
	return least;
}

/**
 * The least value in which one underlying with options reprices alone. A run's own change is a sum of integers of at
 * most 2·G, the account's value of at most G: exact.
 */
function worstAlone(book: Book, values: Float64Array, alone: Float64Array): number {
	const { numbers, ids, qtyLots, first, end } = book;
	const equity = values[0] as number;
	let least = equity;
	let hasOption = false;
	alone.fill(0);
	for (let at = first; at < end; at++) {
		const row = (ids[at] as number) * NUMBERS_PER_ROW;
		const lots = qtyLots[at] as number;
		hasOption ||= numbers[row + STRIKE_KEY_AT] !== 0;
		const mark = numbers[row] as number;
		for (let lane = 1; lane < ALONE_LANES; lane++) {
			alone[lane] = (alone[lane] as number) + lots * ((numbers[row + lane] as number) - mark);
		}
		if (continuesRun(book, at, UNDERLYING_KEY_AT)) continue;
		if (hasOption) least = Math.min(least, equity + smallest(alone, ALONE_LANES));
		hasOption = false;
		alone.fill(0);
	}
	return least;
}

/** Sum of the `TAIL_WORST_COUNT` smallest tail values. Its third is within 2^50: `floor` cannot slip. */
function worstTailSum(values: Float64Array): number {
	let worst = Number.POSITIVE_INFINITY;
	let second = Number.POSITIVE_INFINITY;
	let third = Number.POSITIVE_INFINITY;
	for (let lane = TAIL_AT; lane < VALUE_LANES; lane++) {
		const value = values[lane] as number;
		if (value >= third) continue;
		if (value >= second) third = value;
		else {
			third = second;
			if (value >= worst) second = value;
			else {
				second = worst;
				worst = value;
			}
		}
	}
	return worst + second + third;
}

/** `H` */
function positionCharges({ numbers, ids, qtyLots, first, end }: Book): number {
	let charge = 0;
	for (let at = first; at < end; at++) {
		const signedLots = qtyLots[at] as number;
		const lots = Math.abs(signedLots);
		const ladder = (ids[at] as number) * NUMBERS_PER_ROW + (signedLots < 0 ? SHORT_AT : LONG_AT);
		let excess = 0;
		for (let k = 1; k <= EXTRA_SEGMENTS; k++) {
			const step = numbers[ladder + k] as number;
			const above = lots * step - (numbers[ladder + EXTRA_SEGMENTS + k] as number);
			if (above > excess) excess = above;
		}
		charge += lots * (numbers[ladder] as number) + excess;
	}
	return charge;
}

/** `K + P` */
function strikeCharges(book: Book): number {
	const { numbers, ids, qtyLots, first, end } = book;
	let charge = 0;
	let uncoveredShort = 0;
	let pin = 0;
	const holdsMore = holdsMoreThanBoughtOptions(book);
	for (let at = first; at < end; at++) {
		const row = (ids[at] as number) * NUMBERS_PER_ROW;
		uncoveredShort += (qtyLots[at] as number) * (numbers[row + UNCOVERED_SHORT_AT] as number);
		pin += (qtyLots[at] as number) * (numbers[row + PIN_AT] as number);
		if (continuesRun(book, at, STRIKE_KEY_AT)) continue;
		charge += Math.max(0, -uncoveredShort) + (holdsMore ? Math.max(0, pin) : 0);
		uncoveredShort = 0;
		pin = 0;
	}
	return charge;
}

/** `B + W` */
function expiryCharges(book: Book): number {
	const { numbers, ids, qtyLots, first, end } = book;
	let charge = 0;
	let up = 0;
	let down = 0;
	let vega = 0;
	let isLiable = false;
	const isShort = isShortAnyOption(book);
	for (let at = first; at < end; at++) {
		const row = (ids[at] as number) * NUMBERS_PER_ROW;
		const lots = qtyLots[at] as number;
		isLiable ||= isNoBoughtOption(book, at);
		up += lots * (numbers[row + BASIS_UP_AT] as number);
		down += lots * (numbers[row + BASIS_DOWN_AT] as number);
		vega += lots * (numbers[row + VEGA_AT] as number);
		if (continuesRun(book, at, EXPIRY_KEY_AT)) continue;
		charge += (isLiable ? Math.max(0, -up, -down) : 0) + Math.max(isShort ? vega : 0, -vega);
		isLiable = false;
		up = 0;
		down = 0;
		vega = 0;
	}
	return charge;
}

/** `D` */
function concentrationCharges(book: Book): number {
	const { numbers, ids, qtyLots, first, end } = book;
	let charge = 0;
	let delta = 0;
	for (let at = first; at < end; at++) {
		const row = (ids[at] as number) * NUMBERS_PER_ROW;
		delta += (qtyLots[at] as number) * (numbers[row + DELTA_AT] as number);
		if (continuesRun(book, at, UNDERLYING_KEY_AT)) continue;
		charge += Math.max(0, Math.abs(delta) - (numbers[row + DELTA_ALLOWANCE_AT] as number));
		delta = 0;
	}
	return charge;
}

function isShortAnyOption({ numbers, ids, qtyLots, first, end }: Book): boolean {
	for (let at = first; at < end; at++) {
		const row = (ids[at] as number) * NUMBERS_PER_ROW;
		if ((qtyLots[at] as number) < 0 && numbers[row + STRIKE_KEY_AT] !== 0) return true;
	}
	return false;
}

/** Besides money: a short option, or anything else in a run of an underlying that holds options. */
function holdsMoreThanBoughtOptions(book: Book): boolean {
	const { numbers, ids, first, end } = book;
	let hasOption = false;
	let hasMore = false;
	for (let at = first; at < end; at++) {
		const row = (ids[at] as number) * NUMBERS_PER_ROW;
		hasOption ||= numbers[row + STRIKE_KEY_AT] !== 0;
		hasMore ||= isNoBoughtOption(book, at);
		if (continuesRun(book, at, UNDERLYING_KEY_AT)) continue;
		if (hasOption && hasMore) return true;
		hasOption = false;
		hasMore = false;
	}
	return false;
}

/** Options are what has a strike set. */
function isNoBoughtOption({ numbers, ids, qtyLots }: Book, at: number): boolean {
	const row = (ids[at] as number) * NUMBERS_PER_ROW;
	return numbers[row + STRIKE_KEY_AT] === 0 || (qtyLots[at] as number) < 0;
}

/** `R`: the largest of all and one part in `OTHER_RISKS_DIVISOR` of the others, whole µUSD up. */
function offsetFloorOf(book: Book): number {
	const { numbers, ids, qtyLots, first, end } = book;
	let sum = 0;
	let largest = 0;
	let down = 0;
	let up = 0;
	for (let at = first; at < end; at++) {
		const row = (ids[at] as number) * NUMBERS_PER_ROW;
		const lots = qtyLots[at] as number;
		down += lots * (numbers[row + OFFSET_FLOOR_DOWN_AT] as number);
		up += lots * (numbers[row + OFFSET_FLOOR_UP_AT] as number);
		if (continuesRun(book, at, UNDERLYING_KEY_AT)) continue;
		const own = Math.max(0, -down, -up);
		sum += own;
		largest = Math.max(largest, own);
		down = 0;
		up = 0;
	}
	return largest + quotientUp(sum - largest, OTHER_RISKS_DIVISOR);
}

/** Of integers below 2^53: the remainder is exact, so the quotient is. */
function quotientUp(dividend: number, divisor: number): number {
	const rest = dividend % divisor;
	return (dividend - rest) / divisor + (rest > 0 ? 1 : 0);
}

/** Does the next holding belong to the same set, and to the same ones of the levels above? */
function continuesRun({ numbers, ids, end }: Book, at: number, keyAt: number): boolean {
	if (at + 1 === end) return false;
	const here = (ids[at] as number) * NUMBERS_PER_ROW;
	const next = (ids[at + 1] as number) * NUMBERS_PER_ROW;
	for (let level = keyAt; level <= UNDERLYING_KEY_AT; level++) {
		if (numbers[here + level] !== numbers[next + level]) return false;
	}
	return true;
}
