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
import { compilePart, type SourceEdit } from "../support/circuit-part.ts";
import { SmallField, type Solution } from "../support/small-field.ts";

const COMPILE_MS = 240_000;

/** Lanes of 2 bits, 3 bits apart: four of them need a field above 2^12. */
const LANE_FIELD = 4099;
const edit = (file: string, find: string, replace: string): SourceEdit => ({ file, find, replace });
const WORD = "lib/packed-word.circom";
/** Claimed lanes are found by their ranges: they need one bit more, a field above 2^13. */
const CLAIM_FIELD = 8209;
const POSITIVE = "lib/positive-part.circom";
const smallWidths = (file: string): SourceEdit[] => [
	edit(file, "62", "2"),
	edit(file, "63", "3"),
	edit(file, "126", "6"),
	edit(file, "189", "9"),
];
const SMALL_LANES: readonly SourceEdit[] = [
	edit(WORD, "62", "2"),
	edit(WORD, "63", "3"),
	edit(WORD, "126", "6"),
	edit(WORD, "189", "9"),
	edit(WORD, "Num2Bits(252)", "Num2Bits(12)"),
];

async function small(
	order: number,
	part: {
		main: string;
		file: string;
		inputs: readonly string[];
		signals: readonly string[];
		templates?: string;
		edits?: readonly SourceEdit[];
	},
): Promise<SmallField> {
	const { inputs, signals, ...rest } = part;
	const compiled = await compilePart({
		...rest,
		publicInputs: inputs,
		publicSignals: signals,
		simplification: "O0",
	});
	return SmallField.of(compiled, order);
}

const signed = (value: number, order: number) => (value > order / 2 ? value - order : value);
const pack = (lanes: readonly number[]) => lanes.reduce((sum, lane, at) => sum + lane * 8 ** at, 0);
const read = (solution: Solution, name: string) => solution.get(name) as number;
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}[${at}]`);
const bits = [0, 1] as const;

/** All lists of `length` values. */
function tuples<T>(values: readonly T[], length: number): T[][] {
	if (length === 0) return [[]];
	return tuples(values, length - 1).flatMap((head) => values.map((value) => [...head, value]));
}

describe("a range check of 3 bits", () => {
	const part = { main: "RangeChecked(3)", file: "lib/range.circom", inputs: ["in"], signals: ["out", "in"] };

	it.each([11, 13, 97])(
		"has one witness for each of 0 … 7 in the field of %i, and none else",
		async (order) => {
			const field = await small(order, part);
			for (let value = 0; value < order; value++) {
				expect(field.solutions({ in: value }), `${value}`).toHaveLength(value < 8 ? 1 : 0);
			}
		},
		COMPILE_MS,
	);

	it(
		"has two for some in the field of 7: it must be narrower than the field",
		async () => {
			const field = await small(7, part);
			expect(field.solutions({ in: 0 })).toHaveLength(2);
		},
		COMPILE_MS,
	);
});

describe("lanes of 2 bits", () => {
	it(
		"are found in exactly the words that have them, once, and no borrow passes",
		async () => {
			const field = await small(LANE_FIELD, {
				main: "NonNegativeLanes()",
				file: WORD,
				inputs: ["word"],
				signals: [...numbered("digits", 4), "word"],
				edits: SMALL_LANES,
			});
			const solutions = field.solutions({});
			expect(solutions).toHaveLength(4 ** 4);
			const words = new Set(solutions.map((solution) => read(solution, "word")));
			expect(words.size).toBe(4 ** 4);
			for (const solution of solutions) {
				const digits = numbered("digits", 4).map((name) => read(solution, name));
				expect(digits.every((digit) => digit < 4)).toBe(true);
				expect(pack(digits)).toBe(read(solution, "word"));
			}
			// Every word with a lane of −1 … −3 between rich ones is among those that have none.
			for (const lanes of tuples([-3, -1, 0, 3], 4)) {
				const word = ((pack(lanes) % LANE_FIELD) + LANE_FIELD) % LANE_FIELD;
				expect(words.has(word), `${lanes}`).toBe(lanes.every((lane) => lane >= 0));
			}
		},
		COMPILE_MS,
	);

	it(
		"give the negative part of each lane in (−4, 4), once",
		async () => {
			const field = await small(LANE_FIELD, {
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
				const [solution, ...others] = byWord.get(pack(lanes.map((lane) => 4 - lane))) ?? [];
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
			const field = await small(order, {
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
			const field = await small(17, {
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

describe("netting", () => {
	it(
		"ends a run exactly where a key of its level or above changes, for all keys of the field of 5",
		async () => {
			const names = ["strikes", "expiries", "underlyings"];
			const outputs = ["strikeContinues", "expiryContinues", "underlyingContinues"];
			const field = await small(5, {
				main: "NettingRuns(2)",
				file: "netting.circom",
				inputs: names,
				signals: [...outputs, ...names].flatMap((name) => numbered(name, 2)),
			});
			for (const keys of tuples([0, 1, 2, 3, 4], 6)) {
				const given = Object.fromEntries(
					names.flatMap((name) => numbered(name, 2)).map((name, at) => [name, keys[at] as number]),
				);
				const same = (at: number) => (keys[2 * at] === keys[2 * at + 1] ? 1 : 0);
				const expected = [same(0) * same(1) * same(2), same(1) * same(2), same(2)];
				const solutions = field.solutions(given);
				expect(solutions.length).toBe(1);
				outputs.forEach((name, level) => {
					expect(read(solutions[0] as Solution, `${name}[0]`)).toBe(expected[level]);
					expect(read(solutions[0] as Solution, `${name}[1]`)).toBe(0);
				});
			}
		},
		COMPILE_MS,
	);

	it(
		"gives a run's sum at its end and zero before, for all words of the field of 7",
		async () => {
			const field = await small(7, {
				main: "RunTotals(3)",
				file: "netting.circom",
				inputs: ["words", "continues"],
				signals: ["totals", "words", "continues"].flatMap((name) => numbered(name, 3)),
			});
			for (const words of tuples([0, 1, 2, 3, 4, 5, 6], 3)) {
				for (const goesOn of tuples(bits, 2)) {
					const given = Object.fromEntries([
						...words.map((word, at) => [`words[${at}]`, word]),
						...[...goesOn, 0].map((value, at) => [`continues[${at}]`, value]),
					]) as Record<string, number>;
					let sum = 0;
					const expected = words.map((word, at) => {
						sum += word;
						if (goesOn[at] === 1) return 0;
						const total = sum % 7;
						sum = 0;
						return total;
					});
					const solutions = field.solutions(given);
					expect(solutions.length).toBe(1);
					expect(numbered("totals", 3).map((name) => read(solutions[0] as Solution, name))).toEqual(expected);
				}
			}
		},
		COMPILE_MS,
	);

	it.each([17, 97])(
		"charges max(0, −net) for −8 ≤ net < 8 and refuses the rest of the field of %i",
		async (order) => {
			const field = await small(order, {
				main: "NakedShortCharge()",
				file: "netting.circom",
				inputs: ["net"],
				signals: ["chargeMicroUsd", "net"],
				edits: [
					edit("netting.circom", "component bits = Num2Bits(62)", "component bits = Num2Bits(4)"),
					edit("netting.circom", "net + (1 << 61)", "net + (1 << 3)"),
					edit("netting.circom", "bits.out[61]", "bits.out[3]"),
				],
			});
			for (let element = 0; element < order; element++) {
				const net = signed(element, order);
				const charges = field.solutions({ net: element }).map((solution) => read(solution, "chargeMicroUsd"));
				expect(charges, `${net}`).toEqual(net >= -8 && net < 8 ? [Math.max(0, -net)] : []);
			}
		},
		COMPILE_MS,
	);
});

describe("a positive part of 3 bits", () => {
	it.each([11, 97])(
		"is max(0, in) for −4 ≤ in < 4 and refuses the rest of the field of %i",
		async (order) => {
			const field = await small(order, {
				main: "PositivePart(3)",
				file: POSITIVE,
				inputs: ["in"],
				signals: ["out", "in"],
			});
			for (let element = 0; element < order; element++) {
				const value = signed(element, order);
				const outs = field.solutions({ in: element }).map((solution) => read(solution, "out"));
				expect(outs, `${value}`).toEqual(value >= -4 && value < 4 ? [Math.max(0, value)] : []);
			}
		},
		COMPILE_MS,
	);
});

describe("charges on nets in {−1, 0, 1}", () => {
	it(
		"follow from the total: every total has at most one choice of nets, and the true one is it",
		async () => {
			const field = await small(CLAIM_FIELD, {
				main: "NetCharges()",
				file: "netting.circom",
				inputs: ["total", "nets"],
				signals: ["loss", "size", "total", ...numbered("nets", 3)],
				edits: smallWidths("netting.circom"),
			});
			const byTotal = new Map<number, Solution[]>();
			for (const solution of field.solutions({})) {
				const total = read(solution, "total");
				byTotal.set(total, [...(byTotal.get(total) ?? []), solution]);
			}
			for (const [first, second, third, opposite] of tuples([-1, 0, 1], 4) as [
				number,
				number,
				number,
				number,
			][]) {
				const total = pack([first, second, third, opposite]);
				const found = byTotal.get(((total % CLAIM_FIELD) + CLAIM_FIELD) % CLAIM_FIELD) ?? [];
				const label = `${first} ${second} ${third} ${opposite}`;
				expect(found.length, label).toBe(opposite === -third ? 1 : 0);
				for (const solution of found) {
					const nets = numbered("nets", 3).map((name) => signed(read(solution, name), CLAIM_FIELD));
					expect(nets, label).toEqual([first, second, third]);
					expect(read(solution, "loss"), label).toBe(Math.max(0, -first, -second));
					expect(read(solution, "size"), label).toBe(Math.abs(third));
				}
			}
		},
		COMPILE_MS,
	);

	it(
		"on the size are what exceeds the free amount, for sizes and amounts of 0 and 1",
		async () => {
			const field = await small(CLAIM_FIELD, {
				main: "SizeCharge()",
				file: "netting.circom",
				inputs: ["size", "intercepts"],
				signals: ["chargeMicroUsd", "size", "intercepts"],
				edits: [
					...smallWidths("netting.circom"),
					// The quotient is written out: a fraction of this field is none of the large one.
					edit("netting.circom", "size - intercepts / ((1 << 6) + (1 << 9))", "size - intercepts"),
				],
			});
			for (const [size, free] of tuples(bits, 2) as [number, number][]) {
				const found = field.solutions({ size, intercepts: free }).map((at) => read(at, "chargeMicroUsd"));
				expect(found).toEqual([Math.max(0, size - free)]);
			}
		},
		COMPILE_MS,
	);
});

describe("the charge of a position with sizes, steps and intercepts of 1 bit", () => {
	it(
		"has one choice of lines, and is the largest of them on top of the first segment",
		async () => {
			const words = [
				"longBaseSlope",
				"shortBaseSlope",
				"longSteps",
				"shortSteps",
				"longIntercepts",
				"shortIntercepts",
			];
			const field = await small(CLAIM_FIELD, {
				main: "Part()",
				file: "position-charge.circom",
				inputs: ["qtyLots", "neg", "lines", ...words],
				signals: ["chargeMicroUsd", "qtyLots", "neg", ...numbered("lines", 4), ...words],
				templates: `include "lib/range.circom";
template Part() {
    signal input qtyLots;
    signal input neg;
    signal input lines[4];
${words.map((name) => `    signal input ${name};`).join("\n")}
    signal output chargeMicroUsd;
    component part = PositionCharge();
    part.qtyLots <== RangeChecked(1)(qtyLots);
    part.neg <== neg;
    part.lines <== lines;
${words.map((name) => `    part.${name} <== ${name};`).join("\n")}
    chargeMicroUsd <== part.chargeMicroUsd;
}`,
				edits: smallWidths("position-charge.circom"),
			});
			const four = tuples(bits, 4);
			for (const [at, steps] of four.entries()) {
				const free = four[(7 * at + 3) % 16] as number[];
				for (const [neg, qty] of tuples(bits, 2) as [number, number][]) {
					const other = { steps: pack([1, 1, 1, 1]), intercepts: 0 };
					const own = { steps: pack(steps), intercepts: pack(free) };
					const [long, short] = neg === 1 ? [other, own] : [own, other];
					const found = field.solutions({
						qtyLots: qty,
						neg,
						longBaseSlope: 5,
						shortBaseSlope: 7,
						longSteps: long.steps,
						shortSteps: short.steps,
						longIntercepts: long.intercepts,
						shortIntercepts: short.intercepts,
					});
					const lines = steps.map((step, k) => qty * step - (free[k] as number));
					expect(found.length, `${lines}`).toBe(1);
					const [solution] = found as [Solution];
					expect(numbered("lines", 4).map((name) => signed(read(solution, name), CLAIM_FIELD))).toEqual(
						lines,
					);
					expect(read(solution, "chargeMicroUsd")).toBe(qty * (neg === 1 ? 7 : 5) + Math.max(0, ...lines));
				}
			}
		},
		COMPILE_MS,
	);
});

describe("a gross bound of 3 bits", () => {
	it(
		"takes sums of two products of 1-bit sizes and 2-bit bounds up to 7 exactly, and nothing that wrapped",
		async () => {
			const field = await small(13, {
				main: "AssertGrossBound()",
				file: "solvency.circom",
				inputs: ["grossMicroUsd"],
				signals: ["grossMicroUsd"],
				edits: [edit("solvency.circom", "RangeChecked(61)(grossMicroUsd)", "RangeChecked(3)(grossMicroUsd)")],
			});
			for (const [qtyA, boundA, qtyB, boundB] of tuples([0, 1, 2], 4) as [number, number, number, number][]) {
				const gross = qtyA * boundA + qtyB * boundB;
				expect(field.solutions({ grossMicroUsd: gross }), `${gross}`).toHaveLength(gross < 8 ? 1 : 0);
			}
			for (let below = -5; below < 0; below++) expect(field.solutions({ grossMicroUsd: below })).toEqual([]);
		},
		COMPILE_MS,
	);
});
