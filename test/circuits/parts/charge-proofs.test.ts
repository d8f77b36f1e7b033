/** Proofs by exhaustion of netting and charges: see gadget-proofs.test.ts for what they cover. */
import { describe, expect, it } from "vitest";
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

/** Claimed lanes are found by their ranges: they need one bit more than lanes, a field above 2^13. */
const CLAIM_FIELD = 8209;
const POSITIVE = "lib/positive-part.circom";
const bits = [0, 1] as const;

describe("netting", () => {
	it(
		"ends a run exactly where a key of its level or above changes, for all keys of the field of 5",
		async () => {
			const names = ["strikes", "expiries", "underlyings"];
			const outputs = ["strikeContinues", "expiryContinues", "underlyingContinues"];
			const field = await smallPart(5, {
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
			const field = await smallPart(7, {
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
			const field = await smallPart(order, {
				main: "UncoveredShortCharge()",
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
			const field = await smallPart(order, {
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
			const field = await smallPart(CLAIM_FIELD, {
				main: "SetCharges()",
				file: "netting.circom",
				inputs: ["total", "nets"],
				signals: ["loss", "gain", "total", ...numbered("nets", 3)],
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
				const total = packSmall([first, second, third, opposite]);
				const found = byTotal.get(((total % CLAIM_FIELD) + CLAIM_FIELD) % CLAIM_FIELD) ?? [];
				const label = `${first} ${second} ${third} ${opposite}`;
				expect(found.length, label).toBe(opposite === -third ? 1 : 0);
				for (const solution of found) {
					const nets = numbered("nets", 3).map((name) => signed(read(solution, name), CLAIM_FIELD));
					expect(nets, label).toEqual([first, second, third]);
					expect(read(solution, "loss"), label).toBe(Math.max(0, -first, -second));
					expect(read(solution, "gain"), label).toBe(Math.max(0, third));
				}
			}
		},
		COMPILE_MS,
	);

	it(
		"on the size are what exceeds the free amount, for sizes and amounts of 0 and 1",
		async () => {
			const field = await smallPart(CLAIM_FIELD, {
				main: "ConcentrationCharge()",
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
			const field = await smallPart(CLAIM_FIELD, {
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
					const other = { steps: packSmall([1, 1, 1, 1]), intercepts: 0 };
					const own = { steps: packSmall(steps), intercepts: packSmall(free) };
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
