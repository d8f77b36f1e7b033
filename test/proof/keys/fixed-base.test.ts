import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { fixedBase } from "../../../src/proof/keys/fixed-base.ts";
import { loadBn254Code } from "../../../src/proof/snarkjs/bn254-wasm.ts";
import { witnessBytes } from "../../../src/proof/snarkjs/witness-file.ts";

const SEED = 20260205;

describe("fixed-base multiplication", () => {
	it.each(["G1", "G2"] as const)("gives the points that ffjavascript gives, in %s", async (group) => {
		const { buildBn128 } = await import("ffjavascript");
		const curve = await buildBn128(true);
		const base = fixedBase(await loadBn254Code(), group);
		const random = fc.sample(fc.bigInt(0n, FIELD_ORDER - 1n), { seed: SEED, numRuns: 40 });
		const edges = [
			0n,
			1n,
			2n,
			4095n,
			4096n,
			1n << 252n,
			(1n << 252n) - 1n,
			FIELD_ORDER - 1n,
			FIELD_ORDER - 2n,
		];
		const scalars = [...edges, ...random, 0n];
		const points = base.multiply(witnessBytes(scalars));
		const bytes = points.length / scalars.length;
		for (const [i, scalar] of scalars.entries()) {
			const expected = curve[group].toAffine(curve[group].timesScalar(curve[group].g, scalar));
			expect(
				Buffer.compare(points.subarray(i * bytes, (i + 1) * bytes), expected),
				`scalar ${scalar}, seed ${SEED}`,
			).toBe(0);
		}
	});
});
