/** The marks of an option as numbers, for Black-76: read in one place, whoever prices. */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import { decimalTextToNumber } from "../../units/exact-value.ts";

export type OptionMarks = {
	readonly forward: number;
	/** The part of the forward that the settlement average has fixed already; it does not move with spot. */
	readonly fixed: number;
	readonly strike: number;
	readonly volatility: number;
	readonly discount: number;
	readonly optionType: NonNullable<MarkedInstrument["optionType"]>;
	readonly expiryMs: number;
};

/** @returns `undefined` when a mark is missing */
export function optionMarks(option: MarkedInstrument): OptionMarks | undefined {
	const { strike, iv, optionType, expiryMs } = option;
	if (strike === undefined || iv === undefined || optionType === undefined || expiryMs === undefined) {
		return undefined;
	}
	return {
		forward: decimalTextToNumber(option.priceUsd),
		fixed: decimalTextToNumber(option.fixedForwardUsd ?? "0"),
		strike: decimalTextToNumber(strike),
		volatility: decimalTextToNumber(iv),
		discount: decimalTextToNumber(option.discountFactor ?? "1"),
		optionType,
		expiryMs,
	};
}
