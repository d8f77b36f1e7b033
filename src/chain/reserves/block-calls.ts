/** What contracts answer at one block. */

import { Interface } from "ethers";
import type { Hex } from "../../hashing/eth-signature.ts";
import type { MappedSource } from "../../reserves/asset-source.ts";
import { onChain } from "../client/chain-call.ts";
import type { RpcNode } from "./rpc-node.ts";

const ASKED = new Interface([
	"function balanceOf(address) view returns (uint256)",
	"function creditOf(address) view returns (uint256)",
	"function decimals() view returns (uint8)",
	"function isValidSignature(bytes32,bytes) view returns (bytes4)",
]);
/** Selector of `isValidSignature`: yes, by EIP-1271. Any other answer is a no. */
const ACCEPTED = `${ASKED.getFunction("isValidSignature")?.selector}${"0".repeat(56)}`;
const METHODS = { token: "balanceOf", credit: "creditOf" } as const;

export type AskedBlock = { readonly provider: RpcNode; readonly number: bigint };

/** What the contract says that an address has; nothing when it does not say. */
export async function askBalance(
	block: AskedBlock,
	source: Pick<MappedSource, "kind" | "contract">,
	address: Hex,
): Promise<bigint | undefined> {
	return wordOf(await ask(block, source.contract, METHODS[source.kind], [address]));
}

/** Decimals by the token's own word; nothing when it does not say. */
export async function askDecimals(block: AskedBlock, token: Hex): Promise<bigint | undefined> {
	return wordOf(await ask(block, token, "decimals", []));
}

/** Whether a contract wallet accepts a signature of a hash (EIP-1271). */
export async function acceptsSignature(
	block: AskedBlock,
	request: { readonly wallet: Hex; readonly digest: Hex; readonly signature: Hex },
): Promise<boolean> {
	const { wallet, digest, signature } = request;
	return (await ask(block, wallet, "isValidSignature", [digest, signature])) === ACCEPTED;
}

/** A refusal of the contract is no answer; a node that fails is an error. */
async function ask(
	{ provider, number }: AskedBlock,
	to: Hex,
	method: string,
	args: readonly unknown[],
): Promise<string | undefined> {
	const data = ASKED.encodeFunctionData(method, args);
	try {
		return String(await provider.send("eth_call", [{ to, data }, blockTag(number)]));
	} catch (error) {
		if (isRevert(error)) return undefined;
		return onChain(() => Promise.reject(error));
	}
}

export function blockTag(number: bigint): string {
	return `0x${number.toString(16)}`;
}

/** Nodes say it in the code 3 or in words. */
function isRevert(error: unknown): boolean {
	const {
		message,
		code,
		error: inner,
	} = error as { message?: string; code?: unknown; error?: { code?: unknown; message?: string } };
	return (
		code === "CALL_EXCEPTION" ||
		inner?.code === 3 ||
		/revert|invalid opcode|out of gas/i.test(inner?.message ?? message ?? "")
	);
}

function wordOf(answer: string | undefined): bigint | undefined {
	return answer !== undefined && /^0x[0-9a-f]{64}$/i.test(answer) ? BigInt(answer) : undefined;
}
