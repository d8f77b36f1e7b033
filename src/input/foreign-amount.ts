/** Numbers of foreign answers: text or JSON numbers, empty where a venue has nothing to say. */
import { z } from "zod";
import { type Decimal, formatScaled, parseDecimal } from "../units/decimal.ts";
import { DECIMAL_ZERO } from "../units/decimal-arithmetic.ts";
import { numberToDecimal } from "../units/number-to-decimal.ts";

/** A name, a symbol or an id. */
export const foreignName = z.string().max(100);

/**
 * Decimal text or a number → exact decimal; absent, null and empty → `undefined`. Nothing is rounded: a number is the
 * shortest text that reads back as it.
 */
export const foreignAmount = z
	.union([z.string().max(80), z.number()])
	.nullish()
	.transform((value, context): Decimal | undefined => {
		if (value === undefined || value === null || value === "") return undefined;
		try {
			return parseDecimal(plainText(value), "amount");
		} catch {
			context.addIssue({ code: "custom", message: "not a number" });
			return z.NEVER;
		}
	});

function plainText(value: string | number): string {
	if (typeof value === "number") return numberToDecimal(value);
	return /[eE]/.test(value) ? numberToDecimal(Number(value)) : value.replace(/^(-?)\./, "$10.");
}

export function orZero(value: Decimal | undefined): Decimal {
	return value ?? DECIMAL_ZERO;
}

export function isZero(value: Decimal | undefined): boolean {
	return value === undefined || value.units === 0n;
}

export function absolute({ units, decimals }: Decimal): Decimal {
	return { units: units < 0n ? -units : units, decimals };
}

/** The shortest exact text. */
export function textOf({ units, decimals }: Decimal): string {
	return formatScaled(units, decimals);
}

/**
 * `top / bottom`, toward minus infinity at `decimals` places: for figures that are compared, never for what is held.
 * `bottom` is not zero.
 */
export function ratioDown(top: Decimal, bottom: Decimal, decimals: number): Decimal {
	const sign = bottom.units < 0n ? -1n : 1n;
	const scaledTop = sign * top.units * 10n ** BigInt(decimals + bottom.decimals);
	const scaledBottom = sign * bottom.units * 10n ** BigInt(top.decimals);
	const quotient = scaledTop / scaledBottom;
	return { units: scaledTop % scaledBottom < 0n ? quotient - 1n : quotient, decimals };
}
