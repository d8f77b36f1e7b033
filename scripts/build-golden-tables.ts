/** The tables whose roots are pinned: sample generators at fixed seeds under the sample parameters. */
import { loadFastPoseidon } from "../src/field/poseidon.ts";
import { buildListing } from "../src/market/listing.ts";
import { parseDailyCloses } from "../src/market/parse-closes.ts";
import { parseIvHistory } from "../src/market/parse-iv-history.ts";
import { generateSampleCloses } from "../src/market/sample-closes.ts";
import { generateSampleIvHistory } from "../src/market/sample-iv-history.ts";
import { generateSampleMarket } from "../src/market/sample-market.ts";
import { buildRiskTables, type RiskTables } from "../src/risk/build-risk-table.ts";
import { parseRiskParams } from "../src/risk/risk-params.ts";

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
