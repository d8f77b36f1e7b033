import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { chainArities, hashChains } from "../../src/field/poseidon/hash-chains.ts";
import {
	makePoseidonEngine,
	type PoseidonEngine,
	WORDS_PER_ELEMENT,
	wordsOf,
	writeElementWords,
} from "../../src/field/poseidon/poseidon-engine.ts";
import { poseidonParameters } from "../../src/field/poseidon/poseidon-parameters.ts";
import { poseidon, poseidonChain } from "../../src/field/poseidon.ts";

const SEED = 20261127;
const element = fc.oneof(
	fc.constantFrom(0n, 1n, FIELD_ORDER - 1n, FIELD_ORDER - 2n, (1n << 253n) - 1n, (1n << 232n) - 1n),
	fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }),
);

let engine: PoseidonEngine;
beforeAll(async () => {
	engine = await makePoseidonEngine();
});

function hashOf(inputs: readonly bigint[]): bigint {
	inputs.forEach((input, at) => {
		engine.writeInput(at, wordsOf(input), 0);
	});
	engine.permute(inputs.length, false);
	return engine.result();
}

describe("the Poseidon engine", () => {
	// First constant and first matrix entry of circomlib's poseidon_constants.circom for two inputs.
	it("makes circomlib's constants from their definition", () => {
		const { roundConstants, matrix } = poseidonParameters(2);
		expect(roundConstants[0]?.[0]).toBe(0x0ee9a592ba9a9518d05986d656f40c2114c4993c11bb29938d21d47304cd8e6en);
		expect(matrix[0]?.[0]).toBe(0x109b7f411ba0e4c9b2b70caf5c36a7b194be7c11ad24378bfedb68592ba8118bn);
	});

	it.each(Array.from({ length: 16 }, (_, at) => at + 1))("is poseidon-lite for %i inputs", (arity) => {
		fc.assert(
			fc.property(fc.array(element, { minLength: arity, maxLength: arity }), (inputs) => {
				expect(hashOf(inputs)).toBe(poseidon(inputs));
			}),
			{ seed: SEED + arity, numRuns: 10 },
		);
	});

	it("keeps nothing of the call before, whatever its arity", () => {
		const inputs = [5n, 6n, 7n];
		for (const before of [1, 16, 2, 3]) {
			hashOf(new Array<bigint>(before).fill(FIELD_ORDER - 1n));
			expect(hashOf(inputs)).toBe(poseidon(inputs));
		}
	});

	it("hashes chains as poseidonChain does, of every length up to a risk row's", async () => {
		const copy = await makePoseidonEngine(engine.constantsOf(chainArities(60)));
		for (const length of [1, 15, 16, 17, 31, 32, 60]) {
			const [lists] = fc.sample(
				fc.array(fc.array(element, { minLength: length, maxLength: length }), { minLength: 3, maxLength: 3 }),
				{ seed: SEED + length, numRuns: 1 },
			);
			const words = new BigUint64Array(3 * length * WORDS_PER_ELEMENT);
			(lists ?? []).flat().forEach((value, at) => {
				writeElementWords(words, at * WORDS_PER_ELEMENT, value);
			});
			const expected = (lists ?? []).map((list) => poseidonChain(poseidon, list));
			for (const one of [engine, copy]) {
				const hashes = hashChains(one, words, length);
				expect([...hashes]).toEqual(expected.flatMap((hash) => [...wordsOf(hash)]));
			}
		}
	});
});
