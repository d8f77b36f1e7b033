/** Tables of an epoch and everything that goes with them: built in one way, whoever asks. */
import { loadFastPoseidon } from "../../field/poseidon.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import { markInstruments } from "../../market/snapshot/mark-instruments.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import { withRowHashThreads } from "../../node/threads/row-hash-threads.ts";
import type { ScenarioSet } from "../../risk/model/scenario.ts";
import { buildScenarioSet } from "../../risk/scenarios/scenario-set.ts";
import { buildRiskTablesAhead, type RiskTables } from "../../risk/table/build-risk-table.ts";
import { type EpochCommitments, epochCommitmentsOf } from "../../risk/table/epoch-commitments.ts";
import { makeRiskEpoch, type RiskEpoch } from "../../risk/table/risk-epoch.ts";
import { hashSources, type RiskSources } from "./risk-sources.ts";

export type ListedMarket = { readonly listing: Listing; readonly snapshot: MarketSnapshot };

export type BuiltEpoch = ListedMarket & {
	readonly epoch: RiskEpoch;
	/** Of the listing, in its order. */
	readonly instruments: readonly MarkedInstrument[];
	readonly scenarios: ScenarioSet;
	readonly tables: RiskTables;
	readonly commitments: EpochCommitments;
};

/**
 * Both tables, their rows hashed on threads.
 *
 * @throws InputError as `buildRiskTables`
 */
export async function buildEpochTables(
	{ listing, snapshot }: ListedMarket,
	sources: RiskSources,
	/** Hears how far it has come, in words. */
	report?: (detail: string) => void,
): Promise<RiskTables> {
	const hash = await loadFastPoseidon();
	const onProgress = (done: number, total: number) => report?.(`row ${done} of ${total}`);
	return withRowHashThreads((hashRows) =>
		buildRiskTablesAhead({ listing, snapshot, ...sources, hash, hashRows, onProgress }),
	);
}

/** @throws InputError as `buildRiskTables` and `epochCommitmentsOf` */
export async function buildEpoch(
	market: ListedMarket,
	sources: RiskSources,
	report?: (detail: string) => void,
): Promise<BuiltEpoch> {
	const { listing, snapshot } = market;
	const tables = await buildEpochTables(market, sources, report);
	const instruments = markInstruments(listing, snapshot);
	const scenarios = buildScenarioSet({ ...sources, instruments, snapshotTimeMs: snapshot.timeMs });
	return {
		listing,
		snapshot,
		epoch: makeRiskEpoch({ ...tables, instruments, sources: hashSources(sources.texts) }),
		instruments,
		scenarios,
		tables,
		commitments: epochCommitmentsOf({ instruments, snapshot, params: sources.params, scenarios }),
	};
}
