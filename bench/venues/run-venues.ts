/**
 * `npm run venues -- --cases <folder> --data <folder>`: worked examples of venues beside our default
 * parameters, as the table of docs/venue-examples.md.
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { SAMPLE_PARAMS } from "../../src/cli/folders/risk-sources.ts";
import { parseDailyCloses } from "../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../src/market/history/parse-iv-history.ts";
import { parseRiskParams } from "../../src/risk/params/risk-params.ts";
import { venueRows, venueTableText } from "./venue-table.ts";

const { values } = parseArgs({
	options: { cases: { type: "string" }, data: { type: "string" }, params: { type: "string" } },
});
if (values.cases === undefined || values.data === undefined) {
	console.error("usage: npm run venues -- --cases <folder> --data <folder> [--params <file>]");
	process.exit(2);
}
const { cases, data } = values;
const names = (await readdir(cases)).filter((name) => name.endsWith(".json"));
const files = new Map(
	await Promise.all(
		names.map(
			async (name) =>
				[name.replace(/\.json$/, ""), JSON.parse(await readFile(join(cases, name), "utf8"))] as const,
		),
	),
);
const rows = venueRows(files, {
	params: parseRiskParams(await readFile(values.params ?? SAMPLE_PARAMS, "utf8")),
	closes: parseDailyCloses(await readFile(join(data, "daily-closes.csv"), "utf8")),
	ivHistory: parseIvHistory(await readFile(join(data, "deribit-iv-history.csv"), "utf8")),
});
console.log(venueTableText(rows));
