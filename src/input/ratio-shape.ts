/** How parameters are read: decimal text to whole parts per million, within stated limits. */
import { z } from "zod";
import { parseScaled } from "../units/decimal.ts";
import { PPM_DECIMALS } from "../units/exact-value.ts";

/** A decimal ratio within `[low, high]`, as ppm. */
export function ratio(low: string, high: string) {
	const lowPpm = parseScaled(low, PPM_DECIMALS, "low");
	const highPpm = parseScaled(high, PPM_DECIMALS, "high");
	return z.string().transform((text, context) => {
		const ppm = readScaled(text, context);
		if (ppm === undefined) return z.NEVER;
		if (ppm >= lowPpm && ppm <= highPpm) return ppm;
		context.addIssue({ code: "custom", message: `must be between ${low} and ${high}` });
		return z.NEVER;
	});
}

/** Decimal text with at most six decimals as an integer scaled by 10⁶, or an issue. */
export function readScaled(text: string, context: z.core.$RefinementCtx): bigint | undefined {
	try {
		return parseScaled(text, PPM_DECIMALS, "value");
	} catch {
		context.addIssue({ code: "custom", message: "must be decimal text with at most 6 decimals" });
		return undefined;
	}
}
