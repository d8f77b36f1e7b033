/**
 * `npm run security -- gaps`: where do losses hide from the margin rule? For each class of states of the market a
 * linear program over the listed instruments looks for the book that loses most for what the rule asks at maintenance
 * level; the exact engine judges it.
 *
 *   npm run security -- gaps                                      # the sample market
 *   npm run security -- gaps --market market.json --closes daily-closes.csv --iv-history iv.csv [--risk-params file]
 *   … --underlyings BTC,ETH        # those with options, else all of them
 *   … --only pairs                 # singles, pairs or depegs
 *   … --match "apart"              # classes whose name holds this text
 *   … --json                       # one line a class
 *
 * Exit code 1 when a class exceeds its bar.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { parseDailyCloses } from "../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../src/market/history/parse-iv-history.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { parseMarketSnapshot } from "../../src/market/snapshot/market-format.ts";
import { REPOSITORY_ROOT } from "../../src/node/files/repository-root.ts";
import { parseRiskParams } from "../../src/risk/params/risk-params.ts";
import { attackable, attackedMarket } from "./attacked-market.ts";
import { findingLine, findingToJson, worstLines } from "./finding-text.ts";
import { testedMoments } from "./market-state.ts";
import { depegClasses, pairClasses, type StateClass, singleClasses } from "./state-classes.ts";
import { type Finding, worstBooks } from "./worst-books.ts";

const SAMPLE = {
	market: "sample/market.json",
	closes: "sample/daily-closes.csv",
	"iv-history": "sample/iv-history.csv",
	"risk-params": "sample/risk-params.json",
};
/** In a program of two underlyings, where expired kinks and short times meet. */
const PAIR_NEAR_DAYS = 2.5;
const EXIT_ABOVE_BAR = 1;

export async function runGaps(args: readonly string[]): Promise<void> {
	const { values } = parseArgs({
		args: [...args],
		options: {
			market: { type: "string" },
			closes: { type: "string" },
			"iv-history": { type: "string" },
			"risk-params": { type: "string" },
			underlyings: { type: "string" },
			only: { type: "string" },
			match: { type: "string", default: "" },
			json: { type: "boolean", default: false },
		},
	});
	const read = (name: keyof typeof SAMPLE) =>
		readFileSync(values[name] ?? join(REPOSITORY_ROOT, SAMPLE[name]), "utf8");
	const snapshot = parseMarketSnapshot(JSON.parse(read("market")));
	const market = attackedMarket({
		listing: buildListing(snapshot),
		snapshot,
		params: parseRiskParams(read("risk-params")),
		closes: parseDailyCloses(read("closes")),
		ivHistory: parseIvHistory(read("iv-history")),
	});
	const withOptions = market.instruments.filter(({ kind }) => kind === "option");
	const underlyings = values.underlyings?.split(",") ?? [
		...new Set(withOptions.map(({ underlying }) => underlying)),
	];
	const moments = testedMoments(market.moments);
	const { params } = market;
	const findings: Finding[] = [];
	const report = (finding: Finding) => {
		findings.push(finding);
		console.log(values.json ? JSON.stringify(findingToJson(finding)) : findingLine(finding));
	};
	const matching = (classes: readonly StateClass[]) =>
		classes.filter(({ name }) => name.includes(values.match));
	const wanted = (part: string) => values.only === undefined || values.only === part;
	for (const underlying of wanted("singles") ? underlyings : []) {
		const instruments = attackable(market, [underlying]);
		const classes = singleClasses({ params, moments, underlying });
		await worstBooks({ market, instruments, classes: matching(classes), onFinding: report });
	}
	const [first, second] = underlyings;
	if (wanted("pairs") && first !== undefined && second !== undefined) {
		const instruments = attackable(market, [first, second], PAIR_NEAR_DAYS);
		const classes = pairClasses({ params, moments, pair: [first, second] });
		await worstBooks({ market, instruments, classes: matching(classes), onFinding: report });
	}
	const assets = market.instruments.flatMap(({ name, assetClass }) =>
		assetClass === undefined ? [] : [{ symbol: name, assetClass }],
	);
	const pegs = depegClasses(params, assets, { name: "24 h", laterMs: market.moments.horizon });
	if (wanted("depegs") && pegs.length > 0) {
		const instruments = attackable(market, ["USD", ...underlyings], 0);
		await worstBooks({ market, instruments, classes: matching(pegs), onFinding: report });
	}
	if (!values.json) console.log(["", ...worstLines(findings)].join("\n"));
	if (findings.some(({ ratio, class: { bar } }) => ratio > bar)) process.exitCode = EXIT_ABOVE_BAR;
}
