import { beforeAll, describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors/base.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { exportVerificationKey } from "../../../src/proof/keys/check-key-file.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { parseVerificationKey } from "../../../src/proof/keys/verification-key.ts";
import {
	type ProofWithSignals,
	proveGroth16,
	proveWitness,
	verifyGroth16,
} from "../../../src/proof/provers/groth16.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { BASE_FIELD_ORDER } from "../../../src/proof/snarkjs/zkey-layout.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const INPUT = { limit: 100n, value: 99n, salt: 123456789n };

let circuit: CompiledCircuit;
let key: ProvingKey;
let proved: ProofWithSignals;

beforeAll(async () => {
	circuit = await testCircuit("poseidon-link");
	key = await sharedKey(circuit);
	const result = await proveGroth16({ zkeyPath: key.zkeyPath, wasmPath: circuit.wasmPath, input: INPUT });
	if (!result.satisfied) throw new Error(result.refused.message);
	proved = result;
});

const verify = (changes: Partial<Record<"proof" | "publicSignals", unknown>>) =>
	verifyGroth16({
		verificationKey: key.verificationKey,
		proof: proved.proof,
		publicSignals: proved.publicSignals,
		...changes,
	});

describe("the witness program", () => {
	const calculate = (input: Record<string, bigint | bigint[]>) =>
		calculateWitness({ wasmPath: circuit.wasmPath, input });

	it("names the template and line that refuse, as a result", async () => {
		const result = await calculate({ ...INPUT, value: 100n });
		expect(result).toMatchObject({
			satisfied: false,
			refused: { template: "Num2Bits", line: expect.any(Number) },
		});
		if (!result.satisfied) expect(result.refused.message).toContain("AssertBelow");
	});

	it.each([
		["WITNESS_INPUT_UNKNOWN", { ...INPUT, other: 1n }],
		["WITNESS_INPUT_SIZE", { ...INPUT, salt: [1n, 2n] }],
		["WITNESS_INPUT_MISSING", { limit: 100n, value: 99n }],
	])("refuses malformed inputs with %s", async (code, input) => {
		await expect(calculate(input)).rejects.toMatchObject({ code });
	});

	it("refuses a file that is not one", async () => {
		const request = { wasmPath: circuit.r1csPath, input: INPUT };
		await expect(calculateWitness(request)).rejects.toMatchObject({ code: "WITNESS_PROGRAM_MALFORMED" });
	});

	it("starts the witness with one and the public signals in their order", async () => {
		const result = await calculate(INPUT);
		if (!result.satisfied) throw new Error(result.refused.message);
		expect(result.witness.slice(0, 3)).toEqual([1n, ...proved.publicSignals.map(BigInt)]);
	});
});

describe("our own check of the pairing", () => {
	it("is of snarkjs' opinion on a proof and on changed signals", async () => {
		const signals = proved.publicSignals;
		const changed = signals.map((_, at) =>
			signals.with(at, String((BigInt(signals[at] as string) + 1n) % FIELD_ORDER)),
		);
		const zeros = signals.map(() => "0");
		for (const publicSignals of [signals, zeros, ...changed]) {
			const expected = await withSnarkjs(({ groth16 }) =>
				groth16.verify(key.verificationKey, [...publicSignals], proved.proof),
			);
			expect(await verify({ publicSignals })).toBe(expected);
			expect(expected).toBe(publicSignals === signals);
		}
	});

	it("reads the verification key from the key file as snarkjs exports it", async () => {
		const exported = await withSnarkjs(({ zKey }) => zKey.exportVerificationKey(key.zkeyPath));
		expect(await exportVerificationKey(key.zkeyPath)).toEqual(parseVerificationKey(exported));
	});
});

describe("proving", () => {
	it("returns the refusal of the circuit instead of a proof", async () => {
		const input = { ...INPUT, value: 100n };
		const result = await proveGroth16({ zkeyPath: key.zkeyPath, wasmPath: circuit.wasmPath, input });
		expect(result).toMatchObject({ satisfied: false, refused: { template: "Num2Bits" } });
	});

	it("refuses a witness of another circuit", async () => {
		const request = { zkeyPath: key.zkeyPath, witness: [1n, 2n, 3n] };
		await expect(proveWitness(request)).rejects.toMatchObject({ code: "KEY_WITNESS_MISMATCH" });
	});
});

describe("verifying", () => {
	it("accepts an honest proof, also several at once", async () => {
		expect(await Promise.all([verify({}), verify({}), verify({})])).toEqual([true, true, true]);
	});

	it("rejects every public signal when it is changed", async () => {
		for (const at of proved.publicSignals.keys()) {
			const changed = (BigInt(proved.publicSignals[at] as string) + 1n).toString();
			expect(await verify({ publicSignals: proved.publicSignals.with(at, changed) })).toBe(false);
		}
	});

	it("rejects a public signal that is the same modulo the field order", async () => {
		const shifted = (BigInt(proved.publicSignals[1] as string) + FIELD_ORDER).toString();
		expect(await verify({ publicSignals: proved.publicSignals.with(1, shifted) })).toBe(false);
	});

	it("rejects signals that are missing or one too many", async () => {
		expect(await verify({ publicSignals: proved.publicSignals.slice(0, 1) })).toBe(false);
		expect(await verify({ publicSignals: [...proved.publicSignals, "0"] })).toBe(false);
	});

	it("rejects points off the curve", async () => {
		const [x, , one] = proved.proof.pi_a;
		expect(await verify({ proof: { ...proved.proof, pi_a: [x, "5", one] } })).toBe(false);
		const [bx] = proved.proof.pi_b;
		expect(await verify({ proof: { ...proved.proof, pi_b: [bx, bx, ["1", "0"]] } })).toBe(false);
	});

	it("rejects a point of the twisted curve outside the subgroup", async () => {
		const pi_b = await pointOutsideSubgroup();
		const onTwist = await withSnarkjs(async (_snarkjs, { G2 }) =>
			G2.isValid(G2.fromObject(pi_b.map((c) => c.map(BigInt)))),
		);
		expect(onTwist).toBe(true);
		expect(await verify({ proof: { ...proved.proof, pi_b } })).toBe(false);
	});

	const negative = (text: string) => (BigInt(text) + BASE_FIELD_ORDER).toString();
	it.each<[string, () => unknown]>([
		["nothing", () => undefined],
		["a truncated proof", () => ({ pi_a: proved.proof.pi_a })],
		["a point at infinity", () => ({ ...proved.proof, pi_a: ["0", "1", "0"] })],
		[
			"an unreduced coordinate",
			() => ({ ...proved.proof, pi_a: [negative(proved.proof.pi_a[0]), ...proved.proof.pi_a.slice(1)] }),
		],
		["a number instead of text", () => ({ ...proved.proof, pi_c: [1, 2, 1] })],
		["another protocol", () => ({ ...proved.proof, protocol: "plonk" })],
	])("refuses %s as malformed", async (_what, proof) => {
		await expect(verify({ proof: proof() })).rejects.toThrow(InputError);
		await expect(verify({ proof: proof() })).rejects.toMatchObject({ code: "PROOF_MALFORMED" });
	});

	it.each([[["-1", "2"]], [["0x1", "2"]], [["01", "2"]], [[1, 2]], ["12"]])(
		"refuses signals %j as malformed",
		async (publicSignals) => {
			await expect(verify({ publicSignals })).rejects.toMatchObject({ code: "PROOF_MALFORMED" });
		},
	);
});

/** Almost every point of the twist is outside: the cofactor is about 2^254. */
async function pointOutsideSubgroup() {
	const { bn254 } = await import("@noble/curves/bn254.js");
	const { Fp2 } = bn254.fields;
	const base = bn254.G2.Point.BASE.toAffine();
	const twistB = Fp2.sub(Fp2.sqr(base.y), Fp2.mul(Fp2.sqr(base.x), base.x));
	for (let c0 = 1n; ; c0++) {
		const x = Fp2.create({ c0, c1: 1n });
		const right = Fp2.add(Fp2.mul(Fp2.sqr(x), x), twistB);
		try {
			const y = Fp2.sqrt(right);
			return [[x.c0, x.c1].map(String), [y.c0, y.c1].map(String), ["1", "0"]];
		} catch {
			// Not a square: the next x.
		}
	}
}
