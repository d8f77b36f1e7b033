/** snarkjs' prover with blinding of our choice, for comparing proofs bit by bit. */
import { withSnarkjs } from "../../../src/proof/snarkjs/with-snarkjs.ts";

type RandomField = { random: () => Uint8Array; readonly e: (value: bigint) => Uint8Array };

/** snarkjs draws r first and then s from its curve's scalar field. */
export async function snarkjsProof(
	zkeyPath: string,
	witnessFile: Uint8Array,
	blinding: { readonly r: bigint; readonly s: bigint },
): Promise<{ proof: unknown; publicSignals: unknown }> {
	return withSnarkjs(async ({ groth16 }, curve) => {
		const field = curve.Fr as unknown as RandomField;
		const { random } = field;
		const values = [blinding.r, blinding.s];
		field.random = () => field.e(values.shift() as bigint);
		try {
			const { proof, publicSignals } = await groth16.prove(zkeyPath, witnessFile);
			return { proof, publicSignals };
		} finally {
			field.random = random;
		}
	});
}
