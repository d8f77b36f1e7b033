/**
 * QLIKE, the loss that forecasts of variance are fitted and compared by. It ranks forecasts rightly
 * although the squared return is only a noisy stand-in for the variance, and one huge return does not
 * decide it alone (Patton 2011). Minimising it is maximising the normal likelihood.
 */
import { ln } from "../../math/deterministic-math.ts";

/**
 * The square of a return of 0.01 %. Smaller squares and variances count as this: a day without a
 * trade has no logarithm. It never changes which of two forecasts is better on that day.
 */
export const SMALLEST_VARIANCE = 1e-8;

/** `x − ln x − 1` of x = squared return / forecast variance: 0 when they agree, otherwise positive. */
export function qlike(square: number, variance: number): number {
	const ratio = Math.max(square, SMALLEST_VARIANCE) / Math.max(variance, SMALLEST_VARIANCE);
	return ratio - ln(ratio) - 1;
}
