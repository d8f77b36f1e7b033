/**
 * Makes a market snapshot from an exchange's quotes: what every importer shares. Instruments that
 * cannot be priced are dropped with a reason, never guessed.
 */

import { canonicalPrice, compareDecimalText } from "../../units/canonical-decimal.ts";
import { formatScaled, parseDecimal } from "../../units/decimal.ts";
import { defaultLot } from "../instruments/default-lots.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { compareUnderlyings } from "../instruments/listing-order.ts";
import { followedBy, formatInstrumentName } from "../instruments/parse-instrument-name.ts";
import { coinPremiumDiscount } from "./coin-premium-discount.ts";
import { checkMarketSnapshot, MAX_IV } from "./market-format.ts";
import type {
	AssetMark,
	FutureMark,
	MarketSnapshot,
	OptionExpiry,
	PerpetualMark,
} from "./market-snapshot.ts";

/** An asset to add or to replace; without a lot it gets the default one. */
export type ExtraAsset = Omit<AssetMark, "lot"> & { readonly lot?: string | undefined };

export type FutureQuote = { readonly instrument: Instrument; readonly markUsd: string };

export type OptionQuote = {
	readonly instrument: Instrument;
	/** Implied volatility in percent, decimal text; empty when the exchange gave none. */
	readonly ivPercent: string;
	/** The forward that this option was marked with, decimal USD; empty when not given. */
	readonly forwardUsd: string;
	/**
	 * What its premium is paid in: the coin (inverse contracts) or dollars (linear ones). All options of
	 * an expiry agree.
	 */
	readonly premium: "coin" | "usd";
};

export type MarketQuotes = {
	readonly timeMs: number;
	readonly source: string;
	/** Spot index in USD by coin. */
	readonly indexUsd: ReadonlyMap<string, string>;
	/** Perpetuals and dated futures. */
	readonly futures: readonly FutureQuote[];
	readonly options: readonly OptionQuote[];
	/** Forward of an expiry by the name of its future; where absent the options' own forwards decide. */
	readonly forwardUsd: ReadonlyMap<string, string>;
	readonly extraAssets?: readonly ExtraAsset[] | undefined;
};

export type DroppedInstrument = { readonly name: string; readonly reason: string };

export type ImportedMarket = {
	readonly snapshot: MarketSnapshot;
	readonly dropped: readonly DroppedInstrument[];
};

/**
 * Adds USD, USDC (at 1) and WBTC (at the BTC index) to what has an index: a ticker that is known to follow another one
 * is a stablecoin or a wrapped coin at its own price, every other one a coin. Drops what is expired, has no usable IV or
 * settles in a stablecoin without a price, names a coin's perpetual where none came with its derivatives, and gives each expiry one forward: the quoted one, else the lower
 * median of its options' forwards. Premiums in coin make its discount factor index / forward.
 *
 * @throws InputError the codes of `checkMarketSnapshot`
 */
export function assembleMarket(quotes: MarketQuotes): ImportedMarket {
	const dropped: DroppedInstrument[] = [];
	const keep = <Quote extends { readonly instrument: Instrument }>(
		quote: Quote,
		reason: string | undefined,
	): boolean => {
		if (reason !== undefined) dropped.push({ name: quote.instrument.name, reason });
		return reason === undefined;
	};
	const assets = marketAssets(quotes);
	const priced = pricedSymbols(assets);
	const futures = quotes.futures.filter((future) => keep(future, whyNotFuture(future, quotes, priced)));
	const options = quotes.options.filter((option) => keep(option, whyNotOption(option, quotes, priced)));
	const indexOf = (instrument: Instrument) => quotes.indexUsd.get(instrument.underlying) ?? "";
	// The snapshot's own: an extra asset may have replaced the quoted index.
	const spotOf = (instrument: Instrument) =>
		assets.find(({ symbol }) => symbol === instrument.underlying)?.priceUsd ?? indexOf(instrument);
	const futureLot = (instrument: Instrument) =>
		defaultLot({ use: "future", symbol: instrument.underlying, priceUsd: indexOf(instrument) });

	const snapshot = checkMarketSnapshot({
		timeMs: quotes.timeMs,
		source: quotes.source,
		assets,
		perpetuals: futures.flatMap(({ instrument, markUsd }): PerpetualMark[] =>
			instrument.kind === "perpetual"
				? [{ ...termsOf(instrument), markUsd, lot: futureLot(instrument) }]
				: [],
		),
		futures: futures.flatMap(({ instrument, markUsd }): FutureMark[] =>
			instrument.expiryMs === undefined
				? []
				: [
						{
							...termsOf(instrument),
							expiryMs: instrument.expiryMs,
							markUsd,
							lot: futureLot(instrument),
						},
					],
		),
		optionExpiries: [...groupByExpiry(options)].map(([expiryName, chain]) =>
			optionExpiry({ chain, quotedForwardUsd: quotes.forwardUsd.get(expiryName), indexOf, spotOf }),
		),
	});
	return { snapshot, dropped: [...dropped, ...missingPerpetuals(snapshot)] };
}

type PricedSymbols = { readonly coins: ReadonlySet<string>; readonly stables: ReadonlySet<string> };

function pricedSymbols(assets: readonly AssetMark[]): PricedSymbols {
	const ofClass = (assetClass: string) =>
		new Set(assets.filter((asset) => asset.assetClass === assetClass).map(({ symbol }) => symbol));
	return { coins: ofClass("coin"), stables: ofClass("stable") };
}

function termsOf({ underlying, settles }: Instrument) {
	return { underlying, ...(settles === undefined ? {} : { settles }) };
}

/** A chain without its perpetual prices no perpetual position, and nobody should find that out then. */
function missingPerpetuals({ perpetuals, futures, optionExpiries }: MarketSnapshot): DroppedInstrument[] {
	const key = ({ underlying, settles }: { underlying: string; settles?: string | undefined }) =>
		formatInstrumentName({ kind: "perpetual", underlying, settles });
	const held = new Set(perpetuals.map(key));
	const wanted = new Set([...futures, ...optionExpiries].map(key));
	return [...wanted]
		.filter((name) => !held.has(name))
		.map((name) => ({ name, reason: "no perpetual among the quotes" }));
}

function marketAssets(quotes: MarketQuotes): AssetMark[] {
	const bitcoin = quotes.indexUsd.get("BTC");
	const standard: ExtraAsset[] = [
		{ symbol: "USD", assetClass: "fiat", underlying: "USD", priceUsd: "1" },
		{ symbol: "USDC", assetClass: "stable", underlying: "USD", priceUsd: "1" },
		...[...quotes.indexUsd].sort(([a], [b]) => compareUnderlyings(a, b)).map(quotedAsset),
		...(bitcoin === undefined || quotes.indexUsd.has("WBTC")
			? []
			: [{ symbol: "WBTC", assetClass: "wrapped", underlying: "BTC", priceUsd: bitcoin } as const]),
	];
	const bySymbol = new Map(
		[...standard, ...(quotes.extraAssets ?? [])].map((asset) => [asset.symbol, asset]),
	);
	return [...bySymbol.values()].map((asset) => ({
		...asset,
		lot: asset.lot ?? defaultLot({ use: "balance", symbol: asset.symbol, priceUsd: asset.priceUsd }),
	}));
}

/** What has an index of its own: a coin, or what is known to follow USD or a coin. */
function quotedAsset([symbol, priceUsd]: readonly [string, string]): ExtraAsset {
	const underlying = followedBy(symbol);
	const assetClass = underlying === "USD" ? "stable" : underlying === symbol ? "coin" : "wrapped";
	return { symbol, assetClass, underlying, priceUsd };
}

function whyNotFuture(
	{ instrument }: FutureQuote,
	quotes: MarketQuotes,
	{ coins, stables }: PricedSymbols,
): string | undefined {
	const { underlying, settles } = instrument;
	if (!quotes.indexUsd.has(underlying)) return `no spot index for ${underlying}`;
	if (!coins.has(underlying)) return `${underlying} follows another coin: derivatives are on that one`;
	if (settles !== undefined && !stables.has(settles)) return `no price of ${settles}, which it settles in`;
	if (instrument.expiryMs !== undefined && instrument.expiryMs <= quotes.timeMs) return "expired";
	return undefined;
}

function whyNotOption(option: OptionQuote, quotes: MarketQuotes, priced: PricedSymbols): string | undefined {
	const { instrument, ivPercent } = option;
	const reason = whyNotFuture({ instrument, markUsd: "" }, quotes, priced);
	if (reason !== undefined) return reason;
	if (ivPercent === "") return "no implied volatility";
	const iv = percentToFraction(ivPercent, `${instrument.name}.iv`);
	if (compareDecimalText(iv, "0") <= 0 || compareDecimalText(iv, MAX_IV) > 0) {
		return `implied volatility ${ivPercent} % is not above 0 and at most 1000 %`;
	}
	const hasForward = option.forwardUsd !== "" || quotes.forwardUsd.has(futureName(instrument));
	return hasForward ? undefined : "no forward";
}

function groupByExpiry(options: readonly OptionQuote[]): Map<string, OptionQuote[]> {
	return Map.groupBy(options, ({ instrument }) => futureName(instrument));
}

function optionExpiry({
	chain,
	quotedForwardUsd,
	indexOf,
	spotOf,
}: {
	readonly chain: readonly OptionQuote[];
	readonly quotedForwardUsd: string | undefined;
	readonly indexOf: (instrument: Instrument) => string;
	readonly spotOf: (instrument: Instrument) => string;
}): OptionExpiry {
	const { instrument, premium } = chain[0] as OptionQuote;
	const { underlying, expiryMs } = instrument;
	const forwards = chain.map((option) => option.forwardUsd).filter((forward) => forward !== "");
	const forwardUsd = quotedForwardUsd ?? lowerMedian(forwards, futureName(instrument));
	return {
		...termsOf(instrument),
		expiryMs: expiryMs as number,
		forwardUsd,
		discountFactor: premium === "coin" ? coinPremiumDiscount(spotOf(instrument), forwardUsd) : undefined,
		lot: defaultLot({ use: "option", symbol: underlying, priceUsd: indexOf(instrument) }),
		options: chain.map(({ instrument: option, ivPercent }) => ({
			strike: option.strike as string,
			optionType: option.optionType as "C" | "P",
			iv: percentToFraction(ivPercent, `${option.name}.iv`),
		})),
	};
}

/** The option's name up to its expiry, which is the name of the future that expires with it. */
function futureName(instrument: Instrument): string {
	return instrument.name.split("-").slice(0, 2).join("-");
}

function lowerMedian(prices: readonly string[], field: string): string {
	const sorted = prices.map((price) => canonicalPrice(price, field)).sort(compareDecimalText);
	return sorted[Math.floor((sorted.length - 1) / 2)] as string;
}

/** `47.25` (percent) → `0.4725`, exactly. */
function percentToFraction(percent: string, field: string): string {
	const { units, decimals } = parseDecimal(percent, field);
	return formatScaled(units, decimals + 2);
}
