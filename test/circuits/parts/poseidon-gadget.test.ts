/** The circuit's Poseidon: the right hash, without a choice for the prover, from constants that follow. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import {
	brokenBy,
	type Constraint,
	type ConstraintSystem,
	loadConstraintSystem,
} from "../../../security/circuit/circuit-constraints.ts";
import { determinedFrom } from "../../../security/circuit/circuit-determinism.ts";
import { freeWires } from "../../../security/circuit/circuit-freedom.ts";
import { compilePart } from "../../../security/circuit/circuit-part.ts";
import { type SparsePoseidon, sparsePoseidon } from "../../../security/circuit/sparse-poseidon.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { MAX_POSEIDON_INPUTS, poseidon } from "../../../src/field/poseidon.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import { loadWitnessChecker, type WitnessChecker } from "../../../src/proof/circuit/check-witness.ts";
import { circuitLibraryFolder } from "../../../src/proof/circuit/circuit-sources.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";

const SEED = 20_261_128;
const ARITIES = Array.from({ length: MAX_POSEIDON_INPUTS }, (_, at) => at + 1);
/** S-boxes for 1 … 16 inputs: 8 full rounds of all elements, and the partial rounds. */
const PARTIAL_ROUNDS = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];
const constraintsFor = (arity: number) => 3 * (8 * (arity + 1) + (PARTIAL_ROUNDS[arity - 1] as number)) - 3;

const element = fc.oneof(
	fc.constantFrom(0n, 1n, FIELD_ORDER - 1n, 1n << 128n, 1n << 252n),
	fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }),
);

/** One hash of each arity, of the first elements of one list. */
const EVERY_ARITY = `
template EveryArity() {
    signal input inputs[16];
    signal output digests[16];
    component hashes[16];
    for (var arity = 1; arity <= 16; arity++) {
        hashes[arity - 1] = Poseidon(arity);
        for (var i = 0; i < arity; i++) {
            hashes[arity - 1].inputs[i] <== inputs[i];
        }
        digests[arity - 1] <== hashes[arity - 1].out;
    }
}`;

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, at) => `${name}[${at}]`);

let every: CompiledCircuit;
let everySystem: ConstraintSystem;
let checkEvery: WitnessChecker;
let one: CompiledCircuit;
let oneSystem: ConstraintSystem;

beforeAll(async () => {
	const file = "lib/poseidon.circom";
	const publicInputs = ["inputs"];
	every = await compilePart({
		main: "EveryArity()",
		file,
		templates: EVERY_ARITY,
		publicInputs,
		publicSignals: [...numbered("digests", 16), ...numbered("inputs", 16)],
	});
	everySystem = await loadConstraintSystem(every.r1csPath);
	checkEvery = await loadWitnessChecker(every.r1csPath);
	one = await compilePart({
		main: "Poseidon(2)",
		file,
		publicInputs,
		publicSignals: ["out", ...numbered("inputs", 2)],
	});
	oneSystem = await loadConstraintSystem(one.r1csPath);
});

async function witnessOf(circuit: CompiledCircuit, inputs: readonly bigint[]): Promise<readonly bigint[]> {
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input: { inputs: [...inputs] } });
	if (!result.satisfied) throw new Error(result.refused.message);
	return result.witness;
}

/** Wires 1 … are the outputs, then the inputs. */
const wiresFrom = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at);

describe("the hash", () => {
	it(`is poseidon-lite's for 1 to 16 inputs (seed ${SEED})`, async () => {
		const lists = fc.sample(fc.array(element, { minLength: 16, maxLength: 16 }), { seed: SEED, numRuns: 12 });
		for (const list of [
			new Array<bigint>(16).fill(0n),
			new Array<bigint>(16).fill(FIELD_ORDER - 1n),
			...lists,
		]) {
			const witness = await witnessOf(every, list);
			expect(witness.slice(1, 17)).toEqual(ARITIES.map((arity) => poseidon(list.slice(0, arity))));
			expect(checkEvery(witness)).toEqual({ satisfied: true });
		}
	});

	it("takes three constraints for each S-box but the first", () => {
		const constraints = ARITIES.reduce((sum, arity) => sum + constraintsFor(arity), 0);
		expect(everySystem.header.constraintCount).toBe(constraints);
		expect(oneSystem.header.constraintCount).toBe(constraintsFor(2));
	});
});

describe("what a proving key stores", () => {
	// The first S-box of a hash is a constant. It ties the states after the first round: one is a sum
	// of the others, in the three factors of its S-box.
	it("is one wire for each factor, but for one S-box of a hash", () => {
		const counts = new Map<number, number>();
		for (let index = 0; index < everySystem.header.constraintCount; index++) {
			const { a, b } = everySystem.constraint(index);
			for (const factor of [a, b]) {
				const count = [...factor.keys()].filter((wire) => wire !== 0).length;
				counts.set(count, (counts.get(count) ?? 0) + 1);
			}
		}
		for (const arity of ARITIES.slice(1)) expect(counts.get(arity)).toBe(3);
		expect(counts.size).toBe(MAX_POSEIDON_INPUTS);
	});
});

describe("a prover", () => {
	it("has no choice of any wire, for 1 to 16 inputs", () => {
		const { undetermined, zeroTestInverses } = determinedFrom(everySystem, wiresFrom(17, 16));
		expect(undetermined).toEqual([]);
		expect(zeroTestInverses).toEqual([]);
	});

	it("would have one if any constraint were missing", () => {
		for (let missing = 0; missing < oneSystem.header.constraintCount; missing++) {
			const weakened: ConstraintSystem = {
				...oneSystem,
				constraint: (index) => (index === missing ? NOTHING : oneSystem.constraint(index)),
			};
			expect(determinedFrom(weakened, wiresFrom(2, 2)).undetermined, `without ${missing}`).not.toEqual([]);
		}
	});

	it("cannot change a wire alone, nor advice together with the digest", async () => {
		const witness = await witnessOf(one, [7n, 8n]);
		expect(freeWires(oneSystem, witness)).toEqual({ broken: [], anyValue: [], oneOther: [] });
		const advice = [...(await loadSymbols(one.symPath))].filter(([name]) =>
			/\.(first|out)\[\d+\]$/.test(name),
		);
		expect(new Set(advice.map(([, wire]) => wire)).size).toBeGreaterThan(70);
		for (const [name, wire] of advice) {
			for (const change of [1n, -1n, FIELD_ORDER / 2n]) {
				const edits = new Map([
					[wire, (witness[wire] as bigint) + change],
					[1, (witness[1] as bigint) + change],
				]);
				expect(brokenBy(oneSystem, witness, edits), name).not.toEqual([]);
			}
		}
	});
});

const NOTHING: Constraint = { a: new Map(), b: new Map(), c: new Map() };

describe("the constants", () => {
	const text = readFileSync(
		join(circuitLibraryFolder(), "circomlib/circuits/poseidon_constants.circom"),
		"utf8",
	);

	/** All numbers that a function of that file returns for a width. */
	function constantsOf(name: string, width: number): bigint[] {
		const body = text.split(`function ${name}(t) {`)[1]?.split("\nfunction ")[0];
		const part = body?.split(new RegExp(`if \\(t ?== ?${width}\\) \\{`))[1]?.split("else")[0];
		return [...(part ?? "").matchAll(/0x[0-9a-f]+/g)].map(([number]) => BigInt(number));
	}

	/** circomlib keeps matrices by columns. */
	const byColumns = (matrix: SparsePoseidon["matrix"]) =>
		matrix.flatMap((_, j) => matrix.map((row) => row[j] as bigint));

	it.each(ARITIES)("follow from their definition for %i inputs", (arity) => {
		const width = arity + 1;
		const derived = sparsePoseidon(arity);
		expect(constantsOf("POSEIDON_C", width)).toEqual(derived.constants);
		expect(constantsOf("POSEIDON_M", width)).toEqual(byColumns(derived.matrix));
		expect(constantsOf("POSEIDON_P", width)).toEqual(byColumns(derived.lastBeforePartial));
		expect(constantsOf("POSEIDON_S", width)).toEqual(
			derived.partial.flatMap(({ row, column }) => [...row, ...column]),
		);
	});
});
