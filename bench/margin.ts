/** Margin of accounts under tables that exist: one report, and everybody after a price tick. */
import { readFile } from "node:fs/promises";
import { SAMPLE_CLOSES, SAMPLE_PARAMS } from "../src/cli/folders/risk-sources.ts";
import { loadFastPoseidon } from "../src/field/poseidon.ts";
import { parseDailyCloses } from "../src/market/history/parse-closes.ts";
import { markInstruments } from "../src/market/snapshot/mark-instruments.ts";
import { seededRandom } from "../src/math/seeded-random.ts";
import { allocateShared, marginThreads } from "../src/node/threads/margin-threads.ts";
import { makeBatchSlacks, packAccounts, UNDECIDED } from "../src/risk/margin/batch-accounts.ts";
import { batchTable } from "../src/risk/margin/batch-table.ts";
import { assessMargin } from "../src/risk/margin/margin-engine.ts";
import { marginRange } from "../src/risk/margin/margin-range.ts";
import type { Holding } from "../src/risk/model/holding.ts";
import { parseRiskParams } from "../src/risk/params/risk-params.ts";
import { marginReport } from "../src/risk/report/margin-report.ts";
import {
	buildRiskRowsOnly,
	buildRiskTables,
	type RiskTableSources,
} from "../src/risk/table/build-risk-table.ts";
import { largeMarket } from "./large-market.ts";
import { comparison, type Measurement, measure, row } from "./measure.ts";

const RUNS = 7;
const INSTRUMENTS = 2000;
const ACCOUNTS = 100_000;
const REFERENCE_ACCOUNTS = 4000;
const POSITIONS = 16;
const LARGEST_LOTS = 1000;
const SEED = 20_261_125;
const LEVELS = ["maintenance", "initial"] as const;

export async function benchMargin(): Promise<void> {
	const params = parseRiskParams(await readFile(SAMPLE_PARAMS, "utf8"));
	const closes = parseDailyCloses(await readFile(SAMPLE_CLOSES, "utf8"));
	const sources = { ...largeMarket(INSTRUMENTS), params, closes };
	const books = randomBooks(ACCOUNTS);
	await benchReport(sources, books);
	await benchTick(sources, books);
}

async function benchReport(sources: RiskTableSources, books: readonly (readonly Holding[])[]): Promise<void> {
	const { initial: table } = buildRiskTables({ ...sources, hash: await loadFastPoseidon() });
	const marked = markInstruments(sources.listing, sources.snapshot);
	const holdings = books[0] as readonly Holding[];
	console.log(
		row(await measure("margin, 16 positions, one level", 500, () => assessMargin(table.rows, holdings))),
	);
	console.log(
		row(await measure("full report, 16 positions", 500, () => marginReport({ table, holdings, marked }))),
	);
}

/** Both levels, 16 positions in each account, on instruments drawn from the whole listing. */
async function benchTick(sources: RiskTableSources, books: readonly (readonly Holding[])[]): Promise<void> {
	const rows = buildRiskRowsOnly(sources);
	const accounts = packAccounts(books, allocateShared);
	const batches = LEVELS.map((level) => ({
		table: batchTable(rows[level], allocateShared),
		accounts,
		slacks: makeBatchSlacks(ACCOUNTS, allocateShared),
	}));
	console.log(
		row(await measure(`tick: ${INSTRUMENTS} marks to rows`, RUNS, () => buildRiskRowsOnly(sources))),
	);
	const toNumbers = await measure("tick: rows to numbers, both levels", RUNS, () => {
		for (const level of LEVELS) batchTable(rows[level], allocateShared);
	});
	console.log(row(toNumbers));

	const reference = await measure(`${REFERENCE_ACCOUNTS} accounts, bigint engine`, RUNS, () => {
		for (const level of LEVELS) {
			for (let at = 0; at < REFERENCE_ACCOUNTS; at++)
				assessMargin(rows[level], books[at] as readonly Holding[]);
		}
	});
	const alone = await measure(`${ACCOUNTS} accounts, batch, one thread`, RUNS, () => {
		for (const batch of batches) marginRange({ ...batch, from: 0, to: ACCOUNTS });
	});
	const pool = marginThreads();
	const together = await measure(`${ACCOUNTS} accounts, batch, threads`, RUNS, () =>
		Promise.all(batches.map(pool.marginAll)),
	);
	await pool.close();
	console.log(`${row(reference)}  ${rate(REFERENCE_ACCOUNTS, reference)}`);
	console.log(`${row(alone)}  ${rate(ACCOUNTS, alone)}`);
	console.log(`${comparison(together, alone)}  ${rate(ACCOUNTS, together)}`);
	const perAccount = reference.medianMs / REFERENCE_ACCOUNTS / (together.medianMs / ACCOUNTS);
	console.log(
		`threads are ${perAccount.toFixed(0)} × as fast per account as the bigint engine on one thread`,
	);
	const undecided = batches
		.flatMap(({ slacks }) => [...slacks.bindingTest])
		.filter((line) => line === UNDECIDED);
	console.log(`${undecided.length} of ${2 * ACCOUNTS} left to the bigint engine`);
}

/** Per second of wall clock, and per second of one processor: the second is not stretched by a busy machine. */
function rate(count: number, { medianMs, medianCpuMs }: Measurement): string {
	const perSecond = (ms: number) => Math.round((1000 * count) / ms).toLocaleString("en-US");
	return `${perSecond(medianMs)} accounts/s, ${perSecond(medianCpuMs)} per processor second`;
}

function randomBooks(count: number): Holding[][] {
	const random = seededRandom(SEED);
	const below = (limit: number) => Math.floor(random.uniform() * limit);
	return Array.from({ length: count }, () => {
		const ids = new Set<number>();
		while (ids.size < POSITIONS) ids.add(1 + below(INSTRUMENTS));
		return [...ids]
			.sort((a, b) => a - b)
			.map((id) => ({ id, qtyLots: BigInt(below(2 * LARGEST_LOTS + 1) - LARGEST_LOTS) }));
	});
}
