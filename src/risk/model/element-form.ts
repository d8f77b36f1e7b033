/**
 * Whether an element can be in a sound row, whatever the market: `contracts/dispute/RowForm.sol` says the same.
 * `checkRiskTable` says why a row is not sound; this says which of its elements shows it to a contract.
 */
import { TAG_ROW } from "../../field/domain-tags.ts";
import { unpackWord } from "../../field/packed-word.ts";
import { AMOUNT_LIMIT, ID_BITS, MAX_INSTRUMENT_ID, PER_LOT_LIMIT } from "./dimensions.ts";
import { elementAt, kindOf, laneNumber, lanesAgree, type NumberKind } from "./row-layout.ts";

/** The set keys of a key word, by level. */
export function setKeysOf(element: bigint): Readonly<Record<"strike" | "expiry" | "underlying", number>> {
	const key = (level: bigint) => Number((element >> (ID_BITS * level)) & BigInt(MAX_INSTRUMENT_ID));
	return { strike: key(0n), expiry: key(1n), underlying: key(2n) };
}

/** Whether element `index` of row `id` can have this value in a sound table. */
export function isSoundElement(id: number, index: number, element: bigint): boolean {
	const block = elementAt(index);
	if (block === undefined) return false;
	if (id === 0) return element === (block.form === "keys" ? TAG_ROW << (3n * ID_BITS) : 0n);
	if (block.form === "keys") return areKeysNested(element);
	if (block.form === "plain") return element < PER_LOT_LIMIT;
	const lanes = unpackWord(element);
	if (lanes === undefined) return false;
	const kind = lanesKind(block);
	if (
		kind === "intercept" ? !within(lanes, 0n, AMOUNT_LIMIT) : !within(lanes, lowestOf(kind), PER_LOT_LIMIT)
	) {
		return false;
	}
	return block.form === "words" || lanesAgree(block.lanes, lanes);
}

/** Whether a row's own bound covers element `index`, which is of a sound form. */
export function isBoundedElement(index: number, element: bigint, bound: bigint): boolean {
	const block = elementAt(index);
	if (block === undefined || block.form === "keys") return true;
	if (block.form === "plain") return kindOf(block.number) === "bound" || element <= bound;
	if (lanesKind(block) === "intercept") return true;
	return within(unpackWord(element) ?? [], -bound, bound + 1n);
}

type LanesBlock = Extract<NonNullable<ReturnType<typeof elementAt>>, { readonly form: "words" | "lanes" }>;

/** All lanes of a word are of one kind. */
function lanesKind(block: LanesBlock): NumberKind {
	if (block.form === "words") return kindOf(block.numbers);
	const lane = block.lanes.find((one) => one !== null);
	return lane === undefined ? "net" : kindOf(laneNumber(lane).name);
}

function lowestOf(kind: NumberKind): bigint {
	return kind === "step" ? 0n : 1n - PER_LOT_LIMIT;
}

function areKeysNested(element: bigint): boolean {
	if (element >> (3n * ID_BITS) !== TAG_ROW) return false;
	const { strike, expiry, underlying } = setKeysOf(element);
	return (strike === 0 || expiry !== 0) && (expiry === 0 || underlying !== 0);
}

function within(lanes: readonly bigint[], lowest: bigint, limit: bigint): boolean {
	return lanes.every((lane) => lane >= lowest && lane < limit);
}
