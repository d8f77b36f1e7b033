import { withSnarkjs } from "../snarkjs/with-snarkjs.ts";
import { encodeWitnessFile } from "../snarkjs/witness-file.ts";
import { proveInOwnProcess } from "./prove-in-own-process.ts";
import type { WitnessProver } from "./witness-prover.ts";

/** The reference prover. */
export const proveWithSnarkjs: WitnessProver = async ({ zkeyPath, witness, cores }) => {
	const witnessFile = encodeWitnessFile(witness);
	try {
		return await (cores === "one"
			? proveInOwnProcess({ zkeyPath, witnessFile })
			: withSnarkjs(({ groth16 }) => groth16.prove(zkeyPath, witnessFile)));
	} finally {
		witnessFile.fill(0);
	}
};
