/** Names of contracts as the venues write them → our instruments. */
import { parseInstrumentName } from "../instruments/parse-instrument-name.ts";
import {
	expiryOfDay,
	expiryOfDigits,
	expiryOfQuarter,
	type SpelledInstrument,
	spelled,
	tickerOf,
} from "./venue-spelling.ts";

export const VENUES = ["deribit", "bybit", "okx", "binance", "hyperliquid", "paradex"] as const;
export type Venue = (typeof VENUES)[number];

/**
 * Reads a name as `venue` writes it; `undefined` for what is no perpetual, future or option there.
 *
 * @example readVenueName("okx", "BTC-USDT-SWAP")?.instrument.name // "BTC_USDT-PERPETUAL"
 */
export function readVenueName(venue: Venue, name: string): SpelledInstrument | undefined {
	return READERS[venue](name);
}

/** The same name read as each venue's in turn: for suggestions only, since venues share spellings. */
export function readAnyVenueName(name: string): SpelledInstrument | undefined {
	for (const venue of ["deribit", "okx", "bybit", "binance", "paradex"] as const) {
		const read = readVenueName(venue, name);
		if (read !== undefined) return read;
	}
	return undefined;
}

const READERS: Readonly<Record<Venue, (name: string) => SpelledInstrument | undefined>> = {
	deribit: readDeribit,
	bybit: readBybit,
	okx: readOkx,
	binance: readBinance,
	hyperliquid: (name) => spelled({ kind: "perpetual", underlying: name, settles: "USDC" }),
	paradex: readParadex,
};

/** Ours are Deribit's; without a stablecoin in the name perpetuals and futures are inverse. */
function readDeribit(name: string): SpelledInstrument | undefined {
	try {
		const instrument = parseInstrumentName(name);
		const { kind, settles } = instrument;
		const isFuture = kind === "perpetual" || kind === "future";
		if (!isFuture && kind !== "option") return undefined;
		return { instrument, isInverse: isFuture && settles === undefined };
	} catch {
		return undefined;
	}
}

/** `BTCUSDT`, `BTCPERP` (USDC), `BTCUSD` and `BTCUSDH26` (inverse), `BTC-27MAR26`, options with or without `-USDT`. */
function readBybit(name: string): SpelledInstrument | undefined {
	const option = /^([A-Z0-9]+)-([0-9]{1,2}[A-Z]{3}[0-9]{2})-([0-9.]+)-([CP])(?:-(USDT|USDC))?$/.exec(name);
	if (option !== null) {
		const [, underlying = "", day = "", strike, type, settles = "USDC"] = option;
		return dated(
			{ kind: "option", underlying, settles, strike, optionType: type as "C" | "P" },
			expiryOfDay(day),
		);
	}
	const future = /^([A-Z0-9]+?)(USDT)?-([0-9]{1,2}[A-Z]{3}[0-9]{2})$/.exec(name);
	if (future !== null) {
		const [, underlying = "", settles = "USDC", day = ""] = future;
		return dated({ kind: "future", underlying, settles }, expiryOfDay(day));
	}
	const quarterly = /^([A-Z0-9]+)USD([HMUZ])([0-9]{2})$/.exec(name);
	if (quarterly !== null) {
		const [, underlying = "", letter = "", year = ""] = quarterly;
		return dated({ kind: "future", underlying }, expiryOfQuarter(letter, year), true);
	}
	const perpetual = /^([A-Z0-9]+?)(USDT|USDC|PERP|USD)$/.exec(name);
	if (perpetual === null) return undefined;
	const [, underlying = "", quote = ""] = perpetual;
	return ofQuote(underlying, quote === "PERP" ? "USDC" : quote);
}

/** `BTC-USDT-SWAP`, `BTC-USD-SWAP` (inverse), `BTC-USD-260327`, `BTC-USD-260327-90000-C`. */
function readOkx(name: string): SpelledInstrument | undefined {
	const [underlying = "", quote = "", third = "", strike, type, ...more] = name.split("-");
	if (more.length > 0 || !/^(?:USD|USDT|USDC)$/.test(quote)) return undefined;
	if (third === "SWAP" && strike === undefined) return ofQuote(underlying, quote);
	if (!/^[0-9]{6}$/.test(third)) return undefined;
	const settlement = quote === "USD" ? {} : { settles: quote };
	const expiryMs = expiryOfDigits(third);
	if (strike === undefined)
		return dated({ kind: "future", underlying, ...settlement }, expiryMs, quote === "USD");
	if ((type !== "C" && type !== "P") || !/^[0-9.]+$/.test(strike)) return undefined;
	return dated({ kind: "option", underlying, ...settlement, strike, optionType: type }, expiryMs);
}

/** `BTCUSDT`, `BTCUSDT_260327`, `BTCUSD_PERP` and `BTCUSD_260327` (inverse), `BTC-260327-90000-C` (USDT). */
function readBinance(name: string): SpelledInstrument | undefined {
	const option = /^([A-Z0-9]+)-([0-9]{6})-([0-9.]+)-([CP])$/.exec(name);
	if (option !== null) {
		const [, underlying = "", digits = "", strike, type] = option;
		const terms = {
			kind: "option",
			underlying,
			settles: "USDT",
			strike,
			optionType: type as "C" | "P",
		} as const;
		return dated(terms, expiryOfDigits(digits));
	}
	const future = /^([A-Z0-9]+?)(USDT|USDC|USD)(?:_(PERP|[0-9]{6}))?$/.exec(name);
	if (future === null) return undefined;
	const [, underlying = "", quote = "", end] = future;
	// Without an end, …USD is no contract there: coin-margined ones all have one.
	if (end === undefined && quote === "USD") return undefined;
	if (end === undefined || end === "PERP") return ofQuote(underlying, quote);
	const settlement = quote === "USD" ? {} : { settles: quote };
	return dated({ kind: "future", underlying, ...settlement }, expiryOfDigits(end), quote === "USD");
}

/** `BTC-USD-PERP`, `BTC-USD-29MAY26-70000-P`: all settle in USDC. */
function readParadex(name: string): SpelledInstrument | undefined {
	const [underlying = "", quote, third = "", strike, type, ...more] = name.split("-");
	if (quote !== "USD" || more.length > 0) return undefined;
	if (third === "PERP" && strike === undefined) return ofQuote(underlying, "USDC");
	const perpetualOption = type !== "C" && type !== "P";
	if (strike === undefined || !/^[0-9.]+$/.test(strike) || perpetualOption) return undefined;
	return dated({ kind: "option", underlying, settles: "USDC", strike, optionType: type }, expiryOfDay(third));
}

type Terms = Parameters<typeof spelled>[0];

function ofQuote(underlying: string, quote: string): SpelledInstrument | undefined {
	return quote === "USD"
		? spelled({ kind: "perpetual", underlying }, true)
		: spelled({ kind: "perpetual", underlying, settles: quote });
}

function dated(terms: Terms, expiryMs: number | undefined, isInverse = false): SpelledInstrument | undefined {
	return expiryMs === undefined ? undefined : spelled({ ...terms, expiryMs }, isInverse);
}

/** A balance's ticker as we write it. */
export function readVenueAsset(text: string): string {
	return tickerOf(text.toUpperCase());
}
