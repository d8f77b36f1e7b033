/**
 * `zkmargin/prover`: Groth16 proofs in a browser or in Node, on threads where memory may be shared (a page that is
 * cross-origin isolated), else in one. `startWebThread` is a browser's; Node's is in `zkmargin/proof`.
 *
 * From an account to a proof: `solvencyInput` → `runWitnessProgram` → `witnessBytes` → `openProver(…).prove`. Witnesses
 * hold every position and the identity's secret: overwrite them when the proof is there. A key that came from elsewhere is
 * opened with `keySha256`.
 */
export { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
export { parseFieldElement } from "../../field/bn254.ts";
export { type Identity, identityAt, parseIdentity, pseudonymOf } from "../../ledger/identity.ts";
export type { TraderPackage } from "../../ledger/ledger.ts";
export { openOwnPackage, openPackage } from "../../ledger/sealed-package.ts";
export {
	runWitnessProgram,
	type WitnessRefused,
	type WitnessResult,
} from "../../proof/circuit/witness-program.ts";
export {
	type CircuitInput,
	contextOf,
	type SolvencyRequest,
	type SolvencyWitnessSource,
	solvencyInput,
} from "../../proof/inputs/solvency-input.ts";
export { blobKeySource } from "../../proof/prover/key/blob-key-source.ts";
export {
	type OpenProver,
	type OpenProverOptions,
	openProver,
	type ProofJson,
} from "../../proof/prover/open-prover.ts";
export type { ThreadHandle } from "../../proof/prover/threads/prover-threads.ts";
export { canShareMemory, startWebThread } from "../../proof/prover/threads/web-threads.ts";
export type { KeySource } from "../../proof/snarkjs/key-source.ts";
export { witnessBytes } from "../../proof/snarkjs/witness-file.ts";
export { assessMargin, decideSolvency } from "../../risk/margin/margin-engine.ts";
export { decodeTable } from "../../risk/table/table-format.ts";
