/** Which verification keys may back a contract, and whether a contract was made from the key it claims. */
import { InputError } from "../../errors/base.ts";
import type { KeyManifest } from "../../proof/keys/key-manifest.ts";
import { parseVerificationKey, type VerificationKey } from "../../proof/keys/verification-key.ts";

/** The parts of a key's manifest that decide. */
export type VerifierKey = Pick<KeyManifest, "kind" | "verificationKey">;

const LOCAL_CHAIN_IDS: readonly bigint[] = [31337n, 1337n];

/** Hardhat's and Ganache's chains live inside one process or one machine. */
export function isLocalChain(chainId: bigint): boolean {
	return LOCAL_CHAIN_IDS.includes(chainId);
}

/**
 * @throws InputError `VERIFICATION_KEY_UNSOUND` when γ = δ, on any chain: snarkjs exports a verifier from
 * such a key without a word, and anybody can forge proofs for it
 * @throws InputError `DEVELOPMENT_KEY_ON_PUBLIC_CHAIN`: whoever made that key can forge proofs for it
 * @throws InputError `VERIFIER_NOT_OF_KEY` when the contract was exported from another key
 */
export function requireDeployableKey(request: {
	readonly chainId: bigint;
	readonly key: VerifierKey;
	readonly verifierBytecode: string;
}): void {
	const key = parseVerificationKey(request.key.verificationKey);
	if (request.key.kind === "development" && !isLocalChain(request.chainId)) {
		throw new InputError({
			code: "DEVELOPMENT_KEY_ON_PUBLIC_CHAIN",
			message: `a development key may not back a contract on chain ${request.chainId}`,
			field: "verifierKey",
			hint: `development keys are for local chains (${LOCAL_CHAIN_IDS.join(", ")}): run a ceremony`,
		});
	}
	// The coordinates are constants of the exported contract.
	const bytecode = request.verifierBytecode.toLowerCase();
	if (coordinatesOf(key).every((coordinate) => bytecode.includes(BigInt(coordinate).toString(16)))) return;
	throw new InputError({
		code: "VERIFIER_NOT_OF_KEY",
		message: "the verifier contract does not contain this verification key",
		field: "verifierKey",
		hint: "export the verifier again from the key that the proofs are made with",
	});
}

function coordinatesOf({ vk_alpha_1, vk_beta_2, vk_gamma_2, vk_delta_2, IC }: VerificationKey): string[] {
	const inG1 = [vk_alpha_1, ...IC].flatMap((point) => point.slice(0, 2));
	return [...inG1, ...[vk_beta_2, vk_gamma_2, vk_delta_2].flatMap(([x, y]) => [...x, ...y])];
}
