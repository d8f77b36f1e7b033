/** The small market's tables as the folder that `risk build` writes. */
import { writeRiskFolder } from "../../../src/cli/folders/risk-folder.ts";
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { makeRiskEpoch } from "../../../src/risk/table/risk-epoch.ts";
import { SMALL_MARKET } from "../market/small-market.ts";
import { SMALL_LISTING, SMALL_MARKED, SMALL_SCENARIOS } from "./small-book.ts";
import { SAMPLE_PARAMS_TEXT } from "./small-tables.ts";

/** @param snapshot of the same instruments at other prices */
export function writeSmallRiskFolder(
	path: string,
	tables: RiskTables,
	snapshot: MarketSnapshot = SMALL_MARKET,
): Promise<void> {
	return writeRiskFolder(path, {
		epoch: makeRiskEpoch({ ...tables, instruments: SMALL_MARKED }),
		listing: SMALL_LISTING,
		snapshot,
		paramsText: SAMPLE_PARAMS_TEXT,
		scenarios: SMALL_SCENARIOS,
		tables,
	});
}
