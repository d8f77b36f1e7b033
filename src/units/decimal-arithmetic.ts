/** Exact sums and products of decimals: no digit is ever dropped, so there is no rounding direction. */
import { type Decimal, formatScaled, powerOfTen } from "./decimal.ts";

export const DECIMAL_ZERO: Decimal = { units: 0n, decimals: 0 };

/** @example addDecimals({ units: 15n, decimals: 1 }, { units: 25n, decimals: 2 }) // 1.75 */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
	const decimals = Math.max(a.decimals, b.decimals);
	return { units: unitsAt(a, decimals) + unitsAt(b, decimals), decimals };
}

export function negateDecimal(value: Decimal): Decimal {
	return { units: -value.units, decimals: value.decimals };
}

export function subtractDecimals(a: Decimal, b: Decimal): Decimal {
	return addDecimals(a, negateDecimal(b));
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
	return { units: a.units * b.units, decimals: a.decimals + b.decimals };
}

/** @example decimalText({ units: -150n, decimals: 2 }) // "-1.5" */
export function decimalText({ units, decimals }: Decimal): string {
	return formatScaled(units, decimals);
}

function unitsAt(value: Decimal, decimals: number): bigint {
	return decimals === value.decimals ? value.units : value.units * powerOfTen(decimals - value.decimals);
}
