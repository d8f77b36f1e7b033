/** Amounts in files: decimal text, or a JSON number where that says the same. */
import { z } from "zod";
import { numberToDecimal } from "../units/number-to-decimal.ts";

/** Up to this many significant digits every decimal survives the way through a double and back. */
const EXACT_DIGITS = 15;

/**
 * Plain decimal text as it is. A JSON number becomes the text of the same value when it has at most 15 significant
 * digits; beyond that it may not be what was written, so it has to be text.
 */
export const decimalText = z
	.union([z.string(), z.number()], { error: "not decimal text, nor a number" })
	.transform((value, context) => {
		if (typeof value === "string") return value;
		const text = numberToDecimal(value);
		const digits = text
			.replace(/^-?0?\.?0*/, "")
			.replace(".", "")
			.replace(/0+$/, "");
		if (digits.length <= EXACT_DIGITS) return text;
		context.addIssue({
			code: "custom",
			message: `a number of more than ${EXACT_DIGITS} digits may not be what was written: write it as text`,
		});
		return z.NEVER;
	});
