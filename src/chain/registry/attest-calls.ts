/**
 * The `attest` calls that a transaction carries, wherever in its calldata they are. A wallet, a Safe or an ERC-4337
 * entry point passes a call on as bytes inside of its own arguments, so the inner call stands there whole.
 */
import { AbiCoder, type FunctionFragment, getBytes } from "ethers";
import type { Groth16Proof } from "../../proof/provers/groth16.ts";
import { SOLVENCY_REGISTRY_ABI } from "../client/abi.ts";
import type { CallArguments } from "../client/abi-types.ts";
import { interfaceOf } from "../client/chain-call.ts";
import { namedValues } from "../client/decode-values.ts";

/** What a call asks for, in the words of the event `Attested`. */
export type AttestCall = {
	readonly request: Attest["request"];
	readonly proof: Groth16Proof;
};

type Attest = CallArguments<typeof SOLVENCY_REGISTRY_ABI, "attest">;

const ATTEST = requireAttest();
const SELECTOR_BYTES = 4;

/**
 * Every place in `data` that decodes as a call of `attest`, in order. Bytes that only look like one may be among them:
 * what a caller believes of a call is what its proof shows.
 *
 * @param data calldata or creation code, hexadecimal
 */
export function attestCallsIn(data: string): AttestCall[] {
	const bytes = getBytes(data);
	const selector = getBytes(ATTEST.selector);
	const calls: AttestCall[] = [];
	for (let at = 0; at + SELECTOR_BYTES <= bytes.length; at++) {
		if (selector.some((byte, place) => bytes[at + place] !== byte)) continue;
		const call = decodeCall(bytes.subarray(at + SELECTOR_BYTES));
		if (call !== undefined) calls.push(call);
	}
	return calls;
}

function decodeCall(args: Uint8Array): AttestCall | undefined {
	try {
		// Whatever stands behind the call's arguments is of the outer call.
		const values = AbiCoder.defaultAbiCoder().decode(ATTEST.inputs, args);
		// ethers keeps what it cannot decode and throws when it is read: read all of it here.
		values.toArray(true);
		const { request, proof } = namedValues(ATTEST.inputs, values) as Attest;
		return { request, proof: proofOf(proof) };
	} catch {
		return undefined;
	}
}

function requireAttest(): FunctionFragment {
	return interfaceOf(SOLVENCY_REGISTRY_ABI).getFunction("attest") as FunctionFragment;
}

function proofOf({ a, b, c }: Attest["proof"]): Groth16Proof {
	const [[xImaginary, xReal] = [], [yImaginary, yReal] = []] = b;
	return {
		pi_a: [String(a[0]), String(a[1]), "1"],
		pi_b: [
			[String(xReal), String(xImaginary)],
			[String(yReal), String(yImaginary)],
			["1", "0"],
		],
		pi_c: [String(c[0]), String(c[1]), "1"],
		protocol: "groth16",
		curve: "bn128",
	};
}
