/** Whether the contract at an address is the verifier of a key, byte for byte. */
import type { Provider } from "ethers";
import { onChain } from "./chain-call.ts";

export type VerifierCodeVerdict =
	| { readonly matches: true }
	| {
			readonly matches: false;
			/** `VERIFIER_CODE_MISSING` when there is no contract at all. */
			readonly code: "VERIFIER_CODE_MISSING" | "VERIFIER_CODE_DIFFERS";
			readonly message: string;
	  };

/**
 * Compares the whole runtime code: a verifier has neither constructor arguments nor immutables, so the
 * same source, compiler and settings give the same bytes, the metadata hash at their end included.
 *
 * @param expectedCode runtime code compiled from the key, 0x
 * @throws RetryableError `CHAIN_UNREACHABLE`
 */
export async function compareVerifierCode(request: {
	readonly provider: Provider;
	readonly address: `0x${string}`;
	readonly expectedCode: string;
}): Promise<VerifierCodeVerdict> {
	const { provider, address, expectedCode } = request;
	const found = (await onChain(() => provider.getCode(address))).toLowerCase();
	if (found === expectedCode.toLowerCase()) return { matches: true };
	if (found === "0x") {
		return { matches: false, code: "VERIFIER_CODE_MISSING", message: `there is no contract at ${address}` };
	}
	return {
		matches: false,
		code: "VERIFIER_CODE_DIFFERS",
		message: `the contract at ${address} was not compiled from this key's verifier`,
	};
}
