/**
 * Inner nodes of a posted table that publishers must show, so that whoever built the right table finds a false row with
 * four answers of eight children: see `searchFalseRow`.
 */
import { type ContractRunner, type Provider, type Result, type Signer, ZeroAddress } from "ethers";
import { InputError } from "../../errors/base.ts";
import { TREE_ARITY, type Tree, treeLevel } from "../../field/tree.ts";
import type { MarginLevel } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract, type Sent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { contractEvents } from "../client/contract-events.ts";
import { latestBaseFeeWei } from "../client/latest-base-fee.ts";
import { chainLevel, marginLevelOf } from "../client/risk-level.ts";
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
export async function demandNode(
	request: NodePlace & { readonly demander: Signer; readonly siblings?: readonly bigint[] | undefined },
): Promise<Sent & { readonly depositWei: bigint; readonly answerByMs: number }> {
	const { demander, riskEpochs: address, siblings = NO_SIBLINGS } = request;
	const args = [await latestBaseFeeWei(demander)];
	const call = { runner: demander, address, abi: RISK_EPOCHS_ABI, method: "nodeDeposit", args };
	const depositWei = 2n * ((await readContract(call)) as bigint);
	const sent = await write(request, demander, "demandNode", [[...siblings], { value: depositWei }]);
	const demanded = sent.events.find(({ name }) => name === "NodeDemanded");
	return { ...sent, depositWei, answerByMs: fromChainSeconds(demanded?.args.answerBy as bigint) };
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
	return write(request, request.server, "serveNode", [childrenOf(request.tree, request)]);
}

/**
 * Settles a demand that nobody answered: the epoch dies and all who stand behind it lose their bonds.
 *
 * @throws ChainRefusal `ROW_STILL_DUE`, `NODE_NOT_AWAITED`
 */
export function expireNode(request: NodePlace & { readonly sender: Signer }): Promise<Sent> {
	return write(request, request.sender, "expireNode", []);
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
	const { runner, riskEpochs: address, epoch, level, depth, index } = request;
	const args = [epoch, chainLevel(level), depth, index];
	const call = { runner, address, abi: RISK_EPOCHS_ABI, method: "nodeDemandOf", args };
	const { demander, depositWei, answerBy, settled } = ((await readContract(call)) as Result).toObject();
	if (demander === ZeroAddress) return null;
	return { demander, depositWei, answerByMs: fromChainSeconds(answerBy), settled };
}

type Blocks = {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly fromBlock: number;
	readonly toBlock: number;
};

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

async function nodeEvents({ riskEpochs: address, ...blocks }: Blocks, wanted: string): Promise<ServedNode[]> {
	const events = await contractEvents({ ...blocks, address, abi: RISK_EPOCHS_ABI });
	return events
		.filter(({ name }) => name === wanted)
		.map(({ args }) => ({
			epoch: Number(args.epoch),
			level: marginLevelOf(args.level as bigint),
			depth: Number(args.depth),
			index: Number(args.index),
			children: [...((args.children ?? []) as readonly bigint[])],
		}));
}

function write(
	{ riskEpochs: address, epoch, level, depth, index }: NodePlace,
	signer: Signer,
	method: string,
	rest: readonly unknown[],
): Promise<Sent> {
	const args = [epoch, chainLevel(level), depth, index, ...rest];
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method, args });
}
