/** Tables with the trees that disputes open: the small market, or any snapshot and parameters. */
import { loadFastPoseidon } from "../../src/field/poseidon.ts";
import { buildListing } from "../../src/market/listing.ts";
import { markInstruments } from "../../src/market/mark-instruments.ts";
import { hashMarketSnapshot } from "../../src/market/market-hash.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../src/market/market-snapshot.ts";
import { buildMarketTree, type MarketTree } from "../../src/market/market-tree.ts";
import { buildRiskRowsOnly, buildRiskTables, type RiskTables } from "../../src/risk/build-risk-table.ts";
import type { RiskParams } from "../../src/risk/risk-params.ts";
import type { RiskRow } from "../../src/risk/risk-row.ts";
import type { MarginLevel } from "../../src/risk/risk-table.ts";
import { buildScenarioSet } from "../../src/risk/scenario-set.ts";
import { buildScenarioTree, type ScenarioTree } from "../../src/risk/scenario-tree.ts";
import { SMALL_MARKET } from "./small-market.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES, SMALL_IV_HISTORY } from "./small-tables.ts";

export type DisputeCase = {
	readonly instruments: readonly MarkedInstrument[];
	readonly market: MarketTree;
	readonly scenarios: ScenarioTree;
	readonly rows: Readonly<Record<MarginLevel, readonly RiskRow[]>>;
	readonly snapshotTimeMs: number;
};

function sourcesOf(snapshot: MarketSnapshot, params: RiskParams) {
	const listing = buildListing(snapshot);
	return { listing, snapshot, params, closes: SMALL_CLOSES, ivHistory: SMALL_IV_HISTORY };
}

export function disputeCase(
	snapshot: MarketSnapshot = SMALL_MARKET,
	params: RiskParams = SAMPLE_PARAMS,
): DisputeCase {
	const sources = sourcesOf(snapshot, params);
	const instruments = markInstruments(sources.listing, snapshot);
	const snapshotTimeMs = snapshot.timeMs;
	const set = buildScenarioSet({ ...sources, instruments, snapshotTimeMs });
	return {
		instruments,
		market: buildMarketTree({ instruments, snapshotTimeMs, marketHash: hashMarketSnapshot(snapshot) }),
		scenarios: buildScenarioTree({ instruments, params, scenarios: set }),
		rows: buildRiskRowsOnly(sources),
		snapshotTimeMs,
	};
}

export async function disputeTables(
	snapshot: MarketSnapshot = SMALL_MARKET,
	params: RiskParams = SAMPLE_PARAMS,
): Promise<RiskTables> {
	return buildRiskTables({ ...sourcesOf(snapshot, params), hash: await loadFastPoseidon() });
}
