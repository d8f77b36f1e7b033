/**
 * GARCH(1,1) (Bollerslev 1986) with variance targeting (Engle and Mezrich 1996): two coefficients
 * serve every underlying, because its long-run variance is the mean of its own squared returns so
 * far.
 */
import { meanOf, runningMeanOf, withValue } from "./running-mean.ts";
import { type SingleForecast, separately, type VolatilityModel } from "./volatility-model.ts";

/** Weights of the last squared return and of the last forecast; they add up to less than 1. */
export type GarchCoefficients = { readonly shock: number; readonly memory: number };

export function garchModel(coefficients: GarchCoefficients): VolatilityModel {
	const forecast = (variance: number, squares: ReturnType<typeof runningMeanOf>): SingleForecast => ({
		variance,
		after: (logReturn) => {
			const square = logReturn * logReturn;
			const seen = withValue(squares, square);
			return forecast(nextGarch(coefficients, { longRun: meanOf(seen), square, variance }), seen);
		},
	});
	return separately((seed) => {
		const squares = runningMeanOf(seed.map((value) => value * value));
		return forecast(meanOf(squares), squares);
	});
}

/** `(1 − shock − memory)·longRun + shock·square + memory·variance` */
export function nextGarch(
	{ shock, memory }: GarchCoefficients,
	seen: { readonly longRun: number; readonly square: number; readonly variance: number },
): number {
	return (1 - shock - memory) * seen.longRun + shock * seen.square + memory * seen.variance;
}
