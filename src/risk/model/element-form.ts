/**
 * Whether an element can be in a sound row, whatever the market: `contracts/dispute/RowForm.sol` says the same.
 * `checkRiskTable` says why a row is not sound; this says which of its elements shows it to a contract.
 */
import { TAG_ROW } from "../../field/domain-tags.ts";
import { unpackWord } from "../../field/packed-word.ts";
import { AMOUNT_LIMIT, ID_BITS, MAX_INSTRUMENT_ID, PER_LOT_LIMIT } from "./dimensions.ts";
import { LANE_WORDS } from "./risk-row.ts";

/** Places in `rowElements`. */
export const ELEMENT = {
	/** Stress words, then tail words, come before it. */
	longSlope: LANE_WORDS,
	shortSlope: LANE_WORDS + 1,
	longSteps: LANE_WORDS + 2,
	shortSteps: LANE_WORDS + 3,
	longIntercepts: LANE_WORDS + 4,
	shortIntercepts: LANE_WORDS + 5,
	strike: LANE_WORDS + 6,
	expiry: LANE_WORDS + 7,
	underlying: LANE_WORDS + 8,
	underlyingIntercepts: LANE_WORDS + 9,
	keys: LANE_WORDS + 10,
	bound: LANE_WORDS + 11,
} as const;

const PLAIN: readonly number[] = [ELEMENT.longSlope, ELEMENT.shortSlope, ELEMENT.bound];
const UNSIGNED: readonly number[] = [ELEMENT.longSteps, ELEMENT.shortSteps];
const AMOUNTS: readonly number[] = [ELEMENT.longIntercepts, ELEMENT.shortIntercepts];

/** The set keys of a key word, by level. */
export function setKeysOf(element: bigint): Readonly<Record<"strike" | "expiry" | "underlying", number>> {
	const key = (level: bigint) => Number((element >> (ID_BITS * level)) & BigInt(MAX_INSTRUMENT_ID));
	return { strike: key(0n), expiry: key(1n), underlying: key(2n) };
}

/** Whether element `index` of row `id` can have this value in a sound table. */
export function isSoundElement(id: number, index: number, element: bigint): boolean {
	if (id === 0) return element === (index === ELEMENT.keys ? TAG_ROW << (3n * ID_BITS) : 0n);
	if (index === ELEMENT.keys) return areKeysNested(element);
	if (PLAIN.includes(index)) return element < PER_LOT_LIMIT;
	const lanes = unpackWord(element);
	if (lanes === undefined) return false;
	const [first = 0n, second = 0n, third = 0n, fourth = 0n] = lanes;
	if (AMOUNTS.includes(index)) return within(lanes, 0n, AMOUNT_LIMIT);
	if (index === ELEMENT.underlyingIntercepts) {
		return within(lanes, 0n, AMOUNT_LIMIT) && first === 0n && second === 0n && third === fourth;
	}
	if (UNSIGNED.includes(index)) return within(lanes, 0n, PER_LOT_LIMIT);
	if (!within(lanes, 1n - PER_LOT_LIMIT, PER_LOT_LIMIT)) return false;
	if (index < ELEMENT.longSlope) return true;
	return index === ELEMENT.strike ? second === 0n && third === 0n && fourth === 0n : third === -fourth;
}

/** Whether a row's own bound covers element `index`, which is of a sound form. */
export function isBoundedElement(index: number, element: bigint, bound: bigint): boolean {
	if (index === ELEMENT.longSlope || index === ELEMENT.shortSlope) return element <= bound;
	if (index >= ELEMENT.underlyingIntercepts || AMOUNTS.includes(index)) return true;
	return within(unpackWord(element) ?? [], -bound, bound + 1n);
}

function areKeysNested(element: bigint): boolean {
	if (element >> (3n * ID_BITS) !== TAG_ROW) return false;
	const { strike, expiry, underlying } = setKeysOf(element);
	return (strike === 0 || expiry !== 0) && (expiry === 0 || underlying !== 0);
}

function within(lanes: readonly bigint[], lowest: bigint, limit: bigint): boolean {
	return lanes.every((lane) => lane >= lowest && lane < limit);
}
