/** Blocks and proofs of their state from a node, taken for nothing: whoever checks them hashes every one. */

import { z } from "zod";
import { InputError, RetryableError } from "../../errors/base.ts";
import type { Hex } from "../../hashing/eth-signature.ts";
import { encodeHeader } from "../../reserves/block-header.ts";
import { trieNodeSchema } from "../../reserves/elements.ts";
import { onChain } from "../client/chain-call.ts";
import { blockTag } from "./block-calls.ts";
import type { RpcNode } from "./rpc-node.ts";

const nodes = z.array(trieNodeSchema);
const proofSchema = z.object({
	accountProof: nodes,
	storageProof: z.array(z.object({ proof: nodes })),
});
const blockSchema = z.looseObject({ hash: z.string(), number: z.string().regex(/^0x[0-9a-f]+$/) });
/** Keys in one question: nodes refuse very long ones. */
const KEYS_AT_ONCE = 256;

/** @param block a number or `finalized`, `safe`, `latest` */
export async function fetchBlock(node: RpcNode, block: bigint | string) {
	const tag = typeof block === "bigint" ? blockTag(block) : block;
	const answer = blockSchema.safeParse(await onChain(() => node.send("eth_getBlockByNumber", [tag, false])));
	if (answer.success) {
		const { hash, number } = answer.data;
		return { hash, number: BigInt(number), fields: answer.data };
	}
	throw new InputError({
		code: "BLOCK_UNKNOWN",
		message: `the node has no block ${block}`,
		field: "block",
		hint: "give a block that the chain has, on a node that keeps its state",
	});
}

/** @throws InputError `HEADER_UNKNOWN_FORM` for a chain whose headers are not hashed as Ethereum's are */
export function headerOf(block: Readonly<Record<string, unknown>>, chainId: bigint): Hex {
	const encoded = encodeHeader(block);
	if (encoded !== undefined) return `0x${Buffer.from(encoded).toString("hex")}`;
	throw new InputError({
		code: "HEADER_UNKNOWN_FORM",
		message: `chain ${chainId}: the block's fields do not hash to its hash`,
		field: "block",
		hint: "state what lies on this chain: its headers are of another form than Ethereum's",
	});
}

/**
 * The nodes that show an account and words of its storage (`eth_getProof`).
 *
 * @throws RetryableError `PROOF_NOT_GIVEN` when the node does not answer with one
 */
export async function fetchProof(
	node: RpcNode,
	request: { readonly address: Hex; readonly slots: readonly Hex[]; readonly number: bigint },
): Promise<readonly Hex[]> {
	const { address, slots, number } = request;
	const found: Hex[] = [];
	for (let at = 0; at === 0 || at < slots.length; at += KEYS_AT_ONCE) {
		const keys = slots.slice(at, at + KEYS_AT_ONCE);
		const answer = proofSchema.safeParse(
			await onChain(() => node.send("eth_getProof", [address, keys, blockTag(number)])),
		);
		if (!answer.success || answer.data.storageProof.length !== keys.length) throw notGiven(address, number);
		found.push(...answer.data.accountProof, ...answer.data.storageProof.flatMap(({ proof }) => proof));
	}
	return found;
}

function notGiven(address: Hex, number: bigint): RetryableError {
	return new RetryableError({
		code: "PROOF_NOT_GIVEN",
		message: `the node gives no proof of ${address} at block ${number}`,
		hint: "most nodes keep the state of the last 128 blocks: take a newer block, or an archive node",
	});
}
