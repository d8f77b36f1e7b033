/** What an epoch commits to so that its tables can be disputed: marks and scenarios as Merkle trees. */
import { markInstruments } from "../../market/snapshot/mark-instruments.ts";
import { hashMarketSnapshot } from "../../market/snapshot/market-hash.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import { buildMarketTree, type MarketTree } from "../../market/snapshot/market-tree.ts";
import { buildScenarioTree, type ScenarioTree } from "../leaves/scenario-tree.ts";
import type { ScenarioSet } from "../model/scenario.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { buildScenarioSet } from "../scenarios/scenario-set.ts";
import type { RiskTableSources } from "./build-risk-table.ts";

export type EpochCommitments = {
	/** Its `marketRoot` is what publishers post. */
	readonly market: MarketTree;
	/** Its `parametersHash` is what publishers post. */
	readonly scenarios: ScenarioTree;
};

/**
 * From the same sources as the tables, so every publisher gets the same roots.
 *
 * @throws InputError `MARK_TOO_PRECISE`, `MARK_OUT_OF_RANGE`, `SCENARIO_OUT_OF_RANGE`, and the codes of
 * `markInstruments` and `buildScenarioSet`
 */
export function buildEpochCommitments(sources: RiskTableSources): EpochCommitments {
	const { listing, snapshot, params } = sources;
	const instruments = markInstruments(listing, snapshot);
	const scenarios = buildScenarioSet({ ...sources, instruments, snapshotTimeMs: snapshot.timeMs });
	return epochCommitmentsOf({ instruments, snapshot, params, scenarios });
}

/**
 * From scenarios that are known already, as a risk folder holds them.
 *
 * @throws InputError `MARK_TOO_PRECISE`, `MARK_OUT_OF_RANGE`, `SCENARIO_OUT_OF_RANGE`
 */
export function epochCommitmentsOf(request: {
	/** Of the snapshot. */
	readonly instruments: readonly MarkedInstrument[];
	readonly snapshot: MarketSnapshot;
	readonly params: RiskParams;
	readonly scenarios: ScenarioSet;
}): EpochCommitments {
	const { instruments, snapshot, params, scenarios } = request;
	const marketHash = hashMarketSnapshot(snapshot);
	return {
		market: buildMarketTree({ instruments, snapshotTimeMs: snapshot.timeMs, marketHash }),
		scenarios: buildScenarioTree({ instruments, params, scenarios }),
	};
}
