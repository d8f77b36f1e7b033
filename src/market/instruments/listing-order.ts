/**
 * The order of a listing. Netting sets (all instruments of one strike, one expiry, one underlying)
 * must be runs of neighbours: the circuit nets neighbours with running sums.
 */
import { compareDecimalText } from "../../units/canonical-decimal.ts";
import type { Instrument } from "./instrument.ts";

/**
 * USD first (USD, stablecoins, hold, order), then underlyings alphabetically; within one: the coin,
 * wrapped coins, the perpetual, then by expiry the future and the options by strike, C before P.
 * Zero only for the same instrument.
 */
export function compareInstruments(a: Instrument, b: Instrument): number {
	return (
		compareUnderlyings(a.underlying, b.underlying) ||
		rankWithinUnderlying(a) - rankWithinUnderlying(b) ||
		(a.expiryMs ?? 0) - (b.expiryMs ?? 0) ||
		rankWithinExpiry(a) - rankWithinExpiry(b) ||
		compareDecimalText(a.strike ?? "0", b.strike ?? "0") ||
		compareText(a.optionType ?? "", b.optionType ?? "") ||
		compareText(a.name, b.name)
	);
}

/** USD before all others, which follow in code-unit order: `localeCompare` depends on the machine. */
export function compareUnderlyings(a: string, b: string): number {
	if (a === b) return 0;
	if (a === "USD") return -1;
	if (b === "USD") return 1;
	return compareText(a, b);
}

/** Code-unit order. */
export function compareText(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function rankWithinUnderlying(instrument: Instrument): number {
	switch (instrument.kind) {
		case "cash":
		case "coin":
			return instrument.name === instrument.underlying ? 0 : 1;
		case "hold":
			return 2;
		case "order":
			return 3;
		case "perpetual":
			return 4;
		case "future":
		case "option":
			return 5;
	}
}

function rankWithinExpiry(instrument: Instrument): number {
	return instrument.kind === "option" ? 1 : 0;
}
