/**
 * Writes `sample/market.json`, `sample/daily-closes.csv` and `sample/iv-history.csv`, the made-up market
 * that ships with the repository. Run it after a change to the generator: `node scripts/write-sample-data.ts`.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { generateSampleCloses } from "../sample/generate/sample-closes.ts";
import { generateSampleIvHistory } from "../sample/generate/sample-iv-history.ts";
import { parseDailyCloses } from "../src/market/history/parse-closes.ts";
import { generateSampleMarket } from "../src/market/sample/sample-market.ts";
import {
	SAMPLE_CLOSE_DAYS,
	SAMPLE_IV_DAYS,
	SAMPLE_SEED,
	SAMPLE_TIME_MS,
} from "../src/market/sample/sample-settings.ts";
import { marketSnapshotToJson } from "../src/market/snapshot/market-format.ts";

/** The formatter's line width less the indentation. */
const MAX_OBJECT_WIDTH = 105;

const folder = resolve(import.meta.dirname, "../sample");
const market = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: SAMPLE_TIME_MS });
const closes = generateSampleCloses({ seed: SAMPLE_SEED, days: SAMPLE_CLOSE_DAYS, endMs: SAMPLE_TIME_MS });
const ivHistory = generateSampleIvHistory({
	seed: SAMPLE_SEED,
	closes: parseDailyCloses(closes),
	days: SAMPLE_IV_DAYS,
});

mkdirSync(folder, { recursive: true });
writeFileSync(resolve(folder, "market.json"), `${formatJson(marketSnapshotToJson(market))}\n`);
writeFileSync(resolve(folder, "daily-closes.csv"), closes);
writeFileSync(resolve(folder, "iv-history.csv"), ivHistory);

/** Indented, but objects without anything nested on one line where it fits: an option is one line. */
function formatJson(value: unknown): string {
	return JSON.stringify(value, null, "\t").replace(/\{\s+([^{}[\]]*?)\s+\}/g, (spread, fields: string) => {
		const line = `{ ${fields.replace(/\n\s*/g, " ")} }`;
		return line.length <= MAX_OBJECT_WIDTH ? line : spread;
	});
}
