/**
 * Instrument names as Deribit writes them, and back: `BTC-PERPETUAL`, `BTC-27MAR26`,
 * `BTC-27MAR26-90000-C` (a decimal strike with `d` for the point, `1d5`), plain tickers, and the two
 * obligations `USD-HOLD` and `USD-ORDER`.
 */
import { InputError } from "../../errors/base.ts";
import { quoteText } from "../../errors/printable-text.ts";
import type { Instrument } from "./instrument.ts";

const DAY_MS = 86_400_000;
/** Expiries are at 08:00 UTC. */
export const EXPIRY_TIME_OF_DAY_MS = 8 * 3_600_000;

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const TICKER = /^(?=.*[A-Z])[A-Z0-9]{1,12}$/;
const DATE = /^([1-9]|[12][0-9]|3[01])([A-Z]{3})([0-9]{2})$/;
const STRIKE = /^(?:0|[1-9][0-9]{0,11})(?:d[0-9]{0,7}[1-9])?$/;

/** Tickers whose price follows another one; every other ticker is a coin of its own. */
const FOLLOWS: Readonly<Record<string, string>> = {
	USD: "USD",
	USDC: "USD",
	USDT: "USD",
	USDE: "USD",
	PYUSD: "USD",
	DAI: "USD",
	WBTC: "BTC",
	CBBTC: "BTC",
	WETH: "ETH",
	STETH: "ETH",
	WSTETH: "ETH",
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
	const [ticker = "", second, third, fourth] = parts;
	if (parts.length > 4 || !TICKER.test(ticker)) throw malformed(name);
	if (second === undefined) return parseTicker(name);
	if (third === undefined) return parseTwoParts(name, ticker, second);
	if (ticker === "USD" || fourth === undefined) throw malformed(name);
	if (!STRIKE.test(third) || third === "0" || (fourth !== "C" && fourth !== "P")) throw malformed(name);
	return {
		name,
		kind: "option",
		underlying: ticker,
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
	switch (terms.kind) {
		case "cash":
		case "coin":
			return terms.name ?? terms.underlying;
		case "hold":
			return `${terms.underlying}-HOLD`;
		case "order":
			return `${terms.underlying}-ORDER`;
		case "perpetual":
			return `${terms.underlying}-PERPETUAL`;
		case "future":
			return `${terms.underlying}-${formatExpiry(terms.expiryMs)}`;
		case "option": {
			if (terms.strike === undefined || terms.optionType === undefined) throw termsMissing();
			const strike = terms.strike.replace(".", "d");
			return `${terms.underlying}-${formatExpiry(terms.expiryMs)}-${strike}-${terms.optionType}`;
		}
	}
}

/** Is this text a ticker such as `BTC`? */
export function isTicker(text: string): boolean {
	return TICKER.test(text);
}

function parseTicker(name: string): Instrument {
	const underlying = FOLLOWS[name] ?? name;
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
	return midnightMs + EXPIRY_TIME_OF_DAY_MS;
}

function formatExpiry(expiryMs: number | undefined): string {
	if (expiryMs === undefined) throw termsMissing();
	const date = new Date(expiryMs);
	const year = date.getUTCFullYear();
	if (expiryMs % DAY_MS !== EXPIRY_TIME_OF_DAY_MS || !(year >= 2000 && year <= 2099)) {
		throw new InputError({
			code: "EXPIRY_NOT_LISTABLE",
			message: `expiry ${expiryMs} ms is not 08:00 UTC of a day in 2000 … 2099`,
			field: "expiry",
			hint: "expiries are at 08:00 UTC, as in the instrument's name",
		});
	}
	return `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${String(year % 100).padStart(2, "0")}`;
}

function malformed(name: string): InputError {
	return new InputError({
		code: "INSTRUMENT_NAME_MALFORMED",
		message: `${quoteText(name)} is not an instrument name`,
		field: "instrument",
		hint: "names look like BTC, BTC-PERPETUAL, BTC-27MAR26, BTC-27MAR26-90000-C, USD-HOLD",
	});
}

function termsMissing(): InputError {
	return new InputError({
		code: "INSTRUMENT_TERMS_MISSING",
		message: "a future needs an expiry; an option needs an expiry, a strike and a type",
		field: "instrument",
	});
}
