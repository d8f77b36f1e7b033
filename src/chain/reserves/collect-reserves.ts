/** Makes the part of a reserves file that is about one chain, from a node of it. */

import { InputError } from "../../errors/base.ts";
import type { Hex } from "../../hashing/eth-signature.ts";
import { type AssetSource, type MappedSource, sourceKey } from "../../reserves/asset-source.ts";
import { readHeader } from "../../reserves/block-header.ts";
import type { PlannedAddress, PlannedSource, ReservePlan } from "../../reserves/reserve-plan.ts";
import type { ChainReserves, ReserveAccount } from "../../reserves/reserves-file.ts";
import { readAccountState, readStorageWord, type TrieReader } from "../../reserves/state-trie.ts";
import { BEACON_SLOT, IMPLEMENTATION_SLOTS, mappingSlot } from "../../reserves/storage-slot.ts";
import { onChain } from "../client/chain-call.ts";
import { type AskedBlock, askBalance, blockTag } from "./block-calls.ts";
import { findLayout } from "./find-layout.ts";
import { openTrie } from "./open-trie.ts";
import type { RpcNode } from "./rpc-node.ts";
import { fetchBlock, fetchProof, headerOf } from "./state-proofs.ts";

export type CollectRequest = {
	readonly provider: RpcNode;
	readonly chainId: bigint;
	/** A number, or `finalized`, `safe`, `latest`. */
	readonly block: bigint | string;
	readonly plan: ReservePlan;
};

/**
 * Reads every balance out of the proofs themselves, so what is written is what they show.
 *
 * @throws InputError `RESERVE_PLAN_EMPTY`, `HEADER_UNKNOWN_FORM`, `BLOCK_UNKNOWN`, those of `findLayout`
 * @throws RetryableError `PROOF_NOT_GIVEN`, `PROOF_OF_ANOTHER_STATE`
 */
export async function collectReserves(request: CollectRequest): Promise<ChainReserves> {
	const { provider, chainId, plan } = request;
	const ofChain = <T extends { readonly chainId: bigint }>(entries: readonly T[]) =>
		entries.filter((entry) => entry.chainId === chainId);
	const [planned, addresses] = [ofChain(plan.assets), ofChain(plan.addresses)];
	if (planned.length === 0 || addresses.length === 0) {
		throw new InputError({
			code: "RESERVE_PLAN_EMPTY",
			message: `the plan has no ${planned.length === 0 ? "assets" : "addresses"} on chain ${chainId}`,
			field: planned.length === 0 ? "assets" : "addresses",
			hint: "give --rpc for the chains of the plan, and for no others",
		});
	}
	const block = await fetchBlock(provider, request.block);
	const header = headerOf(block.fields, chainId);
	const asked = { provider, number: block.number };
	const sources: AssetSource[] = [];
	for (const source of planned) sources.push(await withLayout(asked, source, addresses));

	const nodes = new Set<Hex>();
	const keep = async (address: Hex, slots: readonly Hex[]) => {
		for (const node of await fetchProof(provider, { address, slots, number: block.number })) nodes.add(node);
	};
	for (const source of sources) {
		if (source.kind === "native") continue;
		const words = addresses.map(({ address }) => mappingSlot(source, address));
		await keep(source.contract, [...IMPLEMENTATION_SLOTS, BEACON_SLOT, ...words]);
	}
	for (const { address } of addresses) await keep(address, []);

	const stateRoot = readHeader(header)?.stateRoot as Hex;
	const read = openTrie([...nodes]);
	const accounts: ReserveAccount[] = [];
	for (const { chainId: _chainId, ...account } of addresses) {
		const units: bigint[] = [];
		for (const source of sources) units.push(await provenUnits(read, stateRoot, source, account.address));
		accounts.push({ ...account, units });
	}
	return { chainId, header, sources, accounts, nodes: [...nodes] };
}

async function withLayout(
	asked: AskedBlock,
	source: PlannedSource,
	addresses: readonly PlannedAddress[],
): Promise<AssetSource> {
	if (source.kind === "native") return { kind: source.kind, asset: source.asset };
	const { chainId: _chainId, layout, ...rest } = source;
	if (layout !== undefined) return { ...rest, ...layout };
	const balances = new Map<Hex, bigint>();
	for (const { address } of addresses)
		balances.set(address, (await askBalance(asked, source, address)) ?? 0n);
	const { provider, number } = asked;
	const readWord = async (slot: Hex) =>
		BigInt(
			String(
				await onChain(() => provider.send("eth_getStorageAt", [source.contract, slot, blockTag(number)])),
			),
		);
	return { ...rest, ...(await findLayout({ contract: source.contract, balances, readWord })) };
}

async function provenUnits(
	read: TrieReader,
	stateRoot: Hex,
	source: AssetSource,
	address: Hex,
): Promise<bigint> {
	const units =
		source.kind === "native"
			? (await readAccountState(read, stateRoot, address))?.balance
			: await mappedUnits(read, stateRoot, source, address);
	if (units !== undefined) return units;
	throw new InputError({
		code: "PROOF_OF_ANOTHER_STATE",
		message: `the node's proof of ${sourceKey(source)} for ${address} does not belong to the block's state root`,
		field: "rpc",
		hint: "ask another node: this one answers for another block, or not as Ethereum does",
	});
}

async function mappedUnits(read: TrieReader, stateRoot: Hex, source: MappedSource, address: Hex) {
	const contract = await readAccountState(read, stateRoot, source.contract);
	if (contract === undefined) return undefined;
	return readStorageWord(read, contract.storageRoot, mappingSlot(source, address));
}
