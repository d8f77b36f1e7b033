import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import {
	checkWitness,
	loadWitnessChecker,
	type WitnessChecker,
} from "../../../src/proof/circuit/check-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";
import { testCircuit } from "../../support/circuits/shared-key.ts";

const SEED = 20260206;

let circuit: CompiledCircuit;
let check: WitnessChecker;
let witness: readonly bigint[];
let symbols: Map<string, number>;

beforeAll(async () => {
	circuit = await testCircuit("poseidon-link");
	check = await loadWitnessChecker(circuit.r1csPath);
	symbols = await loadSymbols(circuit.symPath);
	const result = await calculateWitness({
		wasmPath: circuit.wasmPath,
		input: { limit: 100n, value: 99n, salt: 5n },
	});
	if (!result.satisfied) throw new Error(result.refused.message);
	witness = result.witness;
});

describe("the witness checker", () => {
	it("accepts what the witness program computes", async () => {
		expect(check(witness)).toEqual({ satisfied: true });
		expect(await checkWitness({ r1csPath: circuit.r1csPath, witness })).toEqual({ satisfied: true });
	});

	it("notices a change of any single element", () => {
		for (let at = 1; at < witness.length; at++) {
			const value = ((witness[at] as bigint) + 1n) % FIELD_ORDER;
			expect(check(witness.with(at, value)).satisfied, `element ${at}`).toBe(false);
		}
	});

	it(`notices random elements (seed ${SEED})`, () => {
		const change = fc.tuple(fc.integer({ min: 1, max: witness.length - 1 }), fc.bigInt(0n, FIELD_ORDER - 1n));
		fc.assert(
			fc.property(change, ([at, value]) => {
				fc.pre(value !== witness[at]);
				return !check(witness.with(at, value)).satisfied;
			}),
			{ seed: SEED, numRuns: 100 },
		);
	});

	it("agrees with the witness program on a forged bit", () => {
		const bit = symbols.get("main.below.valueBits.out[0]");
		expect(bit).toBeDefined();
		const forged = check(witness.with(bit as number, 2n));
		expect(forged.satisfied).toBe(false);
		expect(forged.firstUnsatisfied).toBeGreaterThanOrEqual(0);
	});

	it("forgets the witness before: a good one passes after a bad one", () => {
		expect(check(witness.with(1, 0n)).satisfied).toBe(false);
		expect(check(witness)).toEqual({ satisfied: true });
	});

	it("accepts a longer circuit with wide linear combinations", async () => {
		const chain = await testCircuit("square-chain");
		const result = await calculateWitness({ wasmPath: chain.wasmPath, input: { start: 3n } });
		if (!result.satisfied) throw new Error(result.refused.message);
		const checkChain = await loadWitnessChecker(chain.r1csPath);
		expect(checkChain(result.witness)).toEqual({ satisfied: true });
		const last = result.witness.length - 1;
		expect(checkChain(result.witness.with(last, 1n)).satisfied).toBe(false);
	});

	it("refuses witnesses of another length or out of range", () => {
		expect(() => check(witness.slice(1))).toThrow(expect.objectContaining({ code: "WITNESS_LENGTH" }));
		for (const [at, value] of [
			[0, 2n],
			[3, FIELD_ORDER],
			[3, -1n],
		] as const) {
			expect(() => check(witness.with(at, value))).toThrow(
				expect.objectContaining({ code: "WITNESS_ELEMENT", field: `witness[${at}]` }),
			);
		}
	});

	it("refuses a file that is no constraint system", async () => {
		await expect(loadWitnessChecker(circuit.wasmPath)).rejects.toMatchObject({ code: "R1CS_MALFORMED" });
	});
});

describe("symbols", () => {
	it("give the witness index of each signal that has one", () => {
		expect(symbols.get("main.digest")).toBe(1);
		expect(symbols.get("main.limit")).toBe(2);
		expect(witness[symbols.get("main.salt") as number]).toBe(5n);
		expect([...symbols.values()].every((index) => index >= 1 && index < witness.length)).toBe(true);
	});
});
