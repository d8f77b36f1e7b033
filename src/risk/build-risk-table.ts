/** Public marks + public parameters → the two risk tables of an epoch, bit for bit the same for everyone. */
import type { PoseidonHash } from "../field/poseidon.ts";
import { buildTree } from "../field/tree.ts";
import type { DailyCloses } from "../market/daily-closes.ts";
import type { Listing } from "../market/instrument.ts";
import { nextExpiryMs } from "../market/listing.ts";
import { markInstruments } from "../market/mark-instruments.ts";
import { hashMarketSnapshot } from "../market/market-hash.ts";
import type { MarkedInstrument, MarketSnapshot } from "../market/market-snapshot.ts";
import { buildRiskRows, type RowPair } from "./build-risk-row.ts";
import { checkRiskTable } from "./check-risk-table.ts";
import { TABLE_DEPTH } from "./dimensions.ts";
import { largerOf } from "./exact-value.ts";
import type { RiskParams } from "./risk-params.ts";
import { hashRow, type RiskRow, ZERO_ROW } from "./risk-row.ts";
import type { MarginLevel, RiskTable, TableLabels, TableOrigin } from "./risk-table.ts";
import type { ScenarioSet } from "./scenario.ts";
import { buildScenarioSet, hashRiskInputs } from "./scenario-set.ts";
import { assignSetKeys, setNames } from "./set-keys.ts";

export type RiskTables = Readonly<Record<MarginLevel, RiskTable>>;

export type RiskTableRequest = {
	readonly listing: Listing;
	readonly snapshot: MarketSnapshot;
	readonly params: RiskParams;
	readonly closes: DailyCloses;
	readonly hash: PoseidonHash;
	/** Called after every row that was hashed. */
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/**
 * @throws InputError `SCENARIOS_DO_NOT_FIT`, `CLOSES_NO_HISTORY`, `CLOSES_TOO_SHORT`,
 * `ROW_TOO_LARGE`, the codes of `markInstruments` and of `checkRiskTable`
 */
export function buildRiskTables(request: RiskTableRequest): RiskTables {
	const { listing, snapshot, params, closes } = request;
	const instruments = markInstruments(listing, snapshot);
	const scenarios = buildScenarioSet({ instruments, params, closes, snapshotTimeMs: snapshot.timeMs });
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
	const origin = {
		listingHash: listing.hash,
		marketHash: hashMarketSnapshot(snapshot),
		parametersHash: hashRiskInputs(params, scenarios),
		snapshotTimeMs: snapshot.timeMs,
		nextExpiryMs: nextExpiryMs(listing),
	};
	const labels = tableLabels(instruments, scenarios, keys);
	const table = (level: MarginLevel, doneBefore: number) =>
		buildTable({ ...request, pairs, labels, origin: { ...origin, level }, doneBefore });
	return { maintenance: table("maintenance", 0), initial: table("initial", pairs.length + 1) };
}

function buildTable(
	request: Pick<RiskTableRequest, "hash" | "onProgress"> & {
		readonly pairs: readonly RowPair[];
		readonly labels: TableLabels;
		readonly origin: TableOrigin;
		readonly doneBefore: number;
	},
): RiskTable {
	const { hash, onProgress, pairs, labels, origin, doneBefore } = request;
	const rows: RiskRow[] = [ZERO_ROW, ...pairs.map((pair) => pair[origin.level])];
	checkRiskTable(rows, labels);
	const leaves = rows.map((row, at) => {
		const leaf = hashRow(hash, row);
		onProgress?.(doneBefore + at + 1, 2 * rows.length);
		return leaf;
	});
	const maxRoundingErrorMicroUsd = pairs.reduce(
		(largest, { roundingErrorMicroUsd: error }) => largerOf(largest, error),
		0n,
	);
	return { origin, labels, rows, maxRoundingErrorMicroUsd, tree: buildTree(hash, leaves, TABLE_DEPTH) };
}

function tableLabels(
	instruments: readonly MarkedInstrument[],
	scenarios: ScenarioSet,
	keys: readonly { readonly underlying: number; readonly expiry: number; readonly strike: number }[],
): TableLabels {
	const sets = { underlying: {}, expiry: {}, strike: {} } as Record<
		"underlying" | "expiry" | "strike",
		Record<number, string>
	>;
	instruments.forEach((instrument, at) => {
		const names = setNames(instrument);
		for (const level of ["underlying", "expiry", "strike"] as const) {
			const key = keys[at]?.[level] ?? 0;
			const name = names[level];
			if (key !== 0 && name !== undefined) sets[level][key] = name;
		}
	});
	return {
		instruments: ["(empty)", ...instruments.map(({ name }) => name)],
		lots: ["0", ...instruments.map(({ lot }) => lot)],
		stress: scenarios.stress.map(({ name }) => name),
		tail: scenarios.tail.map(({ name }) => name),
		underlyings: sets.underlying,
		expiries: sets.expiry,
		strikes: sets.strike,
	};
}
