/** Public marks + public parameters → the two risk tables of an epoch, bit for bit the same for everyone. */
import type { PoseidonHash } from "../../field/poseidon.ts";
import { buildTree } from "../../field/tree.ts";
import type { DailyCloses } from "../../market/history/daily-closes.ts";
import type { IvHistory } from "../../market/history/iv-history.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import { nextExpiryMs } from "../../market/snapshot/listing.ts";
import { markInstruments } from "../../market/snapshot/mark-instruments.ts";
import { hashMarketSnapshot } from "../../market/snapshot/market-hash.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../market/snapshot/market-snapshot.ts";
import { largerOf } from "../../units/exact-value.ts";
import { TABLE_DEPTH } from "../model/dimensions.ts";
import { hashRow, type RiskRow, ZERO_ROW } from "../model/risk-row.ts";
import type { MarginLevel, RiskTable, TableLabels, TableOrigin } from "../model/risk-table.ts";
import type { RowHasher } from "../model/row-hasher.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { buildScenarioSet, hashRiskInputs } from "../scenarios/scenario-set.ts";
import { buildRiskRows, type RowPair } from "./build-risk-row.ts";
import { checkRiskTable } from "./check-risk-table.ts";
import { assignSetKeys } from "./set-keys.ts";
import { tableLabels } from "./table-labels.ts";

export type RiskTables = Readonly<Record<MarginLevel, RiskTable>>;

/** What tables are made from. */
export type RiskTableSources = {
	readonly listing: Listing;
	readonly snapshot: MarketSnapshot;
	readonly params: RiskParams;
	readonly closes: DailyCloses;
	readonly ivHistory?: IvHistory | undefined;
};

export type RiskTableRequest = RiskTableSources & {
	readonly hash: PoseidonHash;
	/** Called after every row that was hashed. */
	readonly onProgress?: ((done: number, total: number) => void) | undefined;
};

/**
 * @throws InputError `SCENARIOS_DO_NOT_FIT`, `CLOSES_NO_HISTORY`, `CLOSES_TOO_SHORT`,
 * `ROW_TOO_LARGE`, the codes of `markInstruments` and of `checkRiskTable`
 */
export function buildRiskTables(request: RiskTableRequest): RiskTables {
	const { hash, onProgress } = request;
	const prepared = prepareTables(request);
	const pairs = prepared.instruments.map((_, at) => prepared.pairAt(at));
	const total = 2 * (pairs.length + 1);
	let done = 0;
	const leavesOf = (level: MarginLevel) =>
		rowsOf(level, pairs).map((row) => {
			const leaf = hashRow(hash, row);
			onProgress?.(++done, total);
			return leaf;
		});
	const leaves = { maintenance: leavesOf("maintenance"), initial: leavesOf("initial") };
	return finishTables({ prepared, pairs, leaves, hash });
}

/** Instruments priced between two looks at what has been hashed. */
const INSTRUMENTS_PER_BATCH = 16;
/** So many batches are hashed while more are priced. */
const BATCHES_AHEAD = 8;

/**
 * `buildRiskTables` with rows that are hashed elsewhere while the next ones are priced; the same tables.
 *
 * @throws InputError as `buildRiskTables`
 */
export async function buildRiskTablesAhead(
	request: RiskTableRequest & { readonly hashRows: RowHasher },
): Promise<RiskTables> {
	const { hash, hashRows, onProgress } = request;
	const prepared = prepareTables(request);
	const total = 2 * (prepared.instruments.length + 1);
	let done = 0;
	const hashing: Promise<Record<MarginLevel, readonly bigint[]>>[] = [];
	const hashBatch = async (maintenanceRows: readonly RiskRow[], initialRows: readonly RiskRow[]) => {
		const [maintenance, initial] = await Promise.all([hashRows(maintenanceRows), hashRows(initialRows)]);
		done += maintenance.length + initial.length;
		onProgress?.(done, total);
		return { maintenance, initial };
	};
	hashing.push(hashBatch([ZERO_ROW], [ZERO_ROW]));
	const pairs: RowPair[] = [];
	for (let first = 0; first < prepared.instruments.length; first += INSTRUMENTS_PER_BATCH) {
		const end = Math.min(first + INSTRUMENTS_PER_BATCH, prepared.instruments.length);
		for (let at = first; at < end; at++) pairs.push(prepared.pairAt(at));
		const batch = pairs.slice(first);
		const hashed = hashBatch(
			batch.map(({ maintenance }) => maintenance),
			batch.map(({ initial }) => initial),
		);
		// A failure is seen where it is awaited, which may be after the next row was refused.
		hashed.catch(() => {});
		hashing.push(hashed);
		await hashing.at(-BATCHES_AHEAD);
	}
	const batches = await Promise.all(hashing);
	const leaves = {
		maintenance: batches.flatMap(({ maintenance }) => maintenance),
		initial: batches.flatMap(({ initial }) => initial),
	};
	return finishTables({ prepared, pairs, leaves, hash });
}

/** Rows alone, for margining accounts on a price tick: nothing is hashed, nothing can be proved with them. */
export function buildRiskRowsOnly(sources: RiskTableSources): Record<MarginLevel, readonly RiskRow[]> {
	const { instruments, pairAt } = prepareTables(sources);
	const pairs = instruments.map((_, at) => pairAt(at));
	return { maintenance: rowsOf("maintenance", pairs), initial: rowsOf("initial", pairs) };
}

type Prepared = {
	readonly instruments: readonly MarkedInstrument[];
	readonly labels: TableLabels;
	readonly origin: Omit<TableOrigin, "level">;
	readonly pairAt: (at: number) => RowPair;
};

function prepareTables({ listing, snapshot, params, closes, ivHistory }: RiskTableSources): Prepared {
	const instruments = markInstruments(listing, snapshot);
	const scenarios = buildScenarioSet({
		instruments,
		params,
		closes,
		ivHistory,
		snapshotTimeMs: snapshot.timeMs,
	});
	const keys = assignSetKeys(instruments);
	return {
		instruments,
		labels: tableLabels(instruments, scenarios),
		origin: {
			listingHash: listing.hash,
			marketHash: hashMarketSnapshot(snapshot),
			parametersHash: hashRiskInputs(params, scenarios),
			snapshotTimeMs: snapshot.timeMs,
			nextExpiryMs: nextExpiryMs(listing),
		},
		pairAt: (at) =>
			buildRiskRows({
				instrument: instruments[at] as MarkedInstrument,
				keys: keys[at] ?? ZERO_ROW.keys,
				scenarios,
				params,
				snapshotTimeMs: snapshot.timeMs,
			}),
	};
}

function rowsOf(level: MarginLevel, pairs: readonly RowPair[]): RiskRow[] {
	return [ZERO_ROW, ...pairs.map((pair) => pair[level])];
}

/** Whoever hashed the rows, and in whatever order: the checks and the trees of both tables. */
function finishTables(given: {
	readonly prepared: Prepared;
	readonly pairs: readonly RowPair[];
	readonly leaves: Readonly<Record<MarginLevel, readonly bigint[]>>;
	readonly hash: PoseidonHash;
}): RiskTables {
	const { prepared, pairs, leaves, hash } = given;
	const { labels, origin } = prepared;
	const maxRoundingErrorMicroUsd = pairs.reduce(
		(largest, { roundingErrorMicroUsd: error }) => largerOf(largest, error),
		0n,
	);
	const table = (level: MarginLevel): RiskTable => {
		const rows = rowsOf(level, pairs);
		checkRiskTable(rows, labels);
		const tree = buildTree(hash, leaves[level], TABLE_DEPTH);
		return { origin: { ...origin, level }, labels, rows, maxRoundingErrorMicroUsd, tree };
	};
	return { maintenance: table("maintenance"), initial: table("initial") };
}
