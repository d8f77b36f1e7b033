/** Amounts for people. A typographic minus, as scenario names write it; JSON has the exact numbers. */
import { divideCeil, divideFloor, formatScaled, formatUsdDown, formatUsdUp } from "../../units/decimal.ts";

/** @example usdDown(-1_234_567_890n) // "−1,234.57" */
export function usdDown(microUsd: bigint): string {
	return withMinus(formatUsdDown(microUsd));
}

export function usdUp(microUsd: bigint): string {
	return withMinus(formatUsdUp(microUsd));
}

/** @example percentDown(853_990n) // "85.3 %" */
export function percentDown(ppm: bigint): string {
	return percent(divideFloor(ppm, 1000n));
}

export function percentUp(ppm: bigint): string {
	return percent(divideCeil(ppm, 1000n));
}

/** A float to the nearest, such as a Greek. */
export function approximate(value: number, decimals: number): string {
	const digits = groupThousands(Math.abs(value).toFixed(decimals));
	return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}

/** @example sizeText("-180000.5") // "−180,000.5" */
export function sizeText(size: string): string {
	return withMinus(groupThousands(size));
}

function percent(tenths: bigint): string {
	const text = formatScaled(tenths, 1);
	return `${sizeText(text.includes(".") ? text : `${text}.0`)} %`;
}

function groupThousands(text: string): string {
	const [whole = "", ...fraction] = text.split(".");
	return [whole.replace(/\B(?=(?:\d{3})+$)/g, ","), ...fraction].join(".");
}

function withMinus(text: string): string {
	return text.replace("-", "−");
}
