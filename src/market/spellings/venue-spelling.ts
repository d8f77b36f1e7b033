/** What a venue's name of a contract says: our instrument, and how the venue counts its size. */
import { DAY_MS, HOUR_MS } from "../../units/time.ts";
import type { Instrument } from "../instruments/instrument.ts";
import { formatInstrumentName, isTicker, MONTHS } from "../instruments/parse-instrument-name.ts";

export type SpelledInstrument = {
	readonly instrument: Instrument;
	/** Inverse: the size is in USD and profit in the coin. Linear: the size is in coins. */
	readonly isInverse: boolean;
};

/** Deribit's and everybody's hour. */
const EXPIRY_HOUR_MS = 8 * HOUR_MS;

/** Some venues write Bitcoin as the forex code would be. */
const TICKERS: Readonly<Record<string, string>> = { XBT: "BTC" };

export function tickerOf(text: string): string {
	return TICKERS[text] ?? text;
}

/** The instrument with these terms, or `undefined` where the coin is no ticker. */
export function spelled(terms: Omit<Instrument, "name">, isInverse = false): SpelledInstrument | undefined {
	if (!isTicker(terms.underlying)) return undefined;
	const strike = terms.strike === undefined ? {} : { strike: plainStrike(terms.strike) };
	const settled = { ...terms, ...strike, underlying: tickerOf(terms.underlying) };
	return { instrument: { ...settled, name: formatInstrumentName(settled) }, isInverse };
}

/** `260327` → 08:00 UTC of 27 March 2026; `undefined` where there is no such day. */
export function expiryOfDigits(digits: string): number | undefined {
	const [year, month, day] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2))) as [
		number,
		number,
		number,
	];
	return expiryOn(year, month - 1, day);
}

/** `27MAR26` or `6MAR26` → 08:00 UTC of that day. */
export function expiryOfDay(text: string): number | undefined {
	const [, day, month = "", year] = /^([0-9]{1,2})([A-Z]{3})([0-9]{2})$/.exec(text) ?? [];
	return MONTHS.includes(month) ? expiryOn(Number(year), MONTHS.indexOf(month), Number(day)) : undefined;
}

/** `H26` → 08:00 UTC of the last Friday of March 2026: quarterly futures by their month letter. */
export function expiryOfQuarter(letter: string, year: string): number | undefined {
	const month = { H: 2, M: 5, U: 8, Z: 11 }[letter];
	if (month === undefined) return undefined;
	const last = new Date(Date.UTC(2000 + Number(year), month + 1, 0));
	const sinceFriday = (last.getUTCDay() + 2) % 7;
	return last.getTime() - sinceFriday * DAY_MS + EXPIRY_HOUR_MS;
}

function expiryOn(year: number, month: number, day: number): number | undefined {
	const midnightMs = Date.UTC(2000 + year, month, day);
	const isDay = new Date(midnightMs).getUTCDate() === day && new Date(midnightMs).getUTCMonth() === month;
	return isDay ? midnightMs + EXPIRY_HOUR_MS : undefined;
}

function plainStrike(text: string): string {
	return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}
