/** A book on the small market, by names and sizes, with everything that reprices it. */
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { buildScenarioSet } from "../../../src/risk/scenarios/scenario-set.ts";
import { buildRiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { tradedSizeToLots } from "../../../src/units/lots.ts";
import { SMALL_MARKET } from "../market/small-market.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES, SMALL_IV_HISTORY } from "./small-tables.ts";

/** Rows are what these tests need; nothing is proved with them. */
const notAHash = (inputs: readonly bigint[]) => inputs[0] ?? 0n;

export const SMALL_LISTING = buildListing(SMALL_MARKET);
export const SMALL_MARKED = markInstruments(SMALL_LISTING, SMALL_MARKET);
export const SMALL_SCENARIOS = buildScenarioSet({
	instruments: SMALL_MARKED,
	params: SAMPLE_PARAMS,
	closes: SMALL_CLOSES,
	ivHistory: SMALL_IV_HISTORY,
	snapshotTimeMs: SMALL_MARKET.timeMs,
});
export const SMALL_TABLES = buildRiskTables({
	listing: SMALL_LISTING,
	snapshot: SMALL_MARKET,
	params: SAMPLE_PARAMS,
	closes: SMALL_CLOSES,
	ivHistory: SMALL_IV_HISTORY,
	hash: notAHash,
});

/** Everything that a section asks for besides the holdings. */
export const SMALL_SOURCES = {
	table: SMALL_TABLES.maintenance,
	marked: SMALL_MARKED,
	params: SAMPLE_PARAMS,
	scenarios: SMALL_SCENARIOS,
	timeMs: SMALL_MARKET.timeMs,
};

/** @example smallBook({ USD: "1000", "BTC-PERPETUAL": "-0.5" }) */
export function smallBook(sizes: Readonly<Record<string, string>>): Holding[] {
	const known = new Set(SMALL_MARKED.map(({ name }) => name));
	const unknown = Object.keys(sizes).filter((name) => !known.has(name));
	if (unknown.length > 0) throw new Error(`not in the small market: ${unknown.join(", ")}`);
	return SMALL_MARKED.flatMap(({ id, name, lot }) => {
		const size = sizes[name];
		return size === undefined ? [] : [{ id, qtyLots: tradedSizeToLots(size, lot, name) }];
	});
}

export const SMALL_MIXED_BOOK = smallBook({
	USD: "90000",
	USDC: "10000",
	"USD-HOLD": "500",
	BTC: "0.5",
	"BTC-PERPETUAL": "-0.4",
	"BTC-27MAR26": "0.25",
	"BTC-27FEB26-60000-C": "-1",
	"BTC-27MAR26-60000-P": "2",
	"BTC-27MAR26-100000-C": "-1.5",
	ETH: "10",
	"ETH-PERPETUAL": "-4",
});
