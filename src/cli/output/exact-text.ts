/** Numbers as reports write them for programs: exact, or rounded where only floats exist. */
import { MICRO_USD_DECIMALS } from "../../units/decimal.ts";

/** Decimals of Greeks: below a millionth they are noise. */
const GREEK_DECIMALS = 6;

/**
 * Millionths (µUSD, ppm) as decimal text with all six decimals.
 *
 * @example exact(-10_000n) // "-0.010000"
 */
export function exact(millionths: bigint): string {
	const digits = (millionths < 0n ? -millionths : millionths)
		.toString()
		.padStart(MICRO_USD_DECIMALS + 1, "0");
	const point = digits.length - MICRO_USD_DECIMALS;
	return `${millionths < 0n ? "-" : ""}${digits.slice(0, point)}.${digits.slice(point)}`;
}

export function roundedGreek(value: number): number {
	// Adding zero turns −0 into 0.
	return Number(value.toFixed(GREEK_DECIMALS)) + 0;
}
