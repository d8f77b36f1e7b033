/** What only a node can say of a reserves file: its block's hash, contract wallets, what tokens say of balances. */

import type { Hex } from "../../hashing/eth-signature.ts";
import { readHeader } from "../../reserves/block-header.ts";
import { balanceKey, type NodeAnswers } from "../../reserves/check-chain.ts";
import { isSignedByKey, ownershipDigest } from "../../reserves/ownership.ts";
import type { ChainReserves } from "../../reserves/reserves-file.ts";
import { acceptsSignature, askBalance } from "./block-calls.ts";
import type { RpcNode } from "./rpc-node.ts";
import { fetchBlock } from "./state-proofs.ts";

/**
 * Asks at the block of the file, by its number; nothing when the file's header is none.
 *
 * @throws InputError `BLOCK_UNKNOWN`, and what `onChain` throws
 */
export async function askNode(request: {
	readonly provider: RpcNode;
	readonly venue: string;
	readonly chain: ChainReserves;
}): Promise<NodeAnswers | undefined> {
	const { provider, venue, chain } = request;
	const header = readHeader(chain.header);
	if (header === undefined) return undefined;
	const block = await fetchBlock(provider, header.number);
	const answers = {
		blockHash: block.hash as Hex,
		acceptedBy: new Set<Hex>(),
		balances: new Map<string, bigint>(),
	};
	// Of another block every further answer would be about something else.
	if (block.hash !== header.hash) return answers;
	const asked = { provider, number: header.number };
	for (const { address, timeMs, signature } of chain.accounts) {
		const claim = { venue, chainId: chain.chainId, address, timeMs };
		if (!isSignedByKey(claim, signature)) {
			const question = { wallet: address, digest: ownershipDigest(claim), signature };
			if (await acceptsSignature(asked, question)) answers.acceptedBy.add(address);
		}
		for (const source of chain.sources) {
			if (source.kind === "native") continue;
			const balance = await askBalance(asked, source, address);
			if (balance !== undefined) answers.balances.set(balanceKey(source.contract, address), balance);
		}
	}
	return answers;
}
