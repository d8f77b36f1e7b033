/** The small market's tables as the folder that `risk build` writes. */
import { writeRiskFolder } from "../../../src/cli/folders/risk-folder.ts";
import { hashSources } from "../../../src/cli/folders/risk-sources.ts";
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { makeRiskEpoch } from "../../../src/risk/table/risk-epoch.ts";
import { SMALL_MARKET } from "../market/small-market.ts";
import { SMALL_LISTING, SMALL_MARKED, SMALL_SCENARIOS } from "./small-book.ts";
import { SAMPLE_PARAMS_TEXT, SMALL_CLOSES, SMALL_IV_HISTORY_TEXT } from "./small-tables.ts";

const { dates, symbols, closes } = SMALL_CLOSES;
export const SMALL_SOURCE_TEXTS = {
	parameters: SAMPLE_PARAMS_TEXT,
	dailyCloses: `date,${symbols.join(",")}\n${dates.map((date, day) => `${date},${(closes[day] ?? []).join(",")}\n`).join("")}`,
	ivHistory: SMALL_IV_HISTORY_TEXT,
};

/** @param snapshot of the same instruments at other prices */
export function writeSmallRiskFolder(
	path: string,
	tables: RiskTables,
	snapshot: MarketSnapshot = SMALL_MARKET,
): Promise<void> {
	return writeRiskFolder(path, {
		epoch: makeRiskEpoch({ ...tables, instruments: SMALL_MARKED, sources: hashSources(SMALL_SOURCE_TEXTS) }),
		listing: SMALL_LISTING,
		snapshot,
		sources: SMALL_SOURCE_TEXTS,
		scenarios: SMALL_SCENARIOS,
		tables,
	});
}
