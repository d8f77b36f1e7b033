/**
 * Field elements of a row from an untrusted source (calldata of a demanded row, a file) back to a
 * row. A word that does not decode is itself a breach that wins a dispute: the circuit's sums are
 * only sums of lanes when every word is a packed word.
 */
import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { TAG_ROW } from "../../field/domain-tags.ts";
import { LANES_PER_WORD, unpackWord } from "../../field/packed-word.ts";
import { ID_BITS, MAX_INSTRUMENT_ID, STRESS_LANES, TAIL_LANES } from "./dimensions.ts";
import { type RiskRow, ROW_ELEMENTS, type SetKeys } from "./risk-row.ts";

const STRESS_WORDS = STRESS_LANES / LANES_PER_WORD;
const TAIL_WORDS = TAIL_LANES / LANES_PER_WORD;

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
	const read = reader(elements);
	const stressMicroUsd = read.words(STRESS_WORDS, "stress");
	const tailMicroUsd = read.words(TAIL_WORDS, "tail");
	const longBase = read.plain("longCharge.baseSlope");
	const shortBase = read.plain("shortCharge.baseSlope");
	const longSteps = read.words(1, "longCharge.slopeSteps");
	const shortSteps = read.words(1, "shortCharge.slopeSteps");
	const longIntercepts = read.words(1, "longCharge.intercepts");
	const shortIntercepts = read.words(1, "shortCharge.intercepts");
	const [uncoveredShort, pin, ...unused] = read.lanes("strike");
	if (unused.some((lane) => lane !== 0n)) {
		throw refusal("TABLE_UNUSED_LANE", "strike", "lanes 2 and 3 must be 0");
	}
	const [basisUp, basisDown, vega, minusVega] = read.lanes("expiry");
	const [down, up, delta, minusDelta] = read.lanes("underlying");
	requireOpposite("expiry", vega, minusVega);
	requireOpposite("underlying", delta, minusDelta);
	return {
		stressMicroUsd,
		tailMicroUsd,
		longCharge: {
			baseSlopeMicroUsd: longBase,
			slopeStepsMicroUsd: longSteps,
			interceptsMicroUsd: longIntercepts,
		},
		shortCharge: {
			baseSlopeMicroUsd: shortBase,
			slopeStepsMicroUsd: shortSteps,
			interceptsMicroUsd: shortIntercepts,
		},
		uncoveredShortMicroUsd: uncoveredShort,
		pinMicroUsd: pin,
		basisUpMicroUsd: basisUp,
		basisDownMicroUsd: basisDown,
		vegaMicroUsd: vega,
		offsetFloorDownMicroUsd: down,
		offsetFloorUpMicroUsd: up,
		deltaMicroUsd: delta,
		deltaAllowanceMicroUsd: readDeltaAllowance(read.lanes("underlyingIntercepts")),
		keys: decodeKeys(read.element("keys")),
		boundMicroUsd: read.plain("bound"),
	};
}

type FourLanes = readonly [bigint, bigint, bigint, bigint];

/** Reads elements in order; each is canonical, and each word is four lanes. */
function reader(elements: readonly bigint[]) {
	let at = 0;
	const element = (field: string): bigint => {
		const value = elements[at++] ?? -1n;
		if (value >= 0n && value < FIELD_ORDER) return value;
		throw refusal("TABLE_ELEMENT_NOT_CANONICAL", field, `element ${at - 1} is not below the field order`);
	};
	const lanes = (field: string): FourLanes => {
		const unpacked = unpackWord(element(field));
		if (unpacked !== undefined) return unpacked as unknown as FourLanes;
		throw refusal("TABLE_WORD_UNDECODABLE", field, `element ${at - 1} is not a word of four lanes`);
	};
	const words = (count: number, field: string): bigint[] =>
		Array.from({ length: count }, () => lanes(field)).flat();
	const plain = (field: string): bigint => {
		const value = element(field);
		if (value < PLAIN_LIMIT) return value;
		throw refusal("TABLE_WORD_UNDECODABLE", field, `element ${at - 1} is negative or far too large`);
	};
	return { element, lanes, words, plain };
}

function requireOpposite(field: string, plus: bigint, minus: bigint): void {
	if (plus !== -minus) {
		throw refusal("TABLE_LANES_NOT_OPPOSITE", field, `lanes 2 and 3 are ${plus} and ${minus}`);
	}
}

function readDeltaAllowance([a, b, free, freeAgain]: FourLanes): bigint {
	if (a === 0n && b === 0n && free === freeAgain) return free;
	throw refusal("TABLE_INTERCEPT_LANES", "underlyingIntercepts", "lanes must be 0, 0, I and I again");
}

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
