/**
 * A process that makes one proof on one core and ends. A process and not a thread, because a package
 * under snarkjs takes over the message port of any worker thread that it is loaded in.
 */
import { withSnarkjs } from "../snarkjs/with-snarkjs.ts";

export type ProofTask = { readonly zkeyPath: string; readonly witnessFile: Uint8Array };
/** As snarkjs gives it; whoever asked checks the shape. */
export type ProofTaskResult = { readonly proof: unknown; readonly publicSignals: unknown };
export type ProofTaskFailure = { readonly failure: string };

// Nobody is waiting any more: the witness must not outlive whoever sent it.
process.once("disconnect", () => process.exit());
process.once("message", async (task: ProofTask) => {
	const answer = await prove(task).catch((error: unknown) => ({ failure: String(error) }));
	task.witnessFile.fill(0);
	process.send?.(answer, () => process.disconnect());
});

async function prove({ zkeyPath, witnessFile }: ProofTask): Promise<ProofTaskResult> {
	const { proof, publicSignals } = await withSnarkjs(
		({ groth16 }) => groth16.prove(zkeyPath, witnessFile),
		"none",
	);
	return { proof, publicSignals };
}
