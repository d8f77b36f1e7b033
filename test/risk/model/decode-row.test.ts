import { describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { packWord } from "../../../src/field/packed-word.ts";
import { decodeRow } from "../../../src/risk/model/decode-row.ts";
import { encodeRow, rowElements } from "../../../src/risk/model/risk-row.ts";
import { ELEMENT, ROW_ELEMENTS } from "../../../src/risk/model/row-layout.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { randomRows } from "../../support/tables/random-table.ts";

const SEED = 42;
const ROWS = randomRows(SEED, (1n << 36n) - 1n);
const ROW = ROWS[10] ?? ROWS[0];
const ELEMENTS = ROW === undefined ? [] : rowElements(encodeRow(ROW));

/** Places of the elements behind the scenario words. */
const LONG_BASE = ELEMENT.longSlope;
const STRIKE = ELEMENT.strike;
const EXPIRY = ELEMENT.expiry;
const UNDERLYING = ELEMENT.underlying;
const INTERCEPTS = ELEMENT.underlyingIntercepts;
const KEYS = ELEMENT.keys;

describe("an encoded row", () => {
	it(`decodes to the row that it was made from (seed ${SEED})`, () => {
		for (const row of ROWS) expect(decodeRow(rowElements(encodeRow(row)))).toEqual(row);
	});

	const replaced = (at: number, element: bigint) => ELEMENTS.with(at, element);
	it.each([
		["with an element missing", ELEMENTS.slice(1), "TABLE_WORD_COUNT", "row"],
		["with an element to spare", [...ELEMENTS, 0n], "TABLE_WORD_COUNT", "row"],
		[
			"with an element that is only equal modulo the field order: two calldata forms of one hash",
			replaced(3, (ELEMENTS[3] ?? 0n) + FIELD_ORDER),
			"TABLE_ELEMENT_NOT_CANONICAL",
			"stress",
		],
		["with a negative element", replaced(3, -1n), "TABLE_ELEMENT_NOT_CANONICAL", "stress"],
		[
			"whose word is no sum of four lanes: the packed checks of the circuit mean nothing for it",
			replaced(30, 1n << 252n),
			"TABLE_WORD_UNDECODABLE",
			"tail",
		],
		[
			"with a lane of −2^62, which borrows exactly one from its neighbour",
			replaced(30, FIELD_ORDER - (1n << 62n)),
			"TABLE_WORD_UNDECODABLE",
			"tail",
		],
		[
			"with a negative slope: the charge pays the account",
			replaced(LONG_BASE, FIELD_ORDER - 1n),
			"TABLE_WORD_UNDECODABLE",
			"longCharge.baseSlope",
		],
		[
			"with something in an unused lane of the strike word",
			replaced(STRIKE, packWord([5n, 0n, 1n, 0n])),
			"TABLE_UNUSED_LANE",
			"strike",
		],
		[
			"whose vega lanes are not opposites: net vega of one sign is free",
			replaced(EXPIRY, packWord([1n, 1n, 7n, -6n])),
			"TABLE_LANES_NOT_OPPOSITE",
			"expiry",
		],
		[
			"whose delta lanes are not opposites: two large positive sums allow a negative concentration charge",
			replaced(UNDERLYING, packWord([1n, 1n, 7n, 7n])),
			"TABLE_LANES_NOT_OPPOSITE",
			"underlying",
		],
		[
			"with an intercept in the lanes of the floor: stand-alone risk for free",
			replaced(INTERCEPTS, packWord([1n, 0n, 4n, 4n])),
			"TABLE_INTERCEPT_LANES",
			"underlyingIntercepts",
		],
		[
			"with two different free deltas",
			replaced(INTERCEPTS, packWord([0n, 0n, 4n, 5n])),
			"TABLE_INTERCEPT_LANES",
			"underlyingIntercepts",
		],
		[
			"without the tag of a row: another kind of hash reopened as one",
			replaced(KEYS, 1n + (4n << 36n)),
			"TABLE_ROW_TAG",
			"keys",
		],
		["with a key beyond 36 bits", replaced(KEYS, 1n << 100n), "TABLE_ROW_TAG", "keys"],
	] as const)("is refused %s", (_, elements, code, field) => {
		expect(ELEMENTS).toHaveLength(ROW_ELEMENTS);
		expect(thrownBy(() => decodeRow(elements))).toMatchObject({ code, field });
	});
});
