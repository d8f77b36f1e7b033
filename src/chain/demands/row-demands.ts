/** Rows that publishers must show: demanded against a deposit, opened on the chain, or fatal to their epoch. */
import { type ContractRunner, type Provider, type Result, type Signer, ZeroAddress } from "ethers";
import { placePath } from "../../field/tree.ts";
import { encodeRow, rowElements } from "../../risk/model/risk-row.ts";
import type { MarginLevel, RiskTable } from "../../risk/model/risk-table.ts";
import { RISK_EPOCHS_ABI } from "../client/abi.ts";
import { readContract, type Sent, writeContract } from "../client/chain-call.ts";
import { fromChainSeconds } from "../client/chain-time.ts";
import { contractEvents } from "../client/contract-events.ts";
import { latestBaseFeeWei } from "../client/latest-base-fee.ts";
import { chainLevel, marginLevelOf } from "../client/risk-level.ts";

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
export async function demandRow(
	request: RowPlace & { readonly demander: Signer },
): Promise<Sent & { readonly depositWei: bigint; readonly answerByMs: number }> {
	const { demander, riskEpochs: address } = request;
	const least = await readContract({
		runner: demander,
		address,
		abi: RISK_EPOCHS_ABI,
		method: "rowDeposit",
		args: [await latestBaseFeeWei(demander)],
	});
	const depositWei = 2n * (least as bigint);
	const sent = await write(request, demander, "demandRow", [{ value: depositWei }]);
	const demanded = sent.events.find(({ name }) => name === "RowDemanded");
	return { ...sent, depositWei, answerByMs: fromChainSeconds(demanded?.args.answerBy as bigint) };
}

/**
 * Opens a demanded row out of its table, for about 10 million gas. Anyone; earns the deposit.
 *
 * @throws ChainRefusal `ROW_NOT_OPENED` when the table is not the epoch's, `ROW_NOT_AWAITED`
 * @throws InputError `TREE_NO_PLACE`
 */
export function serveRow(
	request: RowPlace & { readonly server: Signer; readonly table: Pick<RiskTable, "rows" | "tree"> },
): Promise<Sent> {
	const { server, table, id } = request;
	const row = table.rows[id];
	const words = row === undefined ? [] : rowElements(encodeRow(row));
	return write(request, server, "serveRow", [words, placePath(table.tree, id)]);
}

/**
 * Settles a demand that nobody answered: the epoch dies and all who stand behind it lose their bonds.
 *
 * @throws ChainRefusal `ROW_STILL_DUE`, `ROW_NOT_AWAITED`
 */
export async function expireDemand(
	request: RowPlace & { readonly sender: Signer },
): Promise<Sent & { readonly slashedWei: bigint }> {
	const sent = await write(request, request.sender, "expireDemand", []);
	const killed = sent.events.find(({ name }) => name === "RiskEpochKilled");
	return { ...sent, slashedWei: killed?.args.slashedWei as bigint };
}

/** The demand for a row, `null` when there was none. */
export async function readDemand(
	request: RowPlace & { readonly runner: ContractRunner },
): Promise<RowDemand | null> {
	const { runner, riskEpochs: address, epoch, level, id } = request;
	const args = [epoch, chainLevel(level), id];
	const call = { runner, address, abi: RISK_EPOCHS_ABI, method: "demandOf", args };
	const demand = (await readContract(call)) as Result;
	if (demand.demander === ZeroAddress) return null;
	return {
		demander: demand.demander as string,
		depositWei: demand.depositWei as bigint,
		answerByMs: fromChainSeconds(demand.answerBy as bigint),
		settled: demand.settled as boolean,
	};
}

/** The demands of these blocks, both included, that still wait for an answer, the oldest first. */
export async function openDemands(request: {
	readonly provider: Provider;
	readonly riskEpochs: string;
	readonly fromBlock: number;
	readonly toBlock: number;
}): Promise<(RowPlace & RowDemand)[]> {
	const { provider, riskEpochs, fromBlock, toBlock } = request;
	const source = { provider, address: riskEpochs, abi: RISK_EPOCHS_ABI };
	const open: (RowPlace & RowDemand)[] = [];
	for (const { name, args } of await contractEvents({ ...source, fromBlock, toBlock })) {
		if (name !== "RowDemanded") continue;
		const level = marginLevelOf(args.level as bigint);
		const place = { riskEpochs, epoch: Number(args.epoch), level, id: Number(args.id) };
		const demand = await readDemand({ ...place, runner: provider });
		if (demand !== null && !demand.settled) open.push({ ...place, ...demand });
	}
	return open;
}

function write(
	{ riskEpochs: address, epoch, level, id }: RowPlace,
	signer: Signer,
	method: string,
	rest: readonly unknown[],
): Promise<Sent> {
	const args = [epoch, chainLevel(level), id, ...rest];
	return writeContract({ signer, address, abi: RISK_EPOCHS_ABI, method, args });
}
