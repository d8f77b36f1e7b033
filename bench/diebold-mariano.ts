/**
 * Does one forecast lose less than another beyond chance? The statistic of Diebold and Mariano (1995):
 * the mean difference of daily losses over its standard error, with autocorrelation up to `lags` days
 * allowed for (Newey and West 1987, Bartlett weights). Losses are means over underlyings, so what
 * they share on a day counts once.
 */
import { normalCdf } from "../src/math/deterministic-math.ts";

export type Comparison = {
	/** Negative: the first forecast loses less. About standard normal when they are equally good. */
	readonly statistic: number;
	/** Two-sided. */
	readonly pValue: number;
};

export function dieboldMariano(
	losses: readonly number[],
	against: readonly number[],
	lags: number,
): Comparison {
	const differences = losses.map((loss, day) => loss - (against[day] as number));
	const count = differences.length;
	const mean = differences.reduce((sum, value) => sum + value, 0) / count;
	const away = differences.map((value) => value - mean);
	const covariance = (lag: number) =>
		away.slice(lag).reduce((sum, value, day) => sum + value * (away[day] as number), 0) / count;
	let variance = covariance(0);
	for (let lag = 1; lag <= lags; lag++) variance += 2 * (1 - lag / (lags + 1)) * covariance(lag);
	// Equal forecasts differ by nothing, with certainty.
	const statistic = variance <= 0 ? 0 : mean / Math.sqrt(variance / count);
	return { statistic, pValue: 2 * normalCdf(-Math.abs(statistic)) };
}
