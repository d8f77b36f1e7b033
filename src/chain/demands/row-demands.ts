/** Rows that publishers must show: demanded against a deposit, opened on the chain, or fatal to their epoch. */
import { type ContractRunner, type Provider, type Signer, ZeroAddress } from "ethers";
import { placePath } from "../../field/tree.ts";
import { encodeRow, rowElements } from "../../risk/model/risk-row.ts";
import type { MarginLevel, RiskTable } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { type BlockRange, contractEvents } from "../client/contract-events.ts";
import { chainLevel, marginLevelOf } from "../client/risk-level.ts";
import { type Demanded, placeDemand } from "./place-demand.ts";

/** One row of one table of one live epoch. */
export type RowPlace = {
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly level: MarginLevel;
	/** 0 … 4095; ids that are not listed can be demanded, too. */
	readonly id: number;
};

export type RowDemand = {
	readonly demander: string;
	readonly depositWei: bigint;
	/** First moment at which silence kills the epoch. */
	readonly answerByMs: number;
	/** Served or expired. */
	readonly settled: boolean;
};

/**
 * Demands a row. The deposit is twice what the newest block asks for, because fees may rise before the next.
 *
 * @throws ChainRefusal `ROW_ALREADY_DEMANDED`, `RISK_EPOCH_IS_DEAD`, `EPOCH_UNKNOWN`, `EPOCH_TOO_OLD`,
 * `ROW_ID_OUT_OF_RANGE`
 * @throws InputError `SIGNER_WITHOUT_PROVIDER`
 */
export function demandRow(request: RowPlace & { readonly demander: Signer }): Promise<Demanded> {
	const { demander, riskEpochs } = request;
	return placeDemand({ demander, riskEpochs, method: "demandRow", args: placeArguments(request) });
}

/**
 * Opens a demanded row out of its table, for about 11 million gas. Anyone; earns the deposit.
 *
 * @throws ChainRefusal `ROW_NOT_OPENED` when the table is not the epoch's, `ROW_NOT_AWAITED`
 * @throws InputError `TREE_NO_PLACE`
 */
export function serveRow(
	request: RowPlace & { readonly server: Signer; readonly table: Pick<RiskTable, "rows" | "tree"> },
): Promise<Sent> {
	const { server: signer, riskEpochs: address, table, id } = request;
	const row = table.rows[id];
	const words = row === undefined ? [] : rowElements(encodeRow(row));
	const args = [...placeArguments(request), words, placePath(table.tree, id)] as const;
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method: "serveRow", args });
}

/**
 * Settles a demand that nobody answered: the epoch dies and all who stand behind it lose their bonds.
 *
 * @throws ChainRefusal `ROW_STILL_DUE`, `ROW_NOT_AWAITED`
 */
export async function expireDemand(
	request: RowPlace & { readonly sender: Signer },
): Promise<Sent & { readonly slashedWei: bigint }> {
	const { sender: signer, riskEpochs: address } = request;
	const args = placeArguments(request);
	const sent = await writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method: "expireDemand", args });
	return { ...sent, slashedWei: sentEvent(sent, RISK_EPOCHS_ABI, "RiskEpochKilled").slashedWei };
}

/** The demand for a row, `null` when there was none. */
export async function readDemand(
	request: RowPlace & { readonly runner: ContractRunner },
): Promise<RowDemand | null> {
	const { runner, riskEpochs: address } = request;
	const { demander, depositWei, answerBy, settled } = await readContract({
		...{ runner, address, abi: RISK_EPOCHS_ABI },
		method: "demandOf",
		args: placeArguments(request),
	});
	if (demander === ZeroAddress) return null;
	return { demander, depositWei, answerByMs: fromChainSeconds(answerBy), settled };
}

/** The demands of these blocks, both included, that still wait for an answer, the oldest first. */
export async function openDemands(
	request: BlockRange & { readonly provider: Provider; readonly riskEpochs: string },
): Promise<(RowPlace & RowDemand)[]> {
	const { provider, riskEpochs, fromBlock, toBlock } = request;
	const source = { provider, address: riskEpochs, abi: RISK_EPOCHS_ABI };
	const open: (RowPlace & RowDemand)[] = [];
	for (const { name, args } of await contractEvents({ ...source, fromBlock, toBlock })) {
		if (name !== "RowDemanded") continue;
		const level = marginLevelOf(args.level);
		const place = { riskEpochs, epoch: Number(args.epoch), level, id: Number(args.id) };
		const demand = await readDemand({ ...place, runner: provider });
		if (demand !== null && !demand.settled) open.push({ ...place, ...demand });
	}
	return open;
}

function placeArguments({ epoch, level, id }: RowPlace) {
	return [epoch, chainLevel(level), id] as const;
}
