/** Whether the contract at an address is the verifier of a key. */
import type { Provider } from "ethers";
import { onChain } from "../client/chain-call.ts";

export type VerifierCodeVerdict =
	| {
			readonly matches: true;
			/**
			 * Whether the compiler's metadata hash is the same too. It differs when the same source was compiled
			 * together with other files; nothing ever runs it.
			 */
			readonly metadata: "same" | "differs";
	  }
	| {
			readonly matches: false;
			/** `VERIFIER_CODE_MISSING` when there is no contract at all. */
			readonly code: "VERIFIER_CODE_MISSING" | "VERIFIER_CODE_DIFFERS";
			readonly message: string;
	  };

/**
 * Compares the runtime code byte for byte: a verifier has neither constructor arguments nor immutables,
 * so the same source, compiler and settings give the same code.
 *
 * @param request.expectedCode runtime code compiled from the key, 0x
 * @throws RetryableError `CHAIN_UNREACHABLE`
 */
export async function compareVerifierCode(request: {
	readonly provider: Provider;
	readonly address: `0x${string}`;
	readonly expectedCode: string;
}): Promise<VerifierCodeVerdict> {
	const { provider, address } = request;
	const found = (await onChain(() => provider.getCode(address))).toLowerCase();
	const expected = request.expectedCode.toLowerCase();
	if (found === expected) return { matches: true, metadata: "same" };
	if (found === "0x") {
		return { matches: false, code: "VERIFIER_CODE_MISSING", message: `there is no contract at ${address}` };
	}
	if (found.length === expected.length && withoutMetadata(found) === withoutMetadata(expected)) {
		return { matches: true, metadata: "differs" };
	}
	return {
		matches: false,
		code: "VERIFIER_CODE_DIFFERS",
		message: `the contract at ${address} was not compiled from this key's verifier`,
	};
}

/** solc ends code with its metadata, behind an instruction that stops, and two bytes for its length. */
function withoutMetadata(code: string): string {
	const bytes = Number.parseInt(code.slice(-4), 16);
	return code.slice(0, Math.max(0, code.length - 2 * (bytes + 2)));
}
