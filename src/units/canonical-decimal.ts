/** One text per number: decimal text without the zeros that mean nothing, and its numeric order. */
import { InputError } from "../errors/base.ts";
import { formatScaled, parseDecimal } from "./decimal.ts";

/**
 * Up to this many significant digits ECMAScript fixes what `Number(text)` is, on every engine; beyond
 * it an engine may round the text first.
 */
const MAX_SIGNIFICANT_DIGITS = 20;

/**
 * The shortest exact text of the same number, safe to turn into a double with `Number`.
 *
 * @example canonicalDecimal("63719.500", "price") // "63719.5"
 * @throws InputError `DECIMAL_MALFORMED`, `DECIMAL_TOO_PRECISE`
 */
export function canonicalDecimal(text: unknown, field: string): string {
	const { units, decimals } = parseDecimal(text, field);
	const canonical = formatScaled(units, decimals);
	const significant = canonical.replace(/^-?0?\.?0*/, "").replace(".", "").length;
	if (significant > MAX_SIGNIFICANT_DIGITS) {
		throw new InputError({
			code: "DECIMAL_TOO_PRECISE",
			message: `${field}: more than ${MAX_SIGNIFICANT_DIGITS} significant digits`,
			field,
			hint: `round it yourself to ${MAX_SIGNIFICANT_DIGITS} significant digits`,
		});
	}
	return canonical;
}

/**
 * `canonicalDecimal` of a price.
 *
 * @throws InputError `PRICE_NEGATIVE`, `PRICE_NOT_POSITIVE`, `DECIMAL_MALFORMED`, `DECIMAL_TOO_PRECISE`
 */
export function canonicalPrice(text: unknown, field: string): string {
	const price = canonicalDecimal(text, field);
	if (price.startsWith("-")) {
		throw new InputError({
			code: "PRICE_NEGATIVE",
			message: `${field}: price ${price} is negative`,
			field,
			hint: "prices, forwards and strikes are positive",
		});
	}
	if (price === "0") {
		throw new InputError({
			code: "PRICE_NOT_POSITIVE",
			message: `${field}: price is zero`,
			field,
			hint: "leave out an instrument that has no price",
		});
	}
	return price;
}

/**
 * A lot as canonical text.
 *
 * @throws InputError `LOT_NOT_POSITIVE`, `DECIMAL_MALFORMED`, `DECIMAL_TOO_PRECISE`
 */
export function canonicalLot(text: unknown, field: string): string {
	const lot = canonicalDecimal(text, field);
	if (lot === "0" || lot.startsWith("-")) {
		throw new InputError({
			code: "LOT_NOT_POSITIVE",
			message: `${field}: lot ${lot} must be positive`,
			field,
			hint: "lots are positive decimals such as 0.01",
		});
	}
	return lot;
}

/** Numeric order of two decimal texts: negative, zero or positive. */
export function compareDecimalText(a: string, b: string): number {
	const left = parseDecimal(a, "decimal");
	const right = parseDecimal(b, "decimal");
	const decimals = Math.max(left.decimals, right.decimals);
	const difference =
		left.units * 10n ** BigInt(decimals - left.decimals) -
		right.units * 10n ** BigInt(decimals - right.decimals);
	return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
