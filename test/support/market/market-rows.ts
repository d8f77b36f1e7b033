/** Rows of a market at both levels, without the hashes that no margin depends on. */
import type { DailyCloses } from "../../../src/market/history/daily-closes.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import { type RiskRow, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { buildScenarioSet } from "../../../src/risk/scenarios/scenario-set.ts";
import { buildRiskRows } from "../../../src/risk/table/build-risk-row.ts";
import { checkRiskTable } from "../../../src/risk/table/check-risk-table.ts";
import { assignSetKeys } from "../../../src/risk/table/set-keys.ts";

export type MarketRows = {
	/** By id; 0 is the empty slot. */
	readonly rows: Readonly<Record<MarginLevel, readonly RiskRow[]>>;
	readonly instruments: readonly MarkedInstrument[];
	readonly idOf: (name: string) => number;
};

/** @param only instruments that get rows and ids, in listing order; all without it */
export function marketRows(request: {
	readonly snapshot: MarketSnapshot;
	readonly params: RiskParams;
	readonly closes: DailyCloses;
	readonly only?: readonly string[];
}): MarketRows {
	const { snapshot, params, closes, only } = request;
	const all = markInstruments(buildListing(snapshot), snapshot);
	const scenarios = buildScenarioSet({ instruments: all, params, closes, snapshotTimeMs: snapshot.timeMs });
	const instruments = all
		.filter(({ name }) => only === undefined || only.includes(name))
		.map((instrument, at) => ({ ...instrument, id: at + 1 }));
	const keys = assignSetKeys(instruments);
	const pairs = instruments.map((instrument, at) =>
		buildRiskRows({
			instrument,
			keys: keys[at] ?? ZERO_ROW.keys,
			scenarios,
			params,
			snapshotTimeMs: snapshot.timeMs,
		}),
	);
	const rows = {
		maintenance: [ZERO_ROW, ...pairs.map(({ maintenance }) => maintenance)],
		initial: [ZERO_ROW, ...pairs.map(({ initial }) => initial)],
	};
	checkRiskTable(rows.maintenance);
	checkRiskTable(rows.initial);
	const ids = new Map(instruments.map(({ name, id }) => [name, id]));
	return {
		rows,
		instruments,
		idOf: (name) => {
			const id = ids.get(name);
			if (id === undefined) throw new Error(`no instrument ${name}`);
			return id;
		},
	};
}
