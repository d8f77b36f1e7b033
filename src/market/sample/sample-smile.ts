/**
 * A volatility surface for sample markets: SSVI (Gatheral and Jacquier, 2014). With `η(1+|ρ|) ≤ 2`
 * and at-the-money variance that grows with time it holds no arbitrage between strikes or expiries.
 */
import { exp } from "../../math/deterministic-math.ts";

export type Smile = {
	/** At-the-money volatility today and in the long run, and how fast one turns into the other. */
	readonly shortVolatility: number;
	readonly longVolatility: number;
	readonly reversionPerYear: number;
	/** ρ: negative when puts cost more than calls. */
	readonly skew: number;
	/** η: how fast volatility rises away from the money. */
	readonly curvature: number;
};

/** Total variance at the money up to `years`: the average of a mean-reverting variance, times years. */
export function atTheMoneyVariance(smile: Smile, years: number): number {
	const { shortVolatility, longVolatility, reversionPerYear } = smile;
	const longVariance = longVolatility * longVolatility;
	const excess = shortVolatility * shortVolatility - longVariance;
	return longVariance * years + (excess * (1 - exp(-reversionPerYear * years))) / reversionPerYear;
}

/** Implied volatility at log-moneyness `ln(strike / forward)`. `years` is positive. */
export function smileVolatility(smile: Smile, logMoneyness: number, years: number): number {
	const { skew, curvature } = smile;
	const theta = atTheMoneyVariance(smile, years);
	const x = (curvature / Math.sqrt(theta * (1 + theta))) * logMoneyness;
	const totalVariance = (theta / 2) * (1 + skew * x + Math.sqrt((x + skew) * (x + skew) + 1 - skew * skew));
	return Math.sqrt(totalVariance / years);
}
