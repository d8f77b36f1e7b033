/** The search for forgeries, on every template by itself: it finds none, and it finds each planted one. */
import { describe, expect, it } from "vitest";
import { circomTemplates } from "../../security/circuit/circuit-sources.ts";
import { attackCopy, PARTS } from "../../security/forge/parts/all-parts.ts";
import { attackPart } from "../../security/forge/parts/part-attack.ts";
import { WEAKENED_COPIES } from "../../security/forge/weakened-copies.ts";

const SEED = 20_261_128;
const INPUTS = 6;
const COPY_INPUTS = 200;

/** Attacked inside of others: they have no meaning, or no constraint, of their own. */
const WITHIN_OTHERS: Readonly<Record<string, string>> = {
	AssertFullRound: "Poseidon",
	FullRound: "Poseidon",
	AssertMiddleRounds: "Poseidon",
	MiddleRounds: "Poseidon",
	LastRound: "Poseidon",
	RiskRowFields: "names without constraints: test/circuits/layout.test.ts",
	// Its selectors follow by cases of the index, which the search for determined wires does not try.
	OneOf: "part of RowWord: test/circuits/parts/row-word.test.ts",
	RowWord: "a circuit of its own: test/circuits/parts/row-word.test.ts",
	Solvency: "the circuits of the size classes",
	// It follows by division, since gamma is no key: not a rule of the search for determined wires.
	PoleShare: "part of BookBatch: test/circuits/book/book-determinism.test.ts",
	BookBatch: "a circuit of its own: test/circuits/book",
	BookTable: "a circuit of its own: test/circuits/book",
	BookFund: "a circuit of its own: test/circuits/book",
};

it("covers every template", () => {
	const covered = new Set([...PARTS.map(({ name }) => name), ...Object.keys(WITHIN_OTHERS)]);
	expect([...covered].sort()).toEqual([...new Set(circomTemplates().map(({ name }) => name))].sort());
});

describe(`a template by itself (seed ${SEED})`, () => {
	it.each(PARTS)("$name accepts what it must and nothing else, with one witness", async (part) => {
		const tally = await attackPart({ part, seed: SEED, inputs: INPUTS });
		expect(tally.bugs).toEqual([]);
		expect(tally.total.mutations).toBeGreaterThanOrEqual(INPUTS);
	});
});

describe(`a weakened copy (seed ${SEED})`, () => {
	it("is made of every template with a defence of its own", () => {
		const weakened = new Set(WEAKENED_COPIES.map(({ part }) => part));
		expect([...weakened].sort()).toEqual(PARTS.map(({ name }) => name).sort());
		expect(new Set(WEAKENED_COPIES.map(({ name }) => name)).size).toBe(WEAKENED_COPIES.length);
	});

	it.each(WEAKENED_COPIES)("of $part is caught: $name", async (copy) => {
		const tally = await attackCopy(copy, SEED, COPY_INPUTS);
		expect(tally.bugs).not.toEqual([]);
	});
});
