/**
 * `npm run backtest -- --data <folder>`: margin against what markets did. The folder holds
 * `daily-closes.csv`, `deribit-iv-history.csv`, two chains and, if there are any, four-hour closes; see docs/backtest.md. Tables as
 * Markdown on standard output, progress on standard error.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SAMPLE_PARAMS } from "../../src/cli/folders/risk-sources.ts";
import { createProgress } from "../../src/cli/output/progress.ts";
import { parseDailyCloses } from "../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../src/market/history/parse-iv-history.ts";
import { loadHighsSolver } from "../../src/node/solver/highs-solver.ts";
import { parseRiskParams, type RiskParams, tailInputsOf } from "../../src/risk/params/risk-params.ts";
import { buildRiskRowsOnly } from "../../src/risk/table/build-risk-table.ts";
import { type ChainDays, readChainDays } from "./chain-days.ts";
import { crashBooks } from "./crash-books.ts";
import { printCrash, printReverse, type ReverseResult } from "./crash-text.ts";
import { type DailyResult, judgeDays } from "./daily-backtest.ts";
import { DAILY_BOOKS, marginEveryDay } from "./daily-books.ts";
import { printDailyResults } from "./daily-text.ts";
import { extendedCloses } from "./extended-closes.ts";
import { parseFourHourCloses } from "./four-hour-closes.ts";
import { OPTION_BOOKS } from "./option-books.ts";
import { marginOptionDays } from "./option-days.ts";
import { type OptionResult, printOptionResults } from "./option-text.ts";
import { plotDays } from "./plot-days.ts";
import { leastRequirement } from "./reverse-stress.ts";

const PARTS = ["crash", "reverse", "options", "daily"] as const;
const PMRM_LIKE = SAMPLE_PARAMS.replace(/\.json$/, "-pmrm-like.json");
/** Realised loss that reverse stress asks for, USD: small enough that no concentration charge takes part. */
const REVERSE_LOSS_USD = 1_000_000;

const ADMITTED = {
	"coins, perpetuals, futures": ({ kind }: { kind: string }) => kind !== "option",
	options: ({ kind }: { kind: string }) => kind === "option",
	everything: () => true,
};

const { values, positionals } = parseArgs({
	options: { data: { type: "string" }, plots: { type: "string" }, params: { type: "string" } },
	allowPositionals: true,
});
const unknown = positionals.filter((part) => !(PARTS as readonly string[]).includes(part));
if (values.data === undefined || unknown.length > 0) {
	console.error(
		`usage: npm run backtest -- --data <folder> [--plots <folder>] [--params <file>] [${PARTS.join("] [")}]`,
	);
	process.exit(2);
}
const data = values.data;
const read = (file: string) => readFile(join(data, file), "utf8");
const all = parseRiskParams(await readFile(values.params ?? SAMPLE_PARAMS, "utf8"));
const pmrmLike = parseRiskParams(await readFile(PMRM_LIKE, "utf8"));
const params = tailInputsOf(all);
if (params === undefined) throw new Error("the sample parameters have the tail set off");
const closes = parseDailyCloses(await read("daily-closes.csv"));
const ivHistory = parseIvHistory(await read("deribit-iv-history.csv"));
/** The four-hour closes end before the daily ones and may be missing. */
const bars = await read("closes-4h-to-2024.csv").then(parseFourHourCloses, () => undefined);
const progress = createProgress({ stream: process.stderr, enabled: true });

const runs = {
	crash: async () => {
		const days = await readChainDays(data, closes);
		printCrash(crashBooks(days, rowsWith(all, days)));
	},
	reverse: async () => {
		const days = await readChainDays(data, closes);
		const solve = await loadHighsSolver();
		const results: ReverseResult[] = [];
		for (const [rule, given] of [
			["ours", all],
			["pmrm-like", pmrmLike],
		] as const) {
			const rows = rowsWith(given, days);
			for (const [book, admit] of Object.entries(ADMITTED)) {
				for (const level of ["initial", "maintenance"] as const) {
					const what = { days, rows: rows[level], params: given, lossUsd: REVERSE_LOSS_USD, admit, solve };
					const found = await progress.step(`least requirement, ${rule}, ${book}, ${level}`, async () =>
						leastRequirement(what),
					);
					results.push({ rule, book, level, found });
				}
			}
		}
		printReverse(results);
	},
	options: async () => {
		const longer = extendedCloses(closes, ivHistory);
		const results: OptionResult[] = [];
		for (const book of OPTION_BOOKS) {
			for (const underlying of ["BTC", "ETH"]) {
				const days = await progress.step(`${book.name}, ${underlying}`, async () =>
					marginOptionDays({ book, underlying, ivHistory, closes: longer, params }),
				);
				results.push({ name: book.name, underlying, days });
			}
		}
		printOptionResults(results);
	},
	daily: async () => {
		const results: DailyResult[] = [];
		const sameTables = Map.groupBy(DAILY_BOOKS, ({ underlyings }) => underlyings.join(", "));
		for (const [name, books] of sameTables) {
			const days = await progress.step(name, async (report) =>
				marginEveryDay({
					books,
					closes,
					params,
					bars,
					onDay: (done, total) => report(`day ${done} of ${total}`),
				}),
			);
			results.push(...books.map((book, k) => judgeDays(book, days[k] ?? [])));
		}
		printDailyResults(results);
		if (values.plots !== undefined) await plotDays(results, values.plots);
	},
} satisfies Record<(typeof PARTS)[number], () => Promise<void>>;

for (const part of PARTS) {
	if (positionals.length === 0 || positionals.includes(part)) await runs[part]();
}

function rowsWith(given: RiskParams, { listing, snapshot }: ChainDays) {
	return buildRiskRowsOnly({ listing, snapshot, params: given, closes, ivHistory });
}
