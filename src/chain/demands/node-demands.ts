/**
 * Inner nodes of a posted table that publishers must show, so that whoever built the right table finds a false row with
 * four answers of eight children: see `searchFalseRow`.
 */
import { type ContractRunner, type Provider, type Signer, ZeroAddress } from "ethers";
import { InputError } from "../../errors/base.ts";
import { TREE_ARITY, type Tree, treeLevel } from "../../field/tree.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract, type Sent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { type BlockRange, contractEvents } from "../client/contract-events.ts";
import { chainLevel, marginLevelOf } from "../client/risk-level.ts";
import { type Demanded, placeDemand } from "./place-demand.ts";
import type { RowDemand } from "./row-demands.ts";

/** One inner node of one table of one live epoch. */
export type NodePlace = {
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly level: MarginLevel;
	/** Steps below the root: 0 … 3. */
	readonly depth: number;
	/** Among the nodes of this depth, 0 … 8^depth − 1. */
	readonly index: number;
};

export type ServedNode = Omit<NodePlace, "riskEpochs"> & { readonly children: readonly bigint[] };

const NO_SIBLINGS: readonly bigint[] = new Array<bigint>(TREE_ARITY).fill(0n);

/**
 * Demands the children of a node. The deposit is twice what the newest block asks for, because fees may rise before
 * the next.
 *
 * @param request.siblings children of its parent as they were served; needless for the root
 * @throws ChainRefusal `NODE_ALREADY_DEMANDED`, `PARENT_NOT_SHOWN`, `NODE_OUT_OF_RANGE`, `RISK_EPOCH_IS_DEAD`,
 * `EPOCH_UNKNOWN`, `EPOCH_TOO_OLD`
 */
export function demandNode(
	request: NodePlace & { readonly demander: Signer; readonly siblings?: readonly bigint[] | undefined },
): Promise<Demanded> {
	const { demander, riskEpochs, siblings = NO_SIBLINGS } = request;
	// An event's list is frozen, and the encoder writes into what it is given.
	const args = [...placeArguments(request), [...siblings]] as const;
	return placeDemand({ demander, riskEpochs, method: "demandNode", args });
}

/**
 * Shows the children of a demanded node out of its table. Anyone; earns the deposit.
 *
 * @throws ChainRefusal `NODE_NOT_OPENED` when the table is not the epoch's, `NODE_NOT_AWAITED`
 * @throws InputError `NODE_UNKNOWN`
 */
export function serveNode(
	request: NodePlace & { readonly server: Signer; readonly tree: Tree },
): Promise<Sent> {
	const { server: signer, riskEpochs: address, tree } = request;
	const args = [...placeArguments(request), childrenOf(tree, request)] as const;
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method: "serveNode", args });
}

/**
 * Settles a demand that nobody answered: the epoch dies and all who stand behind it lose their bonds.
 *
 * @throws ChainRefusal `ROW_STILL_DUE`, `NODE_NOT_AWAITED`
 */
export function expireNode(request: NodePlace & { readonly sender: Signer }): Promise<Sent> {
	const { sender: signer, riskEpochs: address } = request;
	const args = placeArguments(request);
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method: "expireNode", args });
}

/** @throws InputError `NODE_UNKNOWN` */
export function childrenOf(tree: Tree, { depth, index }: Pick<NodePlace, "depth" | "index">): bigint[] {
	if (depth < 0 || depth >= tree.depth || index < 0 || index >= TREE_ARITY ** depth) {
		throw new InputError({
			code: "NODE_UNKNOWN",
			message: `a tree of depth ${tree.depth} has no inner node ${index} at depth ${depth}`,
			field: "index",
			hint: `depths are 0 to ${tree.depth - 1}, with 8^depth nodes each`,
		});
	}
	return treeLevel(tree, tree.depth - depth - 1).slice(TREE_ARITY * index, TREE_ARITY * (index + 1));
}

/** The demand for a node, `null` when there was none. */
export async function readNodeDemand(
	request: NodePlace & { readonly runner: ContractRunner },
): Promise<RowDemand | null> {
	const { runner, riskEpochs: address } = request;
	const args = placeArguments(request);
	const { demander, depositWei, answerBy, settled } = await readContract({
		...{ runner, address, abi: RISK_EPOCHS_ABI },
		method: "nodeDemandOf",
		args,
	});
	if (demander === ZeroAddress) return null;
	return { demander, depositWei, answerByMs: fromChainSeconds(answerBy), settled };
}

type Blocks = BlockRange & { readonly provider: Provider; readonly riskEpochs: string };

/** The demands of these blocks, both included, that still wait for an answer, the oldest first. */
export async function openNodeDemands(request: Blocks): Promise<(NodePlace & RowDemand)[]> {
	const { provider, riskEpochs } = request;
	const open: (NodePlace & RowDemand)[] = [];
	for (const place of await nodeEvents(request, "NodeDemanded")) {
		const demand = await readNodeDemand({ ...place, riskEpochs, runner: provider });
		if (demand !== null && !demand.settled) open.push({ ...place, riskEpochs, ...demand });
	}
	return open;
}

/** Nodes of one table that were served in these blocks. Only what the contract itself logged is read. */
export async function servedNodes(
	request: Blocks & Pick<NodePlace, "epoch" | "level">,
): Promise<ServedNode[]> {
	const served = await nodeEvents(request, "NodeServed");
	return served.filter(({ epoch, level }) => epoch === request.epoch && level === request.level);
}

async function nodeEvents(
	{ riskEpochs: address, ...blocks }: Blocks,
	wanted: "NodeDemanded" | "NodeServed",
): Promise<ServedNode[]> {
	const found: ServedNode[] = [];
	for (const { name, args } of await contractEvents({ ...blocks, address, abi: RISK_EPOCHS_ABI })) {
		if ((name !== "NodeDemanded" && name !== "NodeServed") || name !== wanted) continue;
		found.push({
			epoch: Number(args.epoch),
			level: marginLevelOf(args.level),
			depth: Number(args.depth),
			index: Number(args.index),
			children: "children" in args ? args.children : [],
		});
	}
	return found;
}

function placeArguments({ epoch, level, depth, index }: NodePlace) {
	return [epoch, chainLevel(level), depth, index] as const;
}
