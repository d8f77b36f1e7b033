/** Market snapshot files: read strictly, checked as a whole, written back. */
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { isPrintable, quoteText } from "../../errors/printable-text.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { symbolText } from "../../input/text-shape.ts";
import {
	canonicalDecimal,
	canonicalLot,
	canonicalPrice,
	compareDecimalText,
} from "../../units/canonical-decimal.ts";
import { formatIsoTime, parseIsoTime } from "../../units/parse-iso-time.ts";
import { MAX_LISTED_INSTRUMENTS } from "../instruments/instrument.ts";
import { formatInstrumentName, isTicker } from "../instruments/parse-instrument-name.ts";
import { checkSettlementTerms } from "./check-settlement-terms.ts";
import type {
	AssetMark,
	FutureMark,
	MarketSnapshot,
	OptionExpiry,
	OptionMark,
	PerpetualMark,
} from "./market-snapshot.ts";

const MARKET_FORM = "zkmargin-market/2";

/** Implied volatilities are fractions in (0, 10]: 1000 % is the most that is believed. */
export const MAX_IV = "10";

/**
 * Reads a market snapshot. Numbers are decimal text; times are ISO 8601.
 *
 * @throws InputError `MARKET_MALFORMED`, `TIME_MALFORMED`, and the codes of `checkMarketSnapshot`
 */
export function parseMarketSnapshot(json: unknown): MarketSnapshot {
	const file = parseShape({
		schema: MARKET_SCHEMA,
		value: json,
		code: "MARKET_MALFORMED",
		what: "market snapshot",
		hint: "numbers are written as text, volatilities as fractions; `market sample` writes an example",
	});
	return checkMarketSnapshot({
		timeMs: parseIsoTime(file.time, "time"),
		source: file.source,
		sampleSeed: file.sampleSeed,
		assets: file.assets,
		perpetuals: file.perpetuals,
		futures: file.futures.map(({ expiry, ...future }, at) => ({
			...future,
			expiryMs: parseIsoTime(expiry, `futures[${at}].expiry`),
		})),
		optionExpiries: file.optionExpiries.map(({ expiry, ...chain }, at) => ({
			...chain,
			expiryMs: parseIsoTime(expiry, `optionExpiries[${at}].expiry`),
		})),
	});
}

/** The file form of a snapshot, for `JSON.stringify`. */
export function marketSnapshotToJson(snapshot: MarketSnapshot): unknown {
	return {
		format: MARKET_FORM,
		time: formatIsoTime(snapshot.timeMs),
		source: snapshot.source,
		...(snapshot.sampleSeed === undefined ? {} : { sampleSeed: snapshot.sampleSeed }),
		assets: snapshot.assets,
		perpetuals: snapshot.perpetuals,
		futures: snapshot.futures.map(({ expiryMs, underlying, ...rest }) => ({
			underlying,
			expiry: formatIsoTime(expiryMs),
			...rest,
		})),
		optionExpiries: snapshot.optionExpiries.map(({ expiryMs, underlying, ...rest }) => ({
			underlying,
			expiry: formatIsoTime(expiryMs),
			...rest,
		})),
	};
}

/** A snapshot whose options may lack an IV: what a file or an exchange may hand in. */
type UncheckedSnapshot = Omit<MarketSnapshot, "optionExpiries"> & {
	readonly optionExpiries: readonly (Omit<OptionExpiry, "options"> & {
		readonly options: readonly (Omit<OptionMark, "iv"> & { readonly iv?: string | null | undefined })[];
	})[];
};

/**
 * Checks a snapshot as a whole and returns it with canonical decimals: every price positive, every
 * IV there and in (0, 10], nothing expired, nothing twice, a spot price behind every derivative.
 *
 * @throws InputError `PRICE_NEGATIVE`, `PRICE_NOT_POSITIVE`, `LOT_NOT_POSITIVE`, `IV_MISSING`,
 * `IV_OUT_OF_RANGE`, `OPTION_EXPIRED`, `FUTURE_EXPIRED`, `MARK_DUPLICATE`, `ASSET_MALFORMED`,
 * `USD_MISSING`, `SPOT_MISSING`, `EXPIRY_NOT_LISTABLE`, `DECIMAL_MALFORMED`, `DECIMAL_TOO_PRECISE`,
 * `FIXED_FORWARD_OUT_OF_RANGE`, `DISCOUNT_OUT_OF_RANGE`
 */
export function checkMarketSnapshot(snapshot: UncheckedSnapshot): MarketSnapshot {
	const { timeMs, source, sampleSeed } = snapshot;
	const assets = snapshot.assets.map(checkAsset);
	refuseDuplicates(assets.map((asset) => asset.symbol));
	requireUsd(assets);
	const coins = new Set(assets.filter((a) => a.assetClass === "coin").map((a) => a.symbol));
	for (const asset of assets) {
		if (asset.assetClass === "wrapped") requireSpot(coins, asset.underlying, asset.symbol);
	}
	const stables = new Set(assets.filter((a) => a.assetClass === "stable").map((a) => a.symbol));
	const perpetuals = snapshot.perpetuals.map((perpetual) => checkPerpetual(perpetual, coins));
	const futures = snapshot.futures.map((future) => checkFuture(future, coins, timeMs));
	const optionExpiries = snapshot.optionExpiries.map((chain) => checkOptionExpiry(chain, coins, timeMs));
	for (const { underlying, settles } of [...perpetuals, ...futures, ...optionExpiries]) {
		requireStable(stables, settles, underlying);
	}
	refuseDuplicates([
		...perpetuals.map((p) => formatInstrumentName({ kind: "perpetual", ...p })),
		...futures.map((f) => formatInstrumentName({ kind: "future", ...f })),
	]);
	refuseDuplicates(optionExpiries.map((e) => `options of ${formatInstrumentName({ kind: "future", ...e })}`));
	return {
		timeMs,
		source,
		...(sampleSeed === undefined ? {} : { sampleSeed }),
		assets,
		perpetuals,
		futures,
		optionExpiries,
	};
}

function checkAsset(asset: AssetMark): AssetMark {
	const { symbol, assetClass, underlying } = asset;
	const isUsdClass = assetClass === "fiat" || assetClass === "stable";
	const fits =
		isTicker(symbol) &&
		isUsdClass === (underlying === "USD") &&
		(assetClass === "fiat") === (symbol === "USD") &&
		(assetClass !== "coin" || symbol === underlying) &&
		(assetClass !== "wrapped" || symbol !== underlying);
	if (!fits) {
		throw new InputError({
			code: "ASSET_MALFORMED",
			message: `asset ${JSON.stringify(symbol)} cannot be of class ${assetClass} and follow ${underlying}`,
			field: `assets.${symbol}`,
			hint: "USD is fiat; stables follow USD; a coin follows itself; a wrapped coin follows its coin",
		});
	}
	const priceUsd = canonicalPrice(asset.priceUsd, `${symbol}.priceUsd`);
	return { symbol, assetClass, underlying, priceUsd, lot: canonicalLot(asset.lot, `${symbol}.lot`) };
}

function requireUsd(assets: readonly AssetMark[]): void {
	const usd = assets.find((asset) => asset.symbol === "USD");
	if (usd?.priceUsd === "1") return;
	throw new InputError({
		code: "USD_MISSING",
		message: usd === undefined ? "the snapshot has no USD" : `USD is priced at ${usd.priceUsd} USD`,
		field: "assets",
		hint: "add USD, class fiat, with price 1: cash and obligations are counted in it",
	});
}

function checkPerpetual(perpetual: PerpetualMark, coins: ReadonlySet<string>): PerpetualMark {
	const { underlying, settles } = perpetual;
	const name = formatInstrumentName({ kind: "perpetual", underlying, settles });
	requireSpot(coins, underlying, name);
	return {
		underlying,
		...(settles === undefined ? {} : { settles }),
		markUsd: canonicalPrice(perpetual.markUsd, `${name}.markUsd`),
		lot: canonicalLot(perpetual.lot, `${name}.lot`),
	};
}

function checkFuture(future: FutureMark, coins: ReadonlySet<string>, timeMs: number): FutureMark {
	const { underlying, settles, expiryMs } = future;
	const name = formatInstrumentName({ kind: "future", underlying, settles, expiryMs });
	requireSpot(coins, underlying, name);
	if (expiryMs <= timeMs) throw expired("FUTURE_EXPIRED", name, timeMs);
	return {
		underlying,
		...(settles === undefined ? {} : { settles }),
		expiryMs,
		markUsd: canonicalPrice(future.markUsd, `${name}.markUsd`),
		lot: canonicalLot(future.lot, `${name}.lot`),
	};
}

function checkOptionExpiry(
	chain: UncheckedSnapshot["optionExpiries"][number],
	coins: ReadonlySet<string>,
	timeMs: number,
): OptionExpiry {
	const { underlying, settles, expiryMs } = chain;
	const expiryName = formatInstrumentName({ kind: "future", underlying, settles, expiryMs });
	requireSpot(coins, underlying, expiryName);
	const options = chain.options.map(({ strike: strikeText, optionType, iv }) => {
		const strike = canonicalPrice(strikeText, `${expiryName}.strike`);
		const name = formatInstrumentName({ kind: "option", underlying, settles, expiryMs, strike, optionType });
		if (expiryMs <= timeMs) throw expired("OPTION_EXPIRED", name, timeMs);
		return { strike, optionType, iv: checkIv(iv, name) };
	});
	const forwardUsd = canonicalPrice(chain.forwardUsd, `${expiryName}.forwardUsd`);
	refuseDuplicates(options.map((option) => `${expiryName}-${option.strike}-${option.optionType}`));
	return {
		underlying,
		...(settles === undefined ? {} : { settles }),
		expiryMs,
		forwardUsd,
		...checkSettlementTerms({ ...chain, forwardUsd, expiryName, timeMs }),
		lot: canonicalLot(chain.lot, `${expiryName}.lot`),
		options,
	};
}

function checkIv(iv: string | null | undefined, name: string): string {
	if (iv === undefined || iv === null || iv === "") throw ivMissing(name);
	const canonical = canonicalDecimal(iv, `${name}.iv`);
	if (compareDecimalText(canonical, "0") <= 0 || compareDecimalText(canonical, MAX_IV) > 0) {
		throw new InputError({
			code: "IV_OUT_OF_RANGE",
			message: `${name}: implied volatility ${canonical} is not above 0 and at most ${MAX_IV}`,
			field: `${name}.iv`,
			hint: "volatilities are annual fractions: 47.25 % is 0.4725",
		});
	}
	return canonical;
}

/** The error for an option without an implied volatility. */
export function ivMissing(name: string): InputError {
	return new InputError({
		code: "IV_MISSING",
		message: `${name} has no implied volatility`,
		field: `${name}.iv`,
		hint: "leave the option out of the market, or give its volatility as a fraction",
	});
}

/** The error for an instrument that has expired at the time of the snapshot. */
export function expired(code: "OPTION_EXPIRED" | "FUTURE_EXPIRED", name: string, timeMs: number): InputError {
	return new InputError({
		code,
		message: `${name} has expired at ${formatIsoTime(timeMs)}, the time of the market snapshot`,
		field: name,
		hint: "expired instruments are settled to cash and leave the listing",
	});
}

function requireSpot(coins: ReadonlySet<string>, underlying: string, name: string): void {
	if (coins.has(underlying)) return;
	throw new InputError({
		code: "SPOT_MISSING",
		message: `${name} follows ${underlying}, which is not a coin of this snapshot`,
		field: name,
		hint: `add ${underlying} with class coin and its spot price to assets`,
	});
}

function requireStable(stables: ReadonlySet<string>, settles: string | undefined, underlying: string): void {
	if (settles === undefined || stables.has(settles)) return;
	throw new InputError({
		code: "SETTLEMENT_ASSET_MISSING",
		message: `derivatives of ${underlying} settle in ${quoteText(settles)}, which is not a stablecoin of this snapshot`,
		field: `${quoteText(underlying)}.settles`,
		hint: "add it with class stable and its price to assets, or leave settles out where it is the coin or USD",
	});
}

function refuseDuplicates(names: readonly string[]): void {
	const seen = new Set<string>();
	for (const name of names) {
		if (seen.has(name)) {
			throw new InputError({
				code: "MARK_DUPLICATE",
				message: `${name} appears twice in the snapshot`,
				field: name,
				hint: "a snapshot has one mark per instrument",
			});
		}
		seen.add(name);
	}
}

/** No list of a snapshot can be longer than a listing, and its canonical bytes count in two bytes. */
const list = <Item extends z.ZodType>(item: Item) => z.array(item).max(MAX_LISTED_INSTRUMENTS);

const MARKET_SCHEMA = z.strictObject({
	format: z.literal(MARKET_FORM),
	time: z.string(),
	source: z.string().max(1000).refine(isPrintable, "holds unprintable characters"),
	sampleSeed: z
		.int()
		.min(0)
		.max(0x1_0000_0000 - 1)
		.optional(),
	assets: list(
		z.strictObject({
			symbol: symbolText,
			assetClass: z.enum(["fiat", "stable", "coin", "wrapped"]),
			underlying: symbolText,
			priceUsd: z.string(),
			lot: z.string(),
		}),
	),
	perpetuals: list(
		z.strictObject({
			underlying: symbolText,
			settles: symbolText.optional(),
			markUsd: z.string(),
			lot: z.string(),
		}),
	),
	futures: list(
		z.strictObject({
			underlying: symbolText,
			settles: symbolText.optional(),
			expiry: z.string(),
			markUsd: z.string(),
			lot: z.string(),
		}),
	),
	optionExpiries: list(
		z.strictObject({
			underlying: symbolText,
			settles: symbolText.optional(),
			expiry: z.string(),
			forwardUsd: z.string(),
			fixedForwardUsd: z.string().optional(),
			discountFactor: z.string().optional(),
			lot: z.string(),
			options: list(
				z.strictObject({
					strike: z.string(),
					optionType: z.enum(["C", "P"]),
					iv: z.string().nullish(),
				}),
			),
		}),
	),
});
