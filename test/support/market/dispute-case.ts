/** Tables with the trees that disputes open: the small market, or any snapshot and parameters. */
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import type { MarketTree } from "../../../src/market/snapshot/market-tree.ts";
import type { ScenarioTree } from "../../../src/risk/leaves/scenario-tree.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { buildRiskRowsOnly } from "../../../src/risk/table/build-risk-table.ts";
import { buildEpochCommitments } from "../../../src/risk/table/epoch-commitments.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES, SMALL_IV_HISTORY } from "../tables/small-tables.ts";
import { SMALL_MARKET } from "./small-market.ts";

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
	return {
		instruments,
		...buildEpochCommitments(sources),
		rows: buildRiskRowsOnly(sources),
		snapshotTimeMs: snapshot.timeMs,
	};
}
