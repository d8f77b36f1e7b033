/**
 * Exact decimals ⇄ the integers of a row. Linear instruments are priced in decimals without any
 * rounding until here; each function says in its name which way it then rounds.
 */
import {
	type Decimal,
	divideCeil,
	divideFloor,
	MICRO_USD_DECIMALS,
	parseDecimal,
	powerOfTen,
} from "./decimal.ts";

/** Ratios are whole parts per million everywhere in this layer. */
export const PPM_DECIMALS = 6;
export const ONE_IN_PPM = 1_000_000n;

/** @example ppmToDecimal(-120000n) // −0.12 */
export function ppmToDecimal(ppm: bigint): Decimal {
	return { units: ppm, decimals: PPM_DECIMALS };
}

/** Decimal → double; two conversions and a division, each correctly rounded on every platform. */
export function decimalToNumber({ units, decimals }: Decimal): number {
	return Number(units) / Number(powerOfTen(decimals));
}

/** Nearest double of a ratio; the same on every platform, because both operands are exact. */
export function ppmToNumber(ppm: bigint): number {
	return Number(ppm) / 1_000_000;
}

/** USD → µUSD, toward minus infinity. */
export function microUsdDown(usd: Decimal): bigint {
	const { top, bottom } = inMicroUsd(usd);
	return divideFloor(top, bottom);
}

/** USD → µUSD, toward plus infinity. */
export function microUsdUp(usd: Decimal): bigint {
	const { top, bottom } = inMicroUsd(usd);
	return divideCeil(top, bottom);
}

/** USD → µUSD, to the nearest integer, halves toward plus infinity: off by at most one half. */
export function microUsdNearest(usd: Decimal): bigint {
	const { top, bottom } = inMicroUsd(usd);
	return divideFloor(2n * top + bottom, 2n * bottom);
}

/** `Math.min` does not take bigint. */
export function smallerOf(a: bigint, b: bigint): bigint {
	if (a <= b) return a;
	return b;
}

/** `Math.max` does not take bigint. */
export function largerOf(a: bigint, b: bigint): bigint {
	if (a >= b) return a;
	return b;
}

/** `top / bottom` to the nearest integer, halves toward plus infinity. `bottom` is positive. */
export function divideNearest(top: bigint, bottom: bigint): bigint {
	return divideFloor(2n * top + bottom, 2n * bottom);
}

/**
 * Decimal text → double, for option pricing only. Both conversions and the division are correctly
 * rounded by the language's definition (which `Number(text)` is not beyond 20 digits), so every
 * platform gets the same bits.
 */
export function decimalTextToNumber(text: string): number {
	return decimalToNumber(parseDecimal(text, "value"));
}

function inMicroUsd(usd: Decimal): { top: bigint; bottom: bigint } {
	const shift = usd.decimals - MICRO_USD_DECIMALS;
	return shift <= 0
		? { top: usd.units * powerOfTen(-shift), bottom: 1n }
		: { top: usd.units, bottom: powerOfTen(shift) };
}
