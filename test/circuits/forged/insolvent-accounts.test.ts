/** Accounts that are far from solvent, all their wires computed without asking, and nothing that mends them. */
import { beforeAll, describe, expect, it } from "vitest";
import {
	type ConstraintSystem,
	loadConstraintSystem,
} from "../../../security/circuit/circuit-constraints.ts";
import { compilePart } from "../../../security/circuit/circuit-part.ts";
import { openUncheckedProgram, type UncheckedProgram } from "../../../security/compare/unchecked-witness.ts";
import { solvencyCopy } from "../../../security/forge/attack-class.ts";
import { INPUT_MUTATIONS, mutateInput } from "../../../security/forge/attack-inputs.ts";
import { attackInsolvent, type InsolventOutcome } from "../../../security/forge/attack-insolvent.ts";
import { FREE } from "../../../security/forge/free-signals.ts";
import { IncrementalCheck } from "../../../security/forge/incremental-check.ts";
import { INSOLVENT_KINDS, insolventCase } from "../../../security/forge/insolvent-cases.ts";
import { isSame } from "../../../security/forge/mutations/input-mutation.ts";
import { loadSignalMap } from "../../../security/forge/signal-map.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { expectedVerdict } from "../../support/circuits/circuit-agreement.ts";
import { type CircuitBench, openCircuitBench, refusedAt } from "../../support/circuits/circuit-setup.ts";
import { fullAccount } from "../../support/circuits/full-account.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 2_026;
const SIZE_CLASS = 8;
const EFFORT = { repairs: 300, variants: 1, inputMutations: 10 };

let bench: CircuitBench;
let uncheckedProgram: UncheckedProgram;
let system: ConstraintSystem;
beforeAll(async () => {
	bench = await openCircuitBench(SIZE_CLASS);
	uncheckedProgram = await openUncheckedProgram(SIZE_CLASS, bench.compiled);
	system = await loadConstraintSystem(bench.compiled.r1csPath);
});

describe("the unchecked program", () => {
	it("computes what the circuit's own computes, where that does not refuse", async () => {
		const { input } = fullAccount(bench.hash, SIZE_CLASS);
		const result = await bench.calculate(input);
		expect(result).toMatchObject({ satisfied: true, witness: await uncheckedProgram(input) });
	});

	it("computes any inputs, whatever they break", async () => {
		const { input } = fullAccount(bench.hash, SIZE_CLASS);
		const wires = await uncheckedProgram({
			...input,
			ids: input.ids.map(() => 1n << 200n),
			accountIndex: -1n,
			secret: 0n,
		});
		expect(new IncrementalCheck(system, wires).brokenFromTheStart.length).toBeGreaterThan(SIZE_CLASS);
	});
});

describe("an account that is", () => {
	it.each([
		["nothing but debt", "AssertStressAndFloor > NonNegativeLanes", 2],
		["uncovered short options", "AssertStressAndFloor > NonNegativeLanes", 2],
		["a thousandfold leverage", "AssertStressAndFloor > NonNegativeLanes", 2],
		["poor in one stress scenario only", "AssertStressAndFloor > NonNegativeLanes", 1],
		["poor in the tail only", "AssertExpectedShortfall > RangeChecked", 1],
		["poor on the floor only", "AssertStressAndFloor > AssertFloor > RangeChecked", 1],
		["gross positions over the limit", "AssertGrossBound > RangeChecked", 2],
		["charges over the limit", "TotalCharge > RangeChecked", 2],
		["random, without its cash", "AssertStressAndFloor > NonNegativeLanes", 2],
	] as const)(
		"%s breaks what it must, and when it is one line only, that one constraint",
		async (kind, at, least) => {
			const { input, assessment } = insolventCase({
				hash: bench.hash,
				sizeClass: SIZE_CLASS,
				kind,
				seed: SEED,
			});
			expect(expectedVerdict(assessment, 0n)).toBe(at);
			expect(refusedAt(await bench.calculate(input))).toBe(at);
			const broken = new IncrementalCheck(system, await uncheckedProgram(input)).brokenFromTheStart.length;
			if (least === 1) expect(broken).toBe(1);
			else expect(broken).toBeGreaterThanOrEqual(least);
		},
	);
});

describe(`the search for a way to mend them (seed ${SEED})`, () => {
	const search = async (circuit: CompiledCircuit, program: UncheckedProgram, constraints: ConstraintSystem) =>
		attackInsolvent({
			sizeClass: SIZE_CLASS,
			hash: bench.hash,
			calculate: bench.calculate,
			uncheckedProgram: program,
			system: constraints,
			map: await loadSignalMap(circuit.symPath, "Solvency"),
			seed: SEED,
			effort: EFFORT,
		});

	it("finds none", async () => {
		const { wires, inputs, accounts }: InsolventOutcome = await search(
			bench.compiled,
			uncheckedProgram,
			system,
		);
		expect(accounts).toBe(INSOLVENT_KINDS.length);
		expect(wires.bugs).toEqual([]);
		expect(inputs.bugs).toEqual([]);
		expect(wires.total.refused).toBe(wires.total.mutations);
		expect(wires.total.mutations).toBeGreaterThan(INSOLVENT_KINDS.length * EFFORT.repairs * 0.7);
		expect(inputs.total.refused).toBeGreaterThan(60);
	});

	it.each([
		["a shortfall that is advice", "parts[lane] <== bits.out", "parts[lane] <-- bits.out"],
		["lanes whose bits need not be bits", "bits[lane][i] * (bits[lane][i] - 1) === 0;", ""],
	])("finds the way when the circuit has %s", async (_name, find, replace) => {
		// As long as before: the compiler names anonymous components by their place.
		const edits = [{ file: "lib/packed-word.circom", find, replace: replace.padStart(find.length) }];
		const weak = await compilePart({ ...solvencyCopy(SIZE_CLASS), edits });
		const program = await openUncheckedProgram(SIZE_CLASS, weak);
		const { wires } = await search(weak, program, await loadConstraintSystem(weak.r1csPath));
		expect(wires.bugs).not.toEqual([]);
	});
});

describe(`a mutation of inputs (seed ${SEED})`, () => {
	it("has a name of its own", () => {
		expect(new Set(INPUT_MUTATIONS.map(({ name }) => name)).size).toBe(INPUT_MUTATIONS.length);
	});

	it.each(INPUT_MUTATIONS)("changes something: $name", (mutation) => {
		const honest = fullAccount(bench.hash, SIZE_CLASS, 0n, SIZE_CLASS - 2);
		const draw = drawFrom(SEED);
		const changed = Array.from({ length: 12 }, () => {
			const input = structuredClone(honest.input);
			return (
				mutation.apply({ input, honest, draw }) && !isSame(Object.values(input), Object.values(honest.input))
			);
		});
		expect(changed.filter(Boolean).length).toBeGreaterThanOrEqual(4);
	});

	it("is made of a copy: the honest inputs stay as they are", () => {
		const honest = fullAccount(bench.hash, SIZE_CLASS);
		const before = structuredClone(honest.input);
		for (const mutation of INPUT_MUTATIONS) mutateInput(honest, mutation, drawFrom(SEED));
		expect(honest.input).toEqual(before);
	});

	it("may be one of five things that a prover is free to do", () => {
		expect(Object.keys(FREE).sort()).toEqual(["holder", "inverse", "scope", "stranger", "tail"]);
	});
});
