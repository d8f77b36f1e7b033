/**
 * `npm run backtest -- --data <folder>`: margin against what markets did. The folder holds
 * `daily-closes.csv`, `deribit-iv-history.csv` and two chains; see docs/backtest.md. Tables as
 * Markdown on standard output, progress on standard error.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createProgress } from "../../src/cli/progress.ts";
import { SAMPLE_PARAMS } from "../../src/cli/risk-sources.ts";
import { parseDailyCloses } from "../../src/market/parse-closes.ts";
import { parseRiskParams, tailInputsOf } from "../../src/risk/risk-params.ts";
import { judgeDays } from "./daily-backtest.ts";
import { type DailyBook, margineEveryDay } from "./daily-books.ts";
import { printDailyResults } from "./daily-text.ts";

const { values } = parseArgs({ options: { data: { type: "string" } } });
if (values.data === undefined) {
	console.error("usage: npm run backtest -- --data <folder>");
	process.exit(2);
}
const data = values.data;
const read = (file: string) => readFile(join(data, file), "utf8");
const params = tailInputsOf(parseRiskParams(await readFile(SAMPLE_PARAMS, "utf8")));
if (params === undefined) throw new Error("the sample parameters have the tail set off");
const closes = parseDailyCloses(await read("daily-closes.csv"));
const progress = createProgress({ stream: process.stderr, enabled: true });

const perpetual = (underlying: string, usd: number) => ({
	instrument: `${underlying}-PERPETUAL`,
	underlying,
	usd,
});
const MAJORS = ["BTC", "ETH", "SOL"];
const BOOKS: readonly DailyBook[] = [
	{ name: "BTC long", underlyings: MAJORS, legs: [perpetual("BTC", 1e6)] },
	{ name: "BTC short", underlyings: MAJORS, legs: [perpetual("BTC", -1e6)] },
	{
		name: "three coins long",
		underlyings: MAJORS,
		legs: MAJORS.map((coin) => perpetual(coin, 1e6 / 3)),
	},
	{
		name: "coins against a loan",
		underlyings: MAJORS,
		legs: [
			{ instrument: "BTC", underlying: "BTC", usd: 6e5 },
			{ instrument: "ETH", underlying: "ETH", usd: 4e5 },
			{ instrument: "USDC", underlying: "", usd: -7e5 },
		],
	},
	{
		name: "ETH against BTC",
		underlyings: MAJORS,
		legs: [perpetual("ETH", 5e5), perpetual("BTC", -5e5)],
	},
	{
		name: "SOL against LINK",
		underlyings: ["BTC", "SOL", "LINK"],
		legs: [perpetual("SOL", 5e5), perpetual("LINK", -5e5)],
	},
];

const results = [];
for (const book of BOOKS) {
	const days = await progress.step(book.name, (report) =>
		margineEveryDay(book, closes, params, (done, total) => report(`day ${done} of ${total}`)),
	);
	results.push(judgeDays(book, days));
}
printDailyResults(results);
