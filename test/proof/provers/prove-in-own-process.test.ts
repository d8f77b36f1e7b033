import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { proveInOwnProcess } from "../../../src/proof/provers/prove-in-own-process.ts";
import { encodeWitnessFile } from "../../../src/proof/snarkjs/witness-file.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

let circuit: CompiledCircuit;
let key: ProvingKey;
let witness: readonly bigint[];

beforeAll(async () => {
	circuit = await testCircuit("poseidon-link");
	key = await sharedKey(circuit);
	const input = { limit: 100n, value: 99n, salt: 123456789n };
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
	if (!result.satisfied) throw new Error(result.refused.message);
	witness = result.witness;
});

describe("proving on one core each", () => {
	it("gives proofs that verify, two at once", async () => {
		const prove = () => proveWitness({ zkeyPath: key.zkeyPath, witness, cores: "one", prover: "snarkjs" });
		const proofs = await Promise.all([prove(), prove()]);
		for (const proof of proofs) {
			expect(await verifyGroth16({ verificationKey: key.verificationKey, ...proof })).toBe(true);
		}
		// Blinded afresh each time: equal statements must not give equal proofs.
		expect(proofs[0]?.proof).not.toEqual(proofs[1]?.proof);
	});

	it("says that the process failed when its key is not there", async () => {
		const task = { zkeyPath: join(circuit.r1csPath, "missing"), witnessFile: encodeWitnessFile(witness) };
		await expect(proveInOwnProcess(task)).rejects.toMatchObject({ code: "PROVER_PROCESS_FAILED" });
	});
});
