/** Posting ledgers and risk tables: a venue's operator and the risk publishers. */
import type { Signer } from "ethers";
import { InputError } from "../../errors/base.ts";
import type { LedgerEpoch } from "../../ledger/ledger-epoch.ts";
import { encodeMarketSnapshot } from "../../market/snapshot/market-hash.ts";
import type { MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import type { MarketTree } from "../../market/snapshot/market-tree.ts";
import type { RiskTable } from "../../risk/model/risk-table.ts";
import type { ScenarioTree } from "../../risk/scenarios/scenario-tree.ts";
import { RISK_EPOCHS_ABI, VENUE_LEDGER_ABI } from "../client/abi.ts";
import type { Answer } from "../client/abi-types.ts";
import { findSentEvent, type Sent, sentEvent, writeContract } from "../client/chain-call.ts";
import { toChainSecondsDown } from "../client/chain-time.ts";

/** A risk table as far as the chain sees it. */
export type PublishedTable = Pick<RiskTable, "origin"> & { readonly tree: Pick<RiskTable["tree"], "root"> };

/** `buildEpochCommitments` of the sources of both tables, as far as it is posted. */
export type PostedTrees = {
	readonly market: Pick<MarketTree, "marketRoot" | "marketHash">;
	readonly scenarios: Pick<ScenarioTree, "parametersHash" | "parameterSet" | "inputsHash">;
};

/** `IRiskEpochs.RiskEpoch`; times in seconds. */
export type RiskEpochContent = {
	readonly listingHash: `0x${string}`;
	readonly maintenanceRoot: bigint;
	readonly initialRoot: bigint;
	/** What the timelock registered, and what `parametersHash` commits to; see `parameterSetHash`. */
	readonly parameterSet: `0x${string}`;
	/** Commits to parameters and scenarios: `parametersHash` of the scenario tree, not that of a table. */
	readonly parametersHash: `0x${string}`;
	/** Commits to the snapshot and to the marks in it. */
	readonly marketRoot: `0x${string}`;
	readonly snapshotTime: number;
	/** 0 when nothing in the listing expires. */
	readonly nextExpiry: number;
};

/** The same as the contract gives it back. */
export type PostedContent = Answer<typeof RISK_EPOCHS_ABI, "epochAt">;

/**
 * Posts a ledger epoch as the venue's operator.
 *
 * @returns the epoch's number
 * @throws ChainRefusal `SNAPSHOT_NOT_FORWARD`, `SNAPSHOT_IN_FUTURE`, `LEDGER_FROZEN` …
 */
export async function publishLedgerEpoch(request: {
	readonly operator: Signer;
	readonly venueLedger: string;
	readonly ledger: Pick<LedgerEpoch, "ledgerRoot" | "listingHash" | "snapshotTimeMs">;
}): Promise<Sent & { readonly epoch: number }> {
	const { ledgerRoot, listingHash, snapshotTimeMs } = request.ledger;
	const sent = await writeContract({
		signer: request.operator,
		address: request.venueLedger,
		abi: VENUE_LEDGER_ABI,
		method: "post",
		args: [ledgerRoot, listingHash, toChainSecondsDown(snapshotTimeMs, "snapshotTimeMs")],
	});
	return { ...sent, epoch: Number(sentEvent(sent, VENUE_LEDGER_ABI, "LedgerPosted").epoch) };
}

/**
 * What publishers post for a pair of tables: their roots, and those of the marks and scenarios that they
 * can be disputed with. Two honest publishers get the same content.
 *
 * @throws InputError `TABLE_LEVEL_WRONG`, `TABLES_DISAGREE`
 */
export function riskEpochContent(tables: {
	readonly maintenance: PublishedTable;
	readonly initial: PublishedTable;
	readonly trees: PostedTrees;
}): RiskEpochContent {
	for (const level of ["maintenance", "initial"] as const) {
		const found = tables[level].origin.level;
		if (found === level) continue;
		throw new InputError({
			code: "TABLE_LEVEL_WRONG",
			message: `the ${level} table is a table at ${found} level`,
			field: level,
			hint: "give one table per level",
		});
	}
	const { origin } = tables.maintenance;
	const shared = ["listingHash", "marketHash", "parametersHash", "snapshotTimeMs", "nextExpiryMs"] as const;
	const { market, scenarios } = tables.trees;
	const field =
		shared.find((name) => origin[name] !== tables.initial.origin[name]) ??
		(market.marketHash === origin.marketHash ? undefined : "marketHash") ??
		(scenarios.inputsHash === origin.parametersHash ? undefined : "parametersHash");
	if (field !== undefined) {
		throw new InputError({
			code: "TABLES_DISAGREE",
			message: `tables and trees were made from different inputs: ${field}`,
			field,
			hint: "build both levels and the trees from one market snapshot and one set of parameters",
		});
	}
	return {
		listingHash: origin.listingHash,
		maintenanceRoot: tables.maintenance.tree.root,
		initialRoot: tables.initial.tree.root,
		parameterSet: scenarios.parameterSet,
		parametersHash: scenarios.parametersHash,
		marketRoot: market.marketRoot,
		snapshotTime: toChainSecondsDown(origin.snapshotTimeMs, "snapshotTimeMs"),
		nextExpiry: origin.nextExpiryMs === null ? 0 : toChainSecondsDown(origin.nextExpiryMs, "nextExpiryMs"),
	};
}

/**
 * Posts a content as one publisher.
 *
 * @returns the epoch's number if this post made it live, else `null`
 * @throws ChainRefusal `NOT_PUBLISHER`, `PUBLISHER_NOT_FORWARD`, `SNAPSHOT_NOT_FORWARD` …
 */
export async function publishRiskEpoch(request: {
	readonly publisher: Signer;
	readonly riskEpochs: string;
	readonly content: RiskEpochContent;
	/** One per price feed of the contract, in its order. */
	readonly indexPricesMicroUsd?: readonly bigint[] | undefined;
}): Promise<Sent & { readonly liveEpoch: number | null }> {
	const sent = await writeContract({
		signer: request.publisher,
		address: request.riskEpochs,
		abi: RISK_EPOCHS_ABI,
		method: "post",
		args: [request.content, request.indexPricesMicroUsd ?? []],
	});
	const live = findSentEvent(sent, RISK_EPOCHS_ABI, "RiskEpochLive");
	return { ...sent, liveEpoch: live === undefined ? null : Number(live.epoch) };
}

/**
 * Puts the market of a live epoch on record: its canonical bytes, for everybody to rebuild the tables from.
 *
 * @throws ChainRefusal `MARKET_NOT_OF_EPOCH`, `EPOCH_UNKNOWN`
 */
export function publishMarket(request: {
	readonly sender: Signer;
	readonly riskEpochs: string;
	readonly epoch: number;
	readonly snapshot: MarketSnapshot;
	/** Of the same snapshot. */
	readonly market: Pick<MarketTree, "marksRoot" | "instrumentCount">;
}): Promise<Sent> {
	const { sender, riskEpochs, epoch, snapshot, market } = request;
	const args = [epoch, encodeMarketSnapshot(snapshot), market.marksRoot, market.instrumentCount] as const;
	const call = { signer: sender, address: riskEpochs, abi: RISK_EPOCHS_ABI };
	return writeContract({ ...call, method: "publishMarket", args });
}
