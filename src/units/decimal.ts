/**
 * Decimal text ⇄ scaled bigint: the only place where a scale is applied to text.
 *
 * Accepts plain decimals only. Scientific notation, signs other than a leading `-`, separators,
 * NaN and Infinity are refused: an amount that needs interpretation is an amount that can be
 * misread.
 */
import { InputError } from "../errors/base.ts";
import { quoteText } from "../errors/printable-text.ts";

const PLAIN_DECIMAL = /^-?(?:0|[1-9][0-9]{0,37})(?:\.[0-9]{1,38})?$/;

/** Digits after the point of a µUSD amount. */
export const MICRO_USD_DECIMALS = 6;

/** An exact decimal number: `units / 10^decimals`. */
export type Decimal = { readonly units: bigint; readonly decimals: number };

/** Long enough for products of a few prices and ratios; raising 10 to a power each time costs more than they do. */
const POWERS_OF_TEN = Array.from({ length: 128 }, (_, exponent) => 10n ** BigInt(exponent));

/** @param exponent a whole number, at least 0 */
export function powerOfTen(exponent: number): bigint {
	return POWERS_OF_TEN[exponent] ?? 10n ** BigInt(exponent);
}

/**
 * Parses plain decimal text exactly, keeping as many digits as were written.
 *
 * @example parseDecimal("-0.25", "size") // { units: -25n, decimals: 2 }
 * @throws InputError `DECIMAL_MALFORMED`
 */
export function parseDecimal(text: unknown, field: string): Decimal {
	if (typeof text !== "string" || !PLAIN_DECIMAL.test(text)) {
		throw new InputError({
			code: "DECIMAL_MALFORMED",
			message: `${field}: ${describe(text)} is not a plain decimal number`,
			field,
			hint: 'write it as text with digits and at most one point, such as "12.5"',
		});
	}
	const point = text.indexOf(".");
	if (point < 0) return { units: BigInt(text), decimals: 0 };
	const digits = text.slice(0, point) + text.slice(point + 1);
	return { units: BigInt(digits), decimals: text.length - point - 1 };
}

/**
 * Parses decimal text into an integer scaled by `10^decimals`, refusing digits beyond that scale.
 *
 * @example parseScaled("1.5", 6, "price") // 1500000n
 * @throws InputError `DECIMAL_MALFORMED`, `DECIMAL_TOO_PRECISE`
 */
export function parseScaled(text: unknown, decimals: number, field: string): bigint {
	const value = parseDecimal(text, field);
	if (value.decimals <= decimals) return value.units * powerOfTen(decimals - value.decimals);
	const surplusScale = powerOfTen(value.decimals - decimals);
	if (value.units % surplusScale !== 0n) {
		throw new InputError({
			code: "DECIMAL_TOO_PRECISE",
			message: `${field}: ${describe(text)} has more than ${decimals} decimals`,
			field,
			hint: `round it yourself to ${decimals} decimals: amounts are never rounded silently`,
		});
	}
	return value.units / surplusScale;
}

/**
 * Writes a scaled integer as the shortest exact decimal text.
 *
 * @example formatScaled(-1500000n, 6) // "-1.5"
 */
export function formatScaled(units: bigint, decimals: number): string {
	const negative = units < 0n;
	const digits = (negative ? -units : units).toString().padStart(decimals + 1, "0");
	const whole = digits.slice(0, digits.length - decimals);
	const fraction = digits.slice(digits.length - decimals).replace(/0+$/, "");
	return `${negative ? "-" : ""}${whole}${fraction === "" ? "" : `.${fraction}`}`;
}

/** Formats µUSD for people: two decimals, thousands separators, rounded toward minus infinity. */
export function formatUsdDown(microUsd: bigint): string {
	return formatCents(divideFloor(microUsd, 10_000n));
}

/** `formatUsdDown`, rounded toward plus infinity: for losses and requirements. */
export function formatUsdUp(microUsd: bigint): string {
	return formatCents(divideCeil(microUsd, 10_000n));
}

function formatCents(cents: bigint): string {
	const magnitude = cents < 0n ? -cents : cents;
	const whole = (magnitude / 100n).toString().replace(/\B(?=(?:\d{3})+(?!\d))/g, ",");
	return `${cents < 0n ? "-" : ""}${whole}.${(magnitude % 100n).toString().padStart(2, "0")}`;
}

/** Integer quotient rounded toward minus infinity. `divisor` must be positive. */
export function divideFloor(dividend: bigint, divisor: bigint): bigint {
	const quotient = dividend / divisor;
	return dividend < 0n && quotient * divisor !== dividend ? quotient - 1n : quotient;
}

/** Integer quotient rounded toward plus infinity. `divisor` must be positive. */
export function divideCeil(dividend: bigint, divisor: bigint): bigint {
	return -divideFloor(-dividend, divisor);
}

function describe(value: unknown): string {
	if (typeof value !== "string") return `a value of type ${typeof value}`;
	return quoteText(value);
}
