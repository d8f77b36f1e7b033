/** Is a loss beyond the requirement about as frequent as it is meant to be? */
import { ln, normalCdf } from "../../src/math/deterministic-math.ts";

export type KupiecTest = {
	readonly days: number;
	readonly exceedances: number;
	/** Likelihood ratio: chi-squared with one degree of freedom when the rate is right. */
	readonly statistic: number;
	/** Small: the rate is not the stated one, in whichever direction. */
	readonly pValue: number;
};

/**
 * Kupiec's proportion of failures (1995): `2·(ln L(x/n) − ln L(p))` with `L(p) = (1−p)^(n−x)·p^x`.
 *
 * @param rate share of days on which the loss may be larger, between 0 and 1
 */
export function kupiecTest(exceeded: readonly boolean[], rate: number): KupiecTest {
	const days = exceeded.length;
	const exceedances = exceeded.filter(Boolean).length;
	const best = logLikelihood(days, exceedances, exceedances / days);
	const statistic = Math.max(0, 2 * (best - logLikelihood(days, exceedances, rate)));
	return { days, exceedances, statistic, pValue: 2 * normalCdf(-Math.sqrt(statistic)) };
}

function logLikelihood(days: number, exceedances: number, rate: number): number {
	const quiet = days - exceedances;
	return (quiet === 0 ? 0 : quiet * ln(1 - rate)) + (exceedances === 0 ? 0 : exceedances * ln(rate));
}
