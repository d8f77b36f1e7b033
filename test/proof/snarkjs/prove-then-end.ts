/**
 * A program that proves something small and then has nothing left to do. With `disturbed`, another copy
 * of the curve library is loaded while snarkjs is at work; with `ours`, our prover makes the proof. Started
 * by `with-snarkjs.test.ts`.
 */
import { proveGroth16 } from "../../../src/proof/provers/groth16.ts";
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const disturbed = process.argv[2] === "disturbed";
const prover = process.argv[2] === "wasm" ? "wasm" : "snarkjs";
const circuit = await testCircuit("poseidon-link");
const { zkeyPath, verificationKey } = await sharedKey(circuit);
const input = { limit: 100n, value: 99n, salt: 5n };

const proved = await proveGroth16({ zkeyPath, wasmPath: circuit.wasmPath, input, prover });
if (!proved.satisfied) throw new Error(proved.refused.message);
const verifies = await withSnarkjs(async ({ groth16 }) => {
	// Its module code empties the variable that snarkjs takes its curve from.
	if (disturbed) await import("circomlibjs");
	return groth16.verify(verificationKey, [...proved.publicSignals], proved.proof);
});
console.log(`verifies: ${verifies}`);
