/**
 * Which verification keys may back a contract.
 *
 * A key whose phase 2 nobody contributed to has γ = δ, and then anybody can forge a proof of anything;
 * snarkjs exports a verifier from it without a word, and contracts were drained through it. A
 * development key is forgeable by whoever made it.
 */
import { InputError } from "../errors/base.ts";

/** The parts of snarkjs's verification key that decide, and where the key comes from. */
export type VerifierKey = {
	readonly kind: "development" | "ceremony";
	readonly verificationKey: {
		readonly vk_gamma_2: readonly (readonly string[])[];
		readonly vk_delta_2: readonly (readonly string[])[];
	};
};

/** Hardhat's and Ganache's: chains that live inside one process or one machine. */
const LOCAL_CHAIN_IDS: readonly bigint[] = [31337n, 1337n];

/**
 * @throws InputError `KEY_UNCONTRIBUTED` when γ = δ, on any chain
 * @throws InputError `DEVELOPMENT_KEY_ON_PUBLIC_CHAIN`
 * @throws InputError `VERIFIER_NOT_OF_KEY` when the contract was exported from another key
 */
export function requireDeployableKey(request: {
	readonly chainId: bigint;
	readonly key: VerifierKey;
	readonly verifierBytecode: string;
}): void {
	const { kind, verificationKey } = request.key;
	const gamma = affineCoordinates(verificationKey.vk_gamma_2);
	const delta = affineCoordinates(verificationKey.vk_delta_2);
	if (gamma.length !== 4 || gamma.every((coordinate, at) => coordinate === delta[at])) {
		throw new InputError({
			code: "KEY_UNCONTRIBUTED",
			message: "γ equals δ in this verification key: anybody can forge proofs for it",
			field: "verificationKey",
			hint: "contribute to phase 2 before exporting the verifier",
		});
	}
	if (kind === "development" && !LOCAL_CHAIN_IDS.includes(request.chainId)) {
		throw new InputError({
			code: "DEVELOPMENT_KEY_ON_PUBLIC_CHAIN",
			message: `a development key may not back a contract on chain ${request.chainId}`,
			field: "verifierKey",
			hint: `development keys are for local chains (${LOCAL_CHAIN_IDS.join(", ")}): run a ceremony`,
		});
	}
	const bytecode = request.verifierBytecode.toLowerCase();
	if (![...gamma, ...delta].every((coordinate) => bytecode.includes(coordinate.toString(16)))) {
		throw new InputError({
			code: "VERIFIER_NOT_OF_KEY",
			message: "the verifier contract does not contain this verification key",
			field: "verifierKey",
			hint: "export the verifier again from the key that the proofs are made with",
		});
	}
}

/** The four coordinates of a G2 point; snarkjs appends a third pair, which is 1. */
function affineCoordinates(point: readonly (readonly string[])[]): bigint[] {
	return point.slice(0, 2).flatMap((pair) => pair.map(BigInt));
}
