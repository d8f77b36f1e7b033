/** Groth16 proofs over BN254: prove from inputs or from a witness, and verify strictly. */
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { parseShape } from "../../input/parse-shape.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import { calculateWitness } from "../circuit/calculate-witness.ts";
import type { WitnessRefused } from "../circuit/witness-program.ts";
import type { CircuitInput } from "../inputs/solvency-input.ts";
import { requireContributedPoints, requireHidingPoints } from "../keys/key-points.ts";
import { g1Schema, g2Schema, type VerificationKey } from "../keys/verification-key.ts";
import { checkCoefficients } from "../prover/key/coefficients.ts";
import { withKeyFile } from "../snarkjs/file-key-source.ts";
import { readKeyHeader } from "../snarkjs/key-source.ts";
import { readKeyDimensions } from "../snarkjs/read-key-dimensions.ts";
import { checkPairing } from "./check-pairing.ts";
import { chooseProver } from "./choose-prover.ts";
import type { ProverName, ProvingCores } from "./witness-prover.ts";

const proofSchema = z.strictObject({
	pi_a: g1Schema,
	pi_b: g2Schema,
	pi_c: g1Schema,
	protocol: z.literal("groth16"),
	curve: z.literal("bn128"),
});
const PUBLIC_SIGNAL = /^(?:0|[1-9][0-9]{0,77})$/;
const publicSignalsSchema = z.array(z.string().regex(PUBLIC_SIGNAL)).max(256);

/** Affine coordinates as decimal text, in snarkjs' layout. */
export type Groth16Proof = z.infer<typeof proofSchema>;

export type ProofWithSignals = {
	readonly proof: Groth16Proof;
	/** Decimal text, in the circuit's order. */
	readonly publicSignals: readonly string[];
};

export type ProveResult =
	| (ProofWithSignals & { readonly satisfied: true; readonly witnessMs: number; readonly provingMs: number })
	| { readonly satisfied: false; readonly refused: WitnessRefused };

/**
 * Proves that the circuit accepts `input`. An input that the circuit refuses is a result.
 *
 * @throws InputError `WITNESS_INPUT_…`, `KEY_WITNESS_MISMATCH`, `KEY_FILE_MALFORMED`,
 * `PROVER_UNAVAILABLE`, `RAPIDSNARK_NOT_FOUND`
 */
export async function proveGroth16(request: {
	readonly zkeyPath: string;
	readonly wasmPath: string;
	readonly input: CircuitInput;
	readonly cores?: ProvingCores | undefined;
	/** Left out: the fastest that runs here. */
	readonly prover?: ProverName | undefined;
	readonly onProgress?: OnProgress | undefined;
}): Promise<ProveResult> {
	const { zkeyPath, wasmPath, input, cores, prover, onProgress } = request;
	onProgress?.({ step: "computing the witness" });
	const startedMs = performance.now();
	const result = await calculateWitness({ wasmPath, input });
	if (!result.satisfied) return result;
	const witnessMs = performance.now() - startedMs;
	onProgress?.({ step: "proving" });
	const proved = await proveWitness({ zkeyPath, witness: result.witness, cores, prover });
	return { satisfied: true, ...proved, witnessMs, provingMs: performance.now() - startedMs - witnessMs };
}

/**
 * Runs the prover on a witness as it is, without asking whether it satisfies the circuit: a proof made
 * from a false witness does not verify.
 *
 * @throws InputError `KEY_WITNESS_MISMATCH`, `KEY_FILE_MALFORMED`, `PROVING_KEY_UNSOUND`,
 * `VERIFICATION_KEY_UNSOUND`, `PROVER_UNAVAILABLE`, `RAPIDSNARK_NOT_FOUND`
 */
export async function proveWitness(request: {
	readonly zkeyPath: string;
	readonly witness: readonly bigint[];
	readonly cores?: ProvingCores | undefined;
	readonly prover?: ProverName | undefined;
}): Promise<ProofWithSignals> {
	const { zkeyPath, witness, cores = "all" } = request;
	const { wireCount } = await readKeyDimensions(zkeyPath);
	if (witness.length !== wireCount) {
		throw new InputError({
			code: "KEY_WITNESS_MISMATCH",
			message: `the proving key is for ${wireCount} wires, the witness has ${witness.length}`,
			field: "zkey",
			hint: "use key and witness program of one compilation",
		});
	}
	const prover = await chooseProver(request.prover);
	if (prover.name !== "wasm") {
		await withKeyFile(zkeyPath, async (source) => {
			const header = await readKeyHeader(source);
			requireHidingPoints(header);
			requireContributedPoints(header);
			await checkCoefficients(source, header);
		});
	}
	const { proof, publicSignals } = await prover.prove({ zkeyPath, witness, cores });
	return { proof: proofSchema.parse(proof), publicSignals: publicSignalsSchema.parse(publicSignals) };
}

/**
 * Whether the proof holds for exactly these public signals. Stricter than snarkjs: the number of
 * signals must match the key, each must be reduced, and π_b must lie in the subgroup. In the calling thread alone, by
 * noble's pairing, so that verifying needs neither snarkjs nor its threads.
 *
 * @throws InputError `PROOF_MALFORMED` when proof or signals do not even have the shape of such
 */
export async function verifyGroth16(request: {
	readonly verificationKey: VerificationKey;
	readonly proof: unknown;
	readonly publicSignals: unknown;
}): Promise<boolean> {
	const { verificationKey } = request;
	const proof = parseProof(request.proof);
	const publicSignals = parsePublicSignals(request.publicSignals);
	if (publicSignals.length !== verificationKey.nPublic) return false;
	if (publicSignals.some((signal) => BigInt(signal) >= FIELD_ORDER)) return false;
	return checkPairing(verificationKey, proof, publicSignals.map(BigInt));
}

const PROOF_HINT =
	"expected snarkjs' JSON: affine points of reduced coordinates and decimal signals, all of it";

/** @throws InputError `PROOF_MALFORMED` */
export function parseProof(value: unknown): Groth16Proof {
	const what = "Groth16 proof over BN254";
	return parseShape({ schema: proofSchema, value, code: "PROOF_MALFORMED", what, hint: PROOF_HINT });
}

/** @throws InputError `PROOF_MALFORMED` */
export function parsePublicSignals(value: unknown): string[] {
	const what = "publicSignals";
	return parseShape({ schema: publicSignalsSchema, value, code: "PROOF_MALFORMED", what, hint: PROOF_HINT });
}
