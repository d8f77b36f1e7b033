import fc from "fast-check";
import {
	poseidon1,
	poseidon2,
	poseidon3,
	poseidon4,
	poseidon5,
	poseidon6,
	poseidon7,
	poseidon8,
	poseidon9,
	poseidon10,
	poseidon11,
	poseidon12,
	poseidon13,
	poseidon14,
	poseidon15,
	poseidon16,
} from "poseidon-lite";
import { beforeAll, describe, expect, test } from "vitest";
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { loadFastPoseidon, type PoseidonHash, poseidon, poseidonChain } from "../../src/field/poseidon.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

const SEED = 20260208;
const element = fc.oneof(
	fc.constantFrom(0n, 1n, FIELD_ORDER - 1n, 1n << 252n),
	fc.bigInt({ min: 0n, max: FIELD_ORDER - 1n }),
);

/** The published library, which nothing in src uses. */
const POSEIDON_LITE = [
	poseidon1,
	poseidon2,
	poseidon3,
	poseidon4,
	poseidon5,
	poseidon6,
	poseidon7,
	poseidon8,
	poseidon9,
	poseidon10,
	poseidon11,
	poseidon12,
	poseidon13,
	poseidon14,
	poseidon15,
	poseidon16,
];

let fastPoseidon: PoseidonHash;
beforeAll(async () => {
	fastPoseidon = await loadFastPoseidon();
});

describe("Poseidon", () => {
	// The value of circomlib's own test for two inputs.
	test("has circomlib's parameters", () => {
		const expected = 7853200120776062878684798364095072458815029376092732009249414926327459813530n;
		expect(poseidon([1n, 2n])).toBe(expected);
		expect(fastPoseidon([1n, 2n])).toBe(expected);
	});

	test.each(Array.from({ length: 16 }, (_, at) => at + 1))(
		"is poseidon-lite's in both implementations for %i inputs",
		(arity) => {
			fc.assert(
				fc.property(fc.array(element, { minLength: arity, maxLength: arity }), (inputs) => {
					const expected = POSEIDON_LITE[arity - 1]?.([...inputs]);
					expect(poseidon(inputs)).toBe(expected);
					expect(fastPoseidon(inputs)).toBe(expected);
				}),
				{ seed: SEED + arity, numRuns: 4 },
			);
		},
	);

	test.each([0, 17])("refuses %i inputs in both implementations", (arity) => {
		const inputs = new Array<bigint>(arity).fill(1n);
		expect(thrownBy(() => poseidon(inputs)).code).toBe("POSEIDON_ARITY");
		expect(thrownBy(() => fastPoseidon(inputs)).code).toBe("POSEIDON_ARITY");
	});
});

describe("poseidonChain", () => {
	/** Shows the calls instead of hashing: the n-th call returns −n. */
	function recordCalls(length: number): bigint[][] {
		const calls: bigint[][] = [];
		const elements = Array.from({ length }, (_, at) => BigInt(at + 1));
		poseidonChain((inputs) => -BigInt(calls.push([...inputs])), elements);
		return calls;
	}
	const upTo = (from: number, to: number) =>
		Array.from({ length: to - from + 1 }, (_, at) => BigInt(from + at));

	test.each([1, 8, 16])("hashes %i elements in one call without padding", (length) => {
		expect(recordCalls(length)).toEqual([upTo(1, length)]);
	});

	test("puts the running state before up to 15 further elements", () => {
		expect(recordCalls(17)).toEqual([upTo(1, 16), [-1n, 17n]]);
		expect(recordCalls(31)).toEqual([upTo(1, 16), [-1n, ...upTo(17, 31)]]);
		expect(recordCalls(32)).toEqual([upTo(1, 16), [-1n, ...upTo(17, 31)], [-2n, 32n]]);
	});

	test("takes four calls for the 60 elements of a risk row", () => {
		expect(recordCalls(60).map((inputs) => inputs.length)).toEqual([16, 16, 16, 15]);
	});

	test("depends on the length: a chain is not that of its elements with zeros behind", () => {
		expect(poseidonChain(poseidon, [1n, 2n])).not.toBe(poseidonChain(poseidon, [1n, 2n, 0n]));
		const sixteen = upTo(1, 16);
		expect(poseidonChain(poseidon, sixteen)).not.toBe(poseidonChain(poseidon, [...sixteen, 0n]));
	});

	test("refuses an empty list", () => {
		expect(thrownBy(() => poseidonChain(poseidon, [])).code).toBe("POSEIDON_ARITY");
	});
});
