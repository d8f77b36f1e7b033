/** A proof of ours whose threads die in the middle is made once more, by snarkjs. */
import { Worker } from "node:worker_threads";
import { afterEach, expect, it, vi } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import { proveWitness, verifyGroth16 } from "../../../src/proof/provers/groth16.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

afterEach(() => void vi.restoreAllMocks());

it("threads that end at their first task cost the proof nothing but time", async () => {
	const circuit = await testCircuit("poseidon-link");
	const { zkeyPath, verificationKey } = await sharedKey(circuit);
	const input = { limit: 100n, value: 99n, salt: 5n };
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
	if (!result.satisfied) throw new Error(result.refused.message);
	let ended = 0;
	const { postMessage } = Worker.prototype;
	vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker, message, transfer) {
		if ((message as { kind?: string }).kind !== "rows") return postMessage.call(this, message, transfer);
		ended++;
		void this.terminate();
	});
	const proved = await proveWitness({ zkeyPath, witness: result.witness, prover: "wasm" });
	expect(ended).toBeGreaterThan(0);
	expect(await verifyGroth16({ verificationKey, ...proved })).toBe(true);
});
