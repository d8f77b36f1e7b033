/**
 * Field elements of a row from an untrusted source (calldata of a demanded row, a file) back to a
 * row. A word that does not decode is itself a breach that wins a dispute: the circuit's sums are
 * only sums of lanes when every word is a packed word.
 */
import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { TAG_ROW } from "../../field/domain-tags.ts";
import { unpackWord } from "../../field/packed-word.ts";
import { ID_BITS, MAX_INSTRUMENT_ID } from "./dimensions.ts";
import type { RiskRow, SetKeys } from "./risk-row.ts";
import {
	type Lane,
	laneNumber,
	lanesAgree,
	type NumberName,
	ROW_ELEMENTS,
	ROW_LAYOUT,
	rowOf,
} from "./row-layout.ts";

/** Plain elements (slopes, bound) read as integers below this; their real limit is checked later. */
const PLAIN_LIMIT = 1n << 62n;

/**
 * Decodes the elements of `rowElements`. Ranges are the business of `checkRiskTable`.
 *
 * @throws InputError `TABLE_WORD_COUNT`, `TABLE_ELEMENT_NOT_CANONICAL`, `TABLE_WORD_UNDECODABLE`,
 * `TABLE_LANES_NOT_OPPOSITE`, `TABLE_UNUSED_LANE`, `TABLE_INTERCEPT_LANES`, `TABLE_ROW_TAG`
 */
export function decodeRow(elements: readonly bigint[]): RiskRow {
	if (elements.length !== ROW_ELEMENTS) {
		throw refusal("TABLE_WORD_COUNT", "row", `${elements.length} elements, not ${ROW_ELEMENTS}`);
	}
	const numbers = new Map<NumberName, bigint[]>();
	const found = (name: NumberName, values: readonly bigint[]) =>
		numbers.set(name, [...(numbers.get(name) ?? []), ...values]);
	let at = 0;
	for (const block of ROW_LAYOUT) {
		for (let k = 0; k < block.count; k++) decodeElement(block, elements[at] ?? -1n, at++, found);
	}
	return rowOf((name) => numbers.get(name) ?? []);
}

type Found = (name: NumberName, values: readonly bigint[]) => void;
type FourLanes = readonly [bigint, bigint, bigint, bigint];

function decodeElement(block: (typeof ROW_LAYOUT)[number], element: bigint, at: number, found: Found): void {
	const field = fieldOf(block);
	if (element < 0n || element >= FIELD_ORDER) {
		throw refusal("TABLE_ELEMENT_NOT_CANONICAL", field, `element ${at} is not below the field order`);
	}
	if (block.form === "keys") {
		const { strike, expiry, underlying } = decodeKeys(element);
		found("keys.strike", [BigInt(strike)]);
		found("keys.expiry", [BigInt(expiry)]);
		found("keys.underlying", [BigInt(underlying)]);
		return;
	}
	if (block.form === "plain") {
		if (element >= PLAIN_LIMIT) {
			throw refusal("TABLE_WORD_UNDECODABLE", field, `element ${at} is negative or far too large`);
		}
		found(block.number, [element]);
		return;
	}
	const lanes = unpackWord(element) as FourLanes | undefined;
	if (lanes === undefined) {
		throw refusal("TABLE_WORD_UNDECODABLE", field, `element ${at} is not a word of four lanes`);
	}
	if (block.form === "words") found(block.numbers, lanes);
	else decodeLanes(block, lanes, found);
}

function fieldOf(block: (typeof ROW_LAYOUT)[number]): string {
	if (block.form === "plain") return block.number;
	return block.form === "words" ? block.numbers : block.name;
}

type LanesBlock = Extract<(typeof ROW_LAYOUT)[number], { readonly form: "lanes" }>;

/** A lane whose number has appeared before only repeats it, and one without a number is empty. */
function decodeLanes(block: LanesBlock, lanes: FourLanes, found: Found): void {
	if (!lanesAgree(block.lanes, lanes)) {
		const { code, why } = DISAGREEMENTS[block.name];
		throw refusal(code, block.name, why(lanes));
	}
	const lanesOf: readonly Lane[] = block.lanes;
	lanesOf.forEach((lane, k) => {
		if (lane === null || lanesOf.indexOf(lane) !== k) return;
		const { name, sign } = laneNumber(lane);
		if (sign > 0n) found(name, [lanes[k] ?? 0n]);
	});
}

const notOpposite = {
	code: "TABLE_LANES_NOT_OPPOSITE",
	why: ([, , plus, minus]: FourLanes) => `lanes 2 and 3 are ${plus} and ${minus}`,
};
const DISAGREEMENTS: Readonly<
	Record<LanesBlock["name"], { readonly code: string; readonly why: (lanes: FourLanes) => string }>
> = {
	strike: { code: "TABLE_UNUSED_LANE", why: () => "lanes 1 to 3 must be 0" },
	expiry: notOpposite,
	underlying: notOpposite,
	underlyingIntercepts: { code: "TABLE_INTERCEPT_LANES", why: () => "lanes must be 0, 0, I and I again" },
};

function decodeKeys(word: bigint): SetKeys {
	if (word >> (3n * ID_BITS) !== TAG_ROW) {
		throw refusal("TABLE_ROW_TAG", "keys", "the key word does not carry the tag of a risk row");
	}
	const mask = BigInt(MAX_INSTRUMENT_ID);
	return {
		strike: Number(word & mask),
		expiry: Number((word >> ID_BITS) & mask),
		underlying: Number((word >> (2n * ID_BITS)) & mask),
	};
}

function refusal(code: string, field: string, why: string): InputError {
	return new InputError({
		code,
		message: `${field}: ${why}`,
		field,
		hint: "this row is not sound: dispute the table that holds it",
	});
}
