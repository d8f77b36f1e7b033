/** Books without options on daily closes: margin at each close, the loss of the next day. */
import type { DailyCloses } from "../../src/market/history/daily-closes.ts";
import { defaultLot } from "../../src/market/instruments/default-lots.ts";
import type { Listing } from "../../src/market/instruments/instrument.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { checkMarketSnapshot } from "../../src/market/snapshot/market-format.ts";
import type { AssetMark, MarketSnapshot } from "../../src/market/snapshot/market-snapshot.ts";
import { exp } from "../../src/math/deterministic-math.ts";
import type { TailInputs } from "../../src/risk/params/risk-params.ts";
import { type JointReturns, jointLogReturns } from "../../src/risk/scenarios/daily-returns.ts";
import { type FilteredReturns, filterReturns } from "../../src/risk/scenarios/volatility-filter.ts";
import { buildRiskRowsOnly } from "../../src/risk/table/build-risk-table.ts";
import { DAY_MS } from "../../src/units/time.ts";
import type { ShortfallDay } from "./acerbi-szekely.ts";
import { assessBook, type Levels, requirementUsd } from "./book.ts";
import type { FourHourCloses } from "./four-hour-closes.ts";

/** Joint returns before the first day that is margined: the tail set needs 180. */
const FIRST_DAY = 250;

export type Leg = {
	/** `USDC`, a coin, or `BTC-PERPETUAL`. */
	readonly instrument: string;
	/** Empty for cash. */
	readonly underlying: string;
	/** Signed size, rebalanced to this many USD at every close. */
	readonly usd: number;
};

export type DailyBook = {
	readonly name: string;
	/** Everything that is listed: decides the scenarios. */
	readonly underlyings: readonly string[];
	readonly legs: readonly Leg[];
};

const perpetual = (underlying: string, usd: number): Leg => ({
	instrument: `${underlying}-PERPETUAL`,
	underlying,
	usd,
});
const MAJORS = ["BTC", "ETH", "SOL"];
/** One coin by itself beside BTC. */
const alone = (coin: string, usd: number): DailyBook => ({
	name: `${coin} ${usd > 0 ? "long" : "short"}`,
	underlyings: ["BTC", coin],
	legs: [perpetual(coin, usd)],
});

export const DAILY_BOOKS: readonly DailyBook[] = [
	{ name: "BTC long", underlyings: MAJORS, legs: [perpetual("BTC", 1e6)] },
	{ name: "BTC short", underlyings: MAJORS, legs: [perpetual("BTC", -1e6)] },
	{ name: "three coins long", underlyings: MAJORS, legs: MAJORS.map((coin) => perpetual(coin, 1e6 / 3)) },
	{
		name: "coins against a loan",
		underlyings: MAJORS,
		legs: [
			{ instrument: "BTC", underlying: "BTC", usd: 6e5 },
			{ instrument: "ETH", underlying: "ETH", usd: 4e5 },
			{ instrument: "USDC", underlying: "", usd: -7e5 },
		],
	},
	{
		name: "ETH against BTC",
		underlyings: MAJORS,
		legs: [perpetual("ETH", 5e5), perpetual("BTC", -5e5)],
	},
	{
		name: "SOL against LINK",
		underlyings: ["BTC", "SOL", "LINK"],
		legs: [perpetual("SOL", 5e5), perpetual("LINK", -5e5)],
	},
	alone("ETH", 1e6),
	alone("ETH", -1e6),
	alone("XRP", -1e6),
	alone("DOGE", -1e6),
];

export type MarginedDay = ShortfallDay & {
	/** Of the close at which the book is margined. */
	readonly date: string;
	/** USD, by rule. */
	readonly required: Levels<number> & { readonly grid: number; readonly positions: number };
	/** Losses over the 24 hours that start at each four-hour close until the next day's; none without such closes. */
	readonly barLosses: readonly number[];
};

/**
 * The days of each book, of books with the same underlyings: whole history at once, but the table of a
 * day uses only what its close knew.
 */
export function marginEveryDay(request: {
	readonly books: readonly DailyBook[];
	readonly closes: DailyCloses;
	readonly params: TailInputs;
	readonly bars?: FourHourCloses | undefined;
	readonly onDay?: ((done: number, total: number) => void) | undefined;
}): MarginedDay[][] {
	const { books, closes, params, bars, onDay } = request;
	const [{ underlyings }] = books as readonly [DailyBook];
	const all = jointLogReturns(closes, underlyings, Number.POSITIVE_INFINITY);
	const days = all.dates.map((_, day) => day).slice(FIRST_DAY, -1);
	const byBook: MarginedDay[][] = books.map(() => []);
	days.forEach((day, at) => {
		onDay?.(at + 1, days.length);
		const date = all.dates[day] as string;
		const filtered = filterReturns(upTo(all, day), params);
		const levelsOf = tablesAt(underlyings, closes, date, params);
		const windows = bars?.windowsFrom(Date.parse(date) + DAY_MS, underlyings) ?? [];
		books.forEach((book, k) => {
			byBook[k]?.push({
				date,
				required: { ...levelsOf(book), ...alternatives(book) },
				...forecastOf(book, filtered, params),
				loss: lossOf(book, (u) => exp(all.byUnderlying[u]?.[day + 1] as number) - 1),
				barLosses: windows.map((moves) => lossOf(book, (u) => moves[u] as number)),
			});
		});
	});
	return byBook;
}

/** The requirements of any book of these underlyings under the tables of a close. */
function tablesAt(
	underlyings: readonly string[],
	closes: DailyCloses,
	date: string,
	params: TailInputs,
): (book: DailyBook) => Levels<number> {
	const prices = closes.closes[closes.dates.indexOf(date)] as readonly (string | null)[];
	const priceOf = (coin: string) => prices[closes.symbols.indexOf(coin)] as string;
	const snapshot = snapshotOf(underlyings, priceOf, Date.parse(date) + DAY_MS);
	const listing = buildListing(snapshot);
	const rows = buildRiskRowsOnly({ listing, snapshot, params, closes });
	return (book) => {
		const lots = new Map(book.legs.map((leg) => [leg.instrument, lotsOf(leg, listing, priceOf)]));
		const { maintenance, initial } = assessBook(lots, listing, rows);
		return { maintenance: requirementUsd(maintenance), initial: requirementUsd(initial) };
	};
}

function lotsOf(leg: Leg, listing: Listing, priceOf: (coin: string) => string): bigint {
	const listed = listing.instruments.find(({ name }) => name === leg.instrument);
	const price = leg.underlying === "" ? 1 : Number(priceOf(leg.underlying));
	return BigInt(Math.round(leg.usd / price / Number(listed?.lot)));
}

function snapshotOf(
	coins: readonly string[],
	priceOf: (coin: string) => string,
	timeMs: number,
): MarketSnapshot {
	const asset = (
		symbol: string,
		underlying: string,
		assetClass: AssetMark["assetClass"],
		priceUsd: string,
	) => ({
		symbol,
		underlying,
		assetClass,
		priceUsd,
		lot: defaultLot({ use: "balance", symbol, priceUsd }),
	});
	return checkMarketSnapshot({
		timeMs,
		source: "daily closes",
		assets: [
			asset("USD", "USD", "fiat", "1"),
			asset("USDC", "USD", "stable", "1"),
			...coins.map((coin) => asset(coin, coin, "coin", priceOf(coin))),
		],
		perpetuals: coins.map((underlying) => {
			const markUsd = priceOf(underlying);
			return {
				underlying,
				markUsd,
				lot: defaultLot({ use: "future", symbol: underlying, priceUsd: markUsd }),
			};
		}),
		futures: [],
		optionExpiries: [],
	});
}

/** Filtered historical simulation: every past day, rescaled to tomorrow's volatility. */
function forecastOf(
	book: DailyBook,
	filtered: readonly FilteredReturns[],
	params: TailInputs,
): Pick<ShortfallDay, "forecastLosses"> {
	const days = (filtered[0]?.standardised ?? []).map((_, day) => day).slice(params.tail.seedDays);
	const losses = days.map((day) =>
		lossOf(book, (u) => {
			const { standardised, forecast } = filtered[u] as (typeof filtered)[number];
			return exp((standardised[day] as number) * forecast) - 1;
		}),
	);
	return { forecastLosses: Float64Array.from(losses).sort() };
}

function lossOf(book: DailyBook, moveOf: (u: number) => number): number {
	let loss = 0;
	for (const { underlying, usd } of book.legs) {
		if (underlying !== "") loss -= usd * moveOf(book.underlyings.indexOf(underlying));
	}
	return loss;
}

/** `grid`: everything ±15 % together, as one number. `positions`: 10 % of each position by itself. */
function alternatives(book: DailyBook): { grid: number; positions: number } {
	const moving = book.legs.filter(({ underlying }) => underlying !== "");
	return {
		grid: 0.15 * Math.abs(moving.reduce((sum, { usd }) => sum + usd, 0)),
		positions: 0.1 * moving.reduce((sum, { usd }) => sum + Math.abs(usd), 0),
	};
}

function upTo({ dates, byUnderlying }: JointReturns, day: number): JointReturns {
	return {
		dates: dates.slice(0, day + 1),
		byUnderlying: byUnderlying.map((series) => series.slice(0, day + 1)),
	};
}
