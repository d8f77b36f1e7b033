/**
 * Proofs by exhaustion: each small template, with its widths scaled down in a copy of its source, over a
 * prime field just large enough for them. Every solution of the constraints is visited, so here
 * "every" means every assignment of all wires.
 *
 * What they cover: the structure of a template, for all inputs and all witnesses. What they do not: the
 * real widths. Those enter only through "sums stay below the field", which `RangeChecked`'s own assert,
 * the headers' assumptions and the extreme values of agreement-extremes.test.ts speak about.
 */
import { describe, expect, it } from "vitest";
import type { SourceEdit } from "../../../security/circuit/circuit-part.ts";
import type { Solution } from "../../../security/circuit/small-field.ts";
import {
	COMPILE_MS,
	edit,
	numbered,
	packSmall,
	read,
	signed,
	smallPart,
	smallWidths,
	tuples,
} from "../../../security/circuit/small-part.ts";

/** Four lanes 3 bits apart need a field above 2^12. */
const LANE_FIELD = 4099;
const WORD = "lib/packed-word.circom";
const SMALL_LANES: readonly SourceEdit[] = [
	...smallWidths(WORD),
	edit(WORD, "Num2Bits(252)", "Num2Bits(12)"),
];

describe("a range check of 3 bits", () => {
	const part = { main: "RangeChecked(3)", file: "lib/range.circom", inputs: ["in"], signals: ["out", "in"] };

	it.each([11, 13, 97])(
		"has one witness for each of 0 … 7 in the field of %i, and none else",
		async (order) => {
			const field = await smallPart(order, part);
			for (let value = 0; value < order; value++) {
				expect(field.solutions({ in: value }), `${value}`).toHaveLength(value < 8 ? 1 : 0);
			}
		},
		COMPILE_MS,
	);

	it(
		"has two for some in the field of 7: it must be narrower than the field",
		async () => {
			const field = await smallPart(7, part);
			expect(field.solutions({ in: 0 })).toHaveLength(2);
		},
		COMPILE_MS,
	);
});

describe("lanes 3 bits apart", () => {
	it(
		"are found in exactly the words that have them, once, and no borrow passes",
		async () => {
			const field = await smallPart(LANE_FIELD, {
				main: "NonNegativeLanes(1)",
				file: WORD,
				inputs: ["word"],
				signals: [...numbered("digits", 4), "word"],
				edits: SMALL_LANES,
			});
			const solutions = field.solutions({});
			expect(solutions).toHaveLength(2 ** 4);
			const words = new Set(solutions.map((solution) => read(solution, "word")));
			expect(words.size).toBe(2 ** 4);
			for (const solution of solutions) {
				const digits = numbered("digits", 4).map((name) => read(solution, name));
				expect(digits.every((digit) => digit < 2)).toBe(true);
				expect(packSmall(digits)).toBe(read(solution, "word"));
			}
			// All lanes in (−3·2, 8), as the template assumes: a word with one outside of [0, 2) is among those that have none.
			for (const lanes of tuples([-5, -3, -1, 0, 1, 3, 7], 4)) {
				const word = ((packSmall(lanes) % LANE_FIELD) + LANE_FIELD) % LANE_FIELD;
				expect(words.has(word), `${lanes}`).toBe(lanes.every((lane) => lane === 0 || lane === 1));
			}
		},
		COMPILE_MS,
	);

	it(
		"give the negative part of each lane in (−4, 4), once",
		async () => {
			const field = await smallPart(LANE_FIELD, {
				main: "NegativeParts()",
				file: WORD,
				inputs: ["shifted"],
				signals: [...numbered("parts", 4), "shifted"],
				edits: SMALL_LANES,
			});
			const byWord = new Map<number, Solution[]>();
			for (const solution of field.solutions({})) {
				const word = read(solution, "shifted");
				byWord.set(word, [...(byWord.get(word) ?? []), solution]);
			}
			for (const lanes of tuples([-3, -2, -1, 0, 1, 2, 3], 4)) {
				const [solution, ...others] = byWord.get(packSmall(lanes.map((lane) => 4 - lane))) ?? [];
				expect(others).toEqual([]);
				const parts = numbered("parts", 4).map((name) => read(solution as Solution, name));
				expect(parts).toEqual(lanes.map((lane) => Math.max(0, -lane)));
			}
		},
		COMPILE_MS,
	);
});

describe("an entry of 2-bit ids and sizes", () => {
	it(
		"is formed from exactly the slots that are allowed, and no two slots share one",
		async () => {
			const order = 37;
			const field = await smallPart(order, {
				main: "PositionEntry()",
				file: "position-entries.circom",
				inputs: ["id", "neg", "qtyLots"],
				signals: [
					"entry",
					"signedQtyLots",
					"boundedQtyLots",
					"idBits[0]",
					"idBits[1]",
					"isEmpty",
					"id",
					"neg",
					"qtyLots",
				],
				edits: ["12", "40", "41"].map((width) =>
					edit("position-entries.circom", width, width === "41" ? "3" : "2"),
				),
			});
			const slots = new Set<string>();
			const entries = new Set<number>();
			for (const id of Array.from({ length: order }, (_, value) => value)) {
				for (const solution of field.solutions({ id })) {
					const [neg, qty] = [read(solution, "neg"), read(solution, "qtyLots")];
					expect(id < 4 && qty < 4 && neg < 2).toBe(true);
					expect(id === 0 ? qty : 0).toBe(0);
					expect(qty === 0 ? neg : 0).toBe(0);
					expect(read(solution, "entry")).toBe(8 * id + 4 * neg + qty);
					expect(signed(read(solution, "signedQtyLots"), order)).toBe(qty === 0 ? 0 : neg === 1 ? -qty : qty);
					expect(read(solution, "isEmpty")).toBe(id === 0 ? 1 : 0);
					slots.add(`${id} ${neg} ${qty}`);
					entries.add(read(solution, "entry"));
				}
			}
			// The empty slot, and three ids with −3 … 3 lots.
			expect(slots.size).toBe(1 + 3 * 7);
			expect(entries.size).toBe(slots.size);
		},
		COMPILE_MS,
	);
});

describe("an order of three 2-bit ids", () => {
	it(
		"holds for empty slots first and then strictly increasing ids, and for nothing else",
		async () => {
			const field = await smallPart(17, {
				main: "AssertStrictlyIncreasing(3)",
				file: "position-entries.circom",
				inputs: ["ids", "isEmpty"],
				signals: [...numbered("ids", 3), ...numbered("isEmpty", 3)],
				edits: [edit("position-entries.circom", "RangeChecked(12)", "RangeChecked(2)")],
			});
			for (const ids of tuples([0, 1, 2, 3], 3)) {
				const given = Object.fromEntries(
					ids.flatMap((id, at) => [
						[`ids[${at}]`, id],
						[`isEmpty[${at}]`, id === 0 ? 1 : 0],
					]),
				);
				const [first, second, third] = ids as [number, number, number];
				const rises = (one: number, other: number) => other > one || one === 0;
				expect(field.solutions(given).length, `${ids}`).toBe(
					rises(first, second) && rises(second, third) ? 1 : 0,
				);
			}
		},
		COMPILE_MS,
	);
});

describe("a overflow bound of 3 bits", () => {
	it(
		"takes sums of two products of 1-bit sizes and 2-bit bounds up to 7 exactly, and nothing that wrapped",
		async () => {
			const field = await smallPart(13, {
				main: "AssertGrossBound()",
				file: "solvency.circom",
				inputs: ["overflowBoundMicroUsd"],
				signals: ["overflowBoundMicroUsd"],
				edits: [
					edit(
						"solvency.circom",
						"RangeChecked(61)(overflowBoundMicroUsd)",
						"RangeChecked(3)(overflowBoundMicroUsd)",
					),
				],
			});
			for (const [qtyA, boundA, qtyB, boundB] of tuples([0, 1, 2], 4) as [number, number, number, number][]) {
				const gross = qtyA * boundA + qtyB * boundB;
				expect(field.solutions({ overflowBoundMicroUsd: gross }), `${gross}`).toHaveLength(gross < 8 ? 1 : 0);
			}
			for (let below = -5; below < 0; below++)
				expect(field.solutions({ overflowBoundMicroUsd: below })).toEqual([]);
		},
		COMPILE_MS,
	);
});
