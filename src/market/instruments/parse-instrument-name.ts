/**
 * Instrument names as Deribit writes them, and back: `BTC-PERPETUAL`, `BTC-27MAR26`,
 * `BTC-27MAR26-90000-C` (a decimal strike with `d` for the point, `1d5`), plain tickers, and the two
 * obligations `USD-HOLD` and `USD-ORDER`. What settles in a stablecoin says so behind the coin,
 * `BTC_USDC-PERPETUAL`; what expires at another time than 08:00 UTC says so behind the day,
 * `BTC-27MAR26T1600`.
 */
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../units/time.ts";
import type { Instrument } from "./instrument.ts";

/** Expiries are at 08:00 UTC. */
export const EXPIRY_TIME_OF_DAY_MS = 8 * HOUR_MS;

export const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const TICKER = /^(?=.*[A-Z])[A-Z0-9]{1,12}$/;
const DATE = /^([1-9]|[12][0-9]|3[01])([A-Z]{3})([0-9]{2})(?:T([01][0-9]|2[0-3])([0-5][0-9]))?$/;
const STRIKE = /^(?:0|[1-9][0-9]{0,11})(?:d[0-9]{0,7}[1-9])?$/;

/** Tickers whose price follows another one; every other ticker is a coin of its own. */
const FOLLOWS: Readonly<Record<string, string>> = {
	USD: "USD",
	USDC: "USD",
	USDT: "USD",
	USDE: "USD",
	PYUSD: "USD",
	DAI: "USD",
	FDUSD: "USD",
	USDS: "USD",
	USDH: "USD",
	WBTC: "BTC",
	CBBTC: "BTC",
	WETH: "ETH",
	STETH: "ETH",
	WSTETH: "ETH",
	BETH: "ETH",
	UBTC: "BTC",
	UETH: "ETH",
	USOL: "SOL",
};

/**
 * Reads an instrument name.
 *
 * What a ticker follows comes from a short table of well-known ones. A listing knows better: its
 * tickers are classified by the market snapshot that it was built from.
 *
 * @example parseInstrumentName("BTC-27MAR26-90000-C").strike // "90000"
 * @throws InputError `INSTRUMENT_NAME_MALFORMED`
 */
export function parseInstrumentName(name: string): Instrument {
	const parts = name.split("-");
	const [first = "", second, third, fourth] = parts;
	const [ticker = "", settles, ...more] = first.split("_");
	const isPair = settles !== undefined;
	if (parts.length > 4 || more.length > 0 || !TICKER.test(ticker)) throw malformed(name);
	if (isPair && (!TICKER.test(settles) || settles === "USD" || second === undefined)) throw malformed(name);
	if (second === undefined) return parseTicker(name);
	const settlement = isPair ? { settles } : {};
	if (third === undefined) return { ...parseTwoParts(name, ticker, second), ...settlement };
	if (ticker === "USD" || fourth === undefined) throw malformed(name);
	if (!STRIKE.test(third) || third === "0" || (fourth !== "C" && fourth !== "P")) throw malformed(name);
	return {
		name,
		kind: "option",
		underlying: ticker,
		...settlement,
		expiryMs: parseExpiry(name, second),
		strike: third.replace("d", "."),
		optionType: fourth,
	};
}

/**
 * Writes the name of an instrument from its terms. Cash and coins are called by their ticker, so
 * these keep the name that they have.
 *
 * @example formatInstrumentName({ kind: "perpetual", underlying: "BTC" }) // "BTC-PERPETUAL"
 * @throws InputError `EXPIRY_NOT_LISTABLE`, `INSTRUMENT_TERMS_MISSING`
 */
export function formatInstrumentName(
	terms: Omit<Instrument, "name"> & { readonly name?: string | undefined },
): string {
	const stem = terms.settles === undefined ? terms.underlying : `${terms.underlying}_${terms.settles}`;
	switch (terms.kind) {
		case "cash":
		case "coin":
			return terms.name ?? terms.underlying;
		case "hold":
			return `${terms.underlying}-HOLD`;
		case "order":
			return `${terms.underlying}-ORDER`;
		case "perpetual":
			return `${stem}-PERPETUAL`;
		case "future":
			return `${stem}-${formatExpiry(terms.expiryMs)}`;
		case "option": {
			if (terms.strike === undefined || terms.optionType === undefined) throw termsMissing();
			const strike = terms.strike.replace(".", "d");
			return `${stem}-${formatExpiry(terms.expiryMs)}-${strike}-${terms.optionType}`;
		}
	}
}

/** Is this text a ticker such as `BTC`? */
export function isTicker(text: string): boolean {
	return TICKER.test(text);
}

/**
 * What the price of a ticker follows: USD of well-known stablecoins, a coin of its wrapped forms, otherwise itself.
 *
 * @example followedBy("WBTC") // "BTC"
 */
export function followedBy(ticker: string): string {
	return FOLLOWS[ticker] ?? ticker;
}

function parseTicker(name: string): Instrument {
	const underlying = followedBy(name);
	return { name, kind: underlying === "USD" ? "cash" : "coin", underlying };
}

function parseTwoParts(name: string, ticker: string, second: string): Instrument {
	if (ticker === "USD") {
		if (second === "HOLD") return { name, kind: "hold", underlying: "USD" };
		if (second === "ORDER") return { name, kind: "order", underlying: "USD" };
		throw malformed(name);
	}
	if (second === "PERPETUAL") return { name, kind: "perpetual", underlying: ticker };
	return { name, kind: "future", underlying: ticker, expiryMs: parseExpiry(name, second) };
}

function parseExpiry(name: string, text: string): number {
	const match = DATE.exec(text);
	if (match === null) throw malformed(name);
	const day = Number(match[1]);
	const month = MONTHS.indexOf(match[2] ?? "");
	const midnightMs = Date.UTC(2000 + Number(match[3]), month, day);
	// 31FEB26 would roll over into March.
	if (month < 0 || new Date(midnightMs).getUTCDate() !== day) throw malformed(name);
	if (match[4] === undefined) return midnightMs + EXPIRY_TIME_OF_DAY_MS;
	const timeOfDayMs = (Number(match[4]) * 60 + Number(match[5])) * MINUTE_MS;
	// One name per instrument: 08:00 is what a day without a time means.
	if (timeOfDayMs === EXPIRY_TIME_OF_DAY_MS) throw malformed(name);
	return midnightMs + timeOfDayMs;
}

function formatExpiry(expiryMs: number | undefined): string {
	if (expiryMs === undefined) throw termsMissing();
	const date = new Date(expiryMs);
	const year = date.getUTCFullYear();
	if (expiryMs % MINUTE_MS !== 0 || !(year >= 2000 && year <= 2099)) {
		throw new InputError({
			code: "EXPIRY_NOT_LISTABLE",
			message: `expiry ${expiryMs} ms is not a full minute of a day in 2000 … 2099`,
			field: "expiry",
			hint: "expiries are at 08:00 UTC, or at the minute that the name says",
		});
	}
	const twoDigits = (value: number) => String(value).padStart(2, "0");
	const day = `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${twoDigits(year % 100)}`;
	if (expiryMs % DAY_MS === EXPIRY_TIME_OF_DAY_MS) return day;
	return `${day}T${twoDigits(date.getUTCHours())}${twoDigits(date.getUTCMinutes())}`;
}

function malformed(name: string): InputError {
	return new InputError({
		code: "INSTRUMENT_NAME_MALFORMED",
		message: `${quoteText(name)} is not an instrument name`,
		field: "instrument",
		hint: "names look like BTC, BTC-PERPETUAL, BTC_USDC-PERPETUAL, BTC-27MAR26-90000-C, USD-HOLD",
	});
}

function termsMissing(): InputError {
	return new InputError({
		code: "INSTRUMENT_TERMS_MISSING",
		message: "a future needs an expiry; an option needs an expiry, a strike and a type",
		field: "instrument",
	});
}
