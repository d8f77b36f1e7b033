import { beforeAll, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { inverseOf, powerOf } from "../../../src/field/modular-power.ts";
import { BLOCK_BYTES } from "../../../src/proof/prover/code/field-code.ts";
import { MONTGOMERY_RADIX, montgomeryLimbs, reduce } from "../../../src/proof/prover/code/field-constants.ts";
import { FR } from "../../../src/proof/prover/code/prover-code.ts";
import {
	fillTables,
	polynomialBytes,
	rootOfUnity,
	tableBytes,
	transformToCoset,
} from "../../../src/proof/prover/engine/transform.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { type TestEngine, testEngine } from "./prover-engine.ts";

let engine: TestEngine;
beforeAll(async () => {
	engine = await testEngine(1 << 20);
});

const INVERSE_RADIX = inverseOf(MONTGOMERY_RADIX % FIELD_ORDER, FIELD_ORDER);

/** Index of the first limb of value k of n. */
function limbOf(at: number, size: number, k: number): number {
	const quarter = Math.floor(k / (size / 4));
	const block = k % (size / 4);
	return (at + block * BLOCK_BYTES + (quarter & 1) * (BLOCK_BYTES / 2)) / 8 + (quarter >> 1);
}

it("uses the roots of unity that snarkjs uses", async () => {
	const roots = await withSnarkjs(async (_snarkjs, curve) => {
		const field = curve.Fr as unknown as { w: Uint8Array[]; toObject: (element: Uint8Array) => bigint };
		return [1, 2, 17, 18, 28].map((power) => field.toObject(field.w[power] as Uint8Array));
	});
	expect([1, 2, 17, 18, 28].map(rootOfUnity)).toEqual(roots);
});

describe("the transform to the odd coset", () => {
	const draw = drawFrom(5);
	const anything = () => draw.unsigned(FIELD_ORDER - 1n);
	/** In Montgomery form about half the modulus, of either sign. */
	const largest = () => reduce((FIELD_ORDER / 2n + BigInt(draw.integer(0, 1))) * INVERSE_RADIX, FIELD_ORDER);

	it.each([
		[4, "any", anything],
		[8, "any", anything],
		[64, "any", anything],
		[64, "the largest", largest],
		[256, "the largest", largest],
	])("gives the polynomial's values there, for %i of %s", (size, _what, value) => {
		const power = Math.log2(size);
		const values = Array.from({ length: size }, value);
		const roots = Array.from({ length: size }, (_, j) => powerOf(rootOfUnity(power), BigInt(j), FIELD_ORDER));
		const root = (j: number) => roots[j] as bigint;
		const inverseSize = inverseOf(BigInt(size), FIELD_ORDER);
		const coefficients = values.map((_, j) => {
			const sum = values.reduce((total, v, k) => total + v * root((size - ((j * k) % size)) % size), 0n);
			return (sum * inverseSize) % FIELD_ORDER;
		});
		const evaluate = (x: bigint) =>
			coefficients.reduceRight((sum, coefficient) => (sum * x + coefficient) % FIELD_ORDER, 0n);
		const tables = {
			size,
			rootsAt: engine.take(tableBytes(size / 2)),
			cosetAt: engine.take(tableBytes(size / 4)),
			lanesAt: engine.take(BLOCK_BYTES),
			factorAt: engine.take(tableBytes(1)),
		};
		fillTables(engine, tables);
		const at = engine.take(polynomialBytes(size));
		for (let k = 0; k < size; k++) {
			montgomeryLimbs(values[k] as bigint, FR).forEach((limb, j) => {
				engine.f64[limbOf(at, size, k) + 2 * j] = limb;
			});
		}
		transformToCoset(engine, tables, at);
		const found = Array.from({ length: size }, (_, k) => {
			const limbs = [4, 3, 2, 1, 0].map((j) => BigInt(engine.f64[limbOf(at, size, k) + 2 * j] as number));
			return reduce(limbs.reduce((sum, limb) => (sum << 51n) + limb) * INVERSE_RADIX, FIELD_ORDER);
		});
		const shift = rootOfUnity(power + 1);
		expect(found).toEqual(found.map((_, k) => evaluate((shift * root((size - k) % size)) % FIELD_ORDER)));
	});
});
