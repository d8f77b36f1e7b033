/** The real chains around a crash: what margin saw before it, what everything was worth after it. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { DailyCloses } from "../../src/market/history/daily-closes.ts";
import { importDeribitCsv } from "../../src/market/imports/import-deribit-csv.ts";
import { defaultLot } from "../../src/market/instruments/default-lots.ts";
import type { Listing } from "../../src/market/instruments/instrument.ts";
import { blackPrice, MS_PER_YEAR } from "../../src/market/pricing/black-76.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../src/market/snapshot/mark-instruments.ts";
import type { MarkedInstrument, MarketSnapshot } from "../../src/market/snapshot/market-snapshot.ts";

const BEFORE = "20260204T0424Z";
const AFTER = "20260205T2129Z";
/** Closes just before the two moments, for coins that the chains do not have. */
const CLOSE_BEFORE = "2026-02-03";
const CLOSE_AFTER = "2026-02-05";
export const PAIR_COINS = ["SOL", "LINK"] as const;

export type ChainDays = {
	readonly snapshot: MarketSnapshot;
	readonly listing: Listing;
	readonly before: ReadonlyMap<string, MarkedInstrument>;
	/** USD that a unit gained; absent where the later chain no longer lists it. */
	readonly gainUsd: (name: string) => number | undefined;
};

/** BTC and ETH of both chains; perpetuals of two smaller coins at their nearest closes. */
export async function readChainDays(folder: string, closes: DailyCloses): Promise<ChainDays> {
	const snapshot = withPair(await readChain(folder, BEFORE), closes, CLOSE_BEFORE);
	const later = withPair(await readChain(folder, AFTER), closes, CLOSE_AFTER);
	const listing = buildListing(snapshot);
	const before = byName(markInstruments(listing, snapshot));
	const after = byName(markInstruments(buildListing(later), later));
	return {
		snapshot,
		listing,
		before,
		gainUsd: (name) => {
			const was = before.get(name);
			const is = after.get(name);
			return was === undefined || is === undefined
				? undefined
				: unitValueUsd(is, later.timeMs) - unitValueUsd(was, snapshot.timeMs);
		},
	};
}

async function readChain(folder: string, moment: string): Promise<MarketSnapshot> {
	const read = (name: string) => readFile(join(folder, `deribit-${name}-${moment}.csv`), "utf8");
	const optionCsvs = await Promise.all([read("btc"), read("eth")]);
	return importDeribitCsv({ optionCsvs, futuresCsv: await read("futures") }).snapshot;
}

function withPair(snapshot: MarketSnapshot, closes: DailyCloses, date: string): MarketSnapshot {
	const prices = closes.closes[closes.dates.indexOf(date)] ?? [];
	const coins = PAIR_COINS.map((symbol) => ({
		symbol,
		priceUsd: prices[closes.symbols.indexOf(symbol)] as string,
	}));
	return {
		...snapshot,
		assets: [
			...snapshot.assets,
			...coins.map(({ symbol, priceUsd }) => ({
				symbol,
				assetClass: "coin" as const,
				underlying: symbol,
				priceUsd,
				lot: defaultLot({ use: "balance", symbol, priceUsd }),
			})),
		],
		perpetuals: [
			...snapshot.perpetuals,
			...coins.map(({ symbol, priceUsd }) => ({
				underlying: symbol,
				markUsd: priceUsd,
				lot: defaultLot({ use: "future", symbol, priceUsd }),
			})),
		],
	};
}

function byName(instruments: readonly MarkedInstrument[]): Map<string, MarkedInstrument> {
	return new Map(instruments.map((instrument) => [instrument.name, instrument]));
}

function unitValueUsd(instrument: MarkedInstrument, timeMs: number): number {
	const { kind, priceUsd, strike, iv, expiryMs, optionType, discountFactor } = instrument;
	if (kind !== "option") return Number(priceUsd);
	const undiscounted = blackPrice({
		forward: Number(priceUsd),
		strike: Number(strike),
		volatility: Number(iv),
		years: Math.max(0, ((expiryMs as number) - timeMs) / MS_PER_YEAR),
		optionType: optionType as "C" | "P",
	});
	return undiscounted * Number(discountFactor ?? "1");
}
