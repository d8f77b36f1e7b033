import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";
import { packWord, packWords, unpackWord } from "../../src/field/packed-word.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

const SEED = 20260207;
const LARGEST = (1n << 62n) - 1n;
const edges = fc.constantFrom(0n, 1n, -1n, LARGEST, -LARGEST, 1n << 61n, -(1n << 61n));
const anyLane = fc.oneof(edges, fc.bigInt({ min: -LARGEST, max: LARGEST }));
const anyLanes = fc.array(anyLane, { minLength: 4, maxLength: 4 });

describe("packWord", () => {
	test("is the sum of the lanes, 63 bits apart, modulo r", () => {
		expect(packWord([1n, 0n, 0n, 0n])).toBe(1n);
		expect(packWord([0n, 1n])).toBe(1n << 63n);
		expect(packWord([0n, 0n, 0n, 1n])).toBe(1n << 189n);
		expect(packWord([-1n, 1n])).toBe((1n << 63n) - 1n);
		expect(packWord([0n, 0n, 0n, -1n])).toBe(FIELD_ORDER - (1n << 189n));
		expect(packWord([])).toBe(0n);
	});

	test("is linear: a sum of words times quantities is the word of the lane sums", () => {
		const smallLanes = fc.array(fc.bigInt({ min: -(1n << 20n), max: 1n << 20n }), {
			minLength: 4,
			maxLength: 4,
		});
		const qty = fc.bigInt({ min: -(1n << 40n), max: 1n << 40n });
		fc.assert(
			fc.property(smallLanes, smallLanes, qty, qty, (a, b, p, q) => {
				const sums = a.map((lane, k) => lane * p + (b[k] as bigint) * q);
				expect(toField(packWord(a) * p + packWord(b) * q)).toBe(packWord(sums));
			}),
			{ seed: SEED },
		);
	});

	test.each([[[1n << 62n]], [[-(1n << 62n)]], [[0n, 0n, 0n, 1n << 62n]], [[0n, 0n, 0n, 0n, 0n]]])(
		"refuses %s, which does not fit",
		(lanes) => {
			expect(thrownBy(() => packWord(lanes)).code).toBe("LANE_OUT_OF_RANGE");
		},
	);

	test("is injective on lanes in range", () => {
		fc.assert(
			fc.property(anyLanes, anyLanes, (a, b) => {
				const areSame = a.every((lane, k) => lane === b[k]);
				expect(packWord(a) === packWord(b)).toBe(areSame);
			}),
			{ seed: SEED },
		);
	});
});

describe("unpackWord", () => {
	test("gives back the lanes of every word", () => {
		fc.assert(
			fc.property(anyLanes, (lanes) => {
				expect(unpackWord(packWord(lanes))).toEqual(lanes);
			}),
			{ seed: SEED, numRuns: 1000 },
		);
	});

	test("gives back the lanes where each is at its limit, in every mix of signs", () => {
		for (let signs = 0; signs < 16; signs++) {
			const lanes = [0, 1, 2, 3].map((k) => ((signs >> k) & 1 ? -LARGEST : LARGEST));
			expect(unpackWord(packWord(lanes))).toEqual(lanes);
		}
	});

	test("refuses elements that are no word", () => {
		const justAbove = LARGEST * (1n + (1n << 63n) + (1n << 126n) + (1n << 189n)) + 1n;
		expect(unpackWord(justAbove)).toBeUndefined();
		expect(unpackWord(FIELD_ORDER - justAbove)).toBeUndefined();
		expect(unpackWord(1n << 62n)).toBeUndefined();
		expect(unpackWord(FIELD_ORDER - (1n << 62n))).toBeUndefined();
		expect(unpackWord(1n << 252n)).toBeUndefined();
		expect(unpackWord((FIELD_ORDER - 1n) / 2n)).toBeUndefined();
		expect(unpackWord((FIELD_ORDER + 1n) / 2n)).toBeUndefined();
	});

	test("reads an element at all only if packing gives that element again", () => {
		const elements = fc.oneof(
			fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }),
			fc.tuple(anyLanes, edges).map(([lanes, change]) => toField(packWord(lanes) + change)),
		);
		fc.assert(
			fc.property(elements, (element) => {
				const lanes = unpackWord(element);
				if (lanes !== undefined) expect(packWord(lanes)).toBe(element);
			}),
			{ seed: SEED, numRuns: 1000 },
		);
	});
});

test("packWords fills the last word with zero lanes", () => {
	expect(packWords([1n, 2n, 3n, 4n, 5n])).toEqual([packWord([1n, 2n, 3n, 4n]), packWord([5n, 0n, 0n, 0n])]);
	expect(packWords([])).toEqual([]);
});
