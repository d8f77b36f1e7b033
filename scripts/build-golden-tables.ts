/** The tables whose roots are pinned: sample generators at fixed seeds under the sample parameters. */

import { generateSampleCloses } from "../sample/generate/sample-closes.ts";
import { generateSampleIvHistory } from "../sample/generate/sample-iv-history.ts";
import { loadFastPoseidon } from "../src/field/poseidon.ts";
import { parseDailyCloses } from "../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../src/market/history/parse-iv-history.ts";
import { generateSampleMarket } from "../src/market/sample/sample-market.ts";
import { buildListing } from "../src/market/snapshot/listing.ts";
import { parseRiskParams } from "../src/risk/params/risk-params.ts";
import { buildRiskTables, type RiskTables } from "../src/risk/table/build-risk-table.ts";

const SEED = 1;
const CLOSE_DAYS = 900;
const IV_DAYS = 150;
const TIME_MS = Date.UTC(2026, 2, 2, 12);

export async function buildGoldenTables(paramsText: string): Promise<RiskTables> {
	const snapshot = generateSampleMarket({ seed: SEED, timeMs: TIME_MS });
	const closes = parseDailyCloses(generateSampleCloses({ seed: SEED, days: CLOSE_DAYS, endMs: TIME_MS }));
	return buildRiskTables({
		listing: buildListing(snapshot),
		snapshot,
		params: parseRiskParams(paramsText),
		closes,
		ivHistory: parseIvHistory(generateSampleIvHistory({ seed: SEED, closes, days: IV_DAYS })),
		hash: await loadFastPoseidon(),
	});
}
