/** Proves what one element of one row of a risk table is, for a contract that judges it. */
import { InputError, InternalError } from "../../errors/base.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import type { CircuitProgram } from "../circuit/compile-circuit.ts";
import { rowElementsInput, type ShownPlace } from "../inputs/row-word-input.ts";
import type { ProvingKey } from "../keys/proving-key.ts";
import { type Groth16Proof, proveGroth16, verifyGroth16 } from "../provers/groth16.ts";
import type { ProvingCores } from "../provers/witness-prover.ts";

export type ProvenWord = {
	readonly id: number;
	/** 0 … 67, order as in `rowElements`. */
	readonly wordIndex: number;
	readonly word: bigint;
	readonly proof: Groth16Proof;
};

/**
 * The proof is verified before it is returned.
 *
 * @throws InputError `ROW_WORD_UNKNOWN`, `ROW_NOT_IN_TABLE`
 */
export async function proveRowWord(request: {
	/** The table's tree, whose leaves are the hashes of its rows, or the place of this row in it. */
	readonly tree: RiskTable["tree"] | ShownPlace;
	readonly id: number;
	readonly wordIndex: number;
	/** The row's elements as they were served: of a false table they need not be a row. */
	readonly elements: readonly bigint[];
	/** `row-word` of `circuits.json`. */
	readonly circuit: CircuitProgram;
	readonly key: ProvingKey;
	readonly cores?: ProvingCores | undefined;
	readonly onProgress?: OnProgress | undefined;
}): Promise<ProvenWord> {
	const { id, wordIndex, circuit, key, cores, onProgress } = request;
	const { input, signals } = rowElementsInput(request);
	const { zkeyPath, verificationKey } = key;
	const result = await proveGroth16({ zkeyPath, wasmPath: circuit.wasmPath, input, cores, onProgress });
	if (!result.satisfied) {
		throw new InputError({
			code: "ROW_NOT_IN_TABLE",
			message: `the table does not hold these elements at id ${id}`,
			field: "elements",
			hint: "take the tree and the row from the same table",
		});
	}
	const { proof, publicSignals } = result;
	if (!(await verifyGroth16({ verificationKey, proof, publicSignals }))) {
		throw new InternalError({ code: "PROOF_DOES_NOT_VERIFY", message: "a fresh proof does not verify" });
	}
	return { id, wordIndex, word: signals.word, proof };
}
