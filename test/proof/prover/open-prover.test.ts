/** What the prover lets in and out by itself, where no command around it looks: in a page. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { type OpenProverOptions, openProver } from "../../../src/proof/prover/open-prover.ts";
import { verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import type { KeySource } from "../../../src/proof/snarkjs/key-source.ts";
import { witnessBytes } from "../../../src/proof/snarkjs/witness-file.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

let circuit: CompiledCircuit;
let key: ProvingKey;
let source: KeySource;
let witness: readonly bigint[];

beforeAll(async () => {
	circuit = await testCircuit("poseidon-link");
	key = await sharedKey(circuit);
	const bytes = new Uint8Array(await readFile(key.zkeyPath));
	source = {
		bytes: bytes.length,
		read: async (offset, target) => target.set(bytes.subarray(offset, offset + target.length)),
	};
	const input = { limit: 100n, value: 99n, salt: 5n };
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
	if (!result.satisfied) throw new Error(result.refused.message);
	({ witness } = result);
});

const open = (options: Partial<OpenProverOptions> = {}) => openProver({ source, threadCount: 1, ...options });

describe("the prover by itself", () => {
	it("gives proofs that verify, and no other", async () => {
		const prover = await open();
		const proof = await prover.prove(witnessBytes(witness));
		const { verificationKey } = key;
		const publicSignals = witness.slice(1, prover.publicCount + 1).map(String);
		expect(await verifyGroth16({ verificationKey, proof, publicSignals })).toBe(true);
		for (const wire of [1, 2, 3, witness.length - 1]) {
			const wrong = witnessBytes(witness.with(wire, (witness[wire] as bigint) + 1n));
			await expect(prover.prove(wrong), `wire ${wire}`).rejects.toMatchObject({
				code: "PROOF_DOES_NOT_VERIFY",
			});
		}
		await expect(prover.prove(witnessBytes(witness))).resolves.toMatchObject({ protocol: "groth16" });
	});

	it("lets a proof out as it is for a caller that verifies", async () => {
		const prover = await open({ unverified: true });
		const wrong = witnessBytes(witness.with(3, 7n));
		const proof = await prover.prove(wrong);
		const { verificationKey } = key;
		const publicSignals = witness.slice(1, prover.publicCount + 1).map(String);
		expect(await verifyGroth16({ verificationKey, proof, publicSignals })).toBe(false);
	});

	it("takes the key whose hash it is given, and no other", async () => {
		const { zkeySha256 } = key.manifest;
		await (await open({ keySha256: zkeySha256.toUpperCase() })).close();
		await expect(open({ keySha256: "00".repeat(32) })).rejects.toMatchObject({
			name: "InputError",
			code: "PROVING_KEY_NOT_TRUSTED",
			field: "keySha256",
		});
	});
});
