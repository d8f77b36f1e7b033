/** The real BTC and ETH chains around the crash of February 2026, and a desk's book that spans both. */
import { readFileSync } from "node:fs";
import { type Account, parseAccount } from "../../../src/ledger/account-file.ts";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";
import { importDeribitCsv } from "../../../src/market/imports/import-deribit-csv.ts";
import type { Listing } from "../../../src/market/instruments/instrument.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import {
	buildRiskTables,
	type RiskTableSources,
	type RiskTables,
} from "../../../src/risk/table/build-risk-table.ts";
import { SAMPLE_PARAMS } from "../tables/small-tables.ts";
import { sharedPath } from "./shared-data.ts";

/** BTC fell from 76,575 to 63,719 USD between the two. */
export const BEFORE_THE_CRASH = "20260204T0424Z";
export const AFTER_THE_CRASH = "20260205T2129Z";

export type RealMarket = { readonly snapshot: MarketSnapshot; readonly listing: Listing };

export function realMarket(moment: string): RealMarket {
	const { snapshot } = importDeribitCsv({
		optionCsvs: [read(`deribit-btc-${moment}.csv`), read(`deribit-eth-${moment}.csv`)],
		futuresCsv: read(`deribit-futures-${moment}.csv`),
	});
	return { snapshot, listing: buildListing(snapshot) };
}

/** The sample parameters on the real histories of closes and implied volatilities. */
export function realSources(market: RealMarket): RiskTableSources {
	const closes = parseDailyCloses(read("daily-closes.csv"));
	const ivHistory = parseIvHistory(read("deribit-iv-history.csv"));
	return { ...market, params: SAMPLE_PARAMS, closes, ivHistory };
}

export function realTables(market: RealMarket, hash: (inputs: readonly bigint[]) => bigint): RiskTables {
	return buildRiskTables({ ...realSources(market), hash });
}

/**
 * Sells near volatility, owns far wings, delta mostly hedged, a calendar in futures. Ten options, a
 * perpetual and a dated future that both days list; with the variation in USD it fills 16 lines.
 */
export const VOLATILITY_DESK: Account = parseAccount({
	format: "zkmargin-account/2",
	name: "volatility-desk",
	balances: [
		{ asset: "USDC", amount: "60000" },
		{ asset: "BTC", amount: "5" },
		{ asset: "ETH", amount: "60" },
	],
	positions: [
		{ instrument: "BTC-PERPETUAL", size: "-4.5", entryPrice: "76594" },
		{ instrument: "BTC-27MAR26", size: "3", entryPrice: "77075.02" },
		{ instrument: "BTC-27FEB26-70000-P", size: "-8" },
		{ instrument: "BTC-27FEB26-60000-P", size: "8" },
		{ instrument: "BTC-27FEB26-85000-C", size: "-6" },
		{ instrument: "BTC-27MAR26-65000-P", size: "-4" },
		{ instrument: "BTC-27MAR26-90000-C", size: "-4" },
		{ instrument: "BTC-26JUN26-60000-P", size: "5" },
		{ instrument: "BTC-26JUN26-100000-C", size: "5" },
		{ instrument: "ETH-27FEB26-2000-P", size: "-60" },
		{ instrument: "ETH-27FEB26-2600-C", size: "-60" },
		{ instrument: "ETH-27MAR26-1800-P", size: "60" },
	],
	holds: [],
});

function read(file: string): string {
	return readFileSync(sharedPath("data/market", file), "utf8");
}
