/** Forecasts that are weighted sums of realised measures: HAR and the learned ridge regression. */
import type { MeasureSet, Measures } from "./realised-measures.ts";
import type { VarianceForecast, VolatilityModel } from "./volatility-model.ts";

export type LinearCoefficients = {
	/** Weight of the anchor. */
	readonly anchor: number;
	/** By the set's measures. */
	readonly weights: Readonly<Record<string, number>>;
};

/**
 * `anchorWeight·anchor + Σ weight·measure`, kept within the set's multiples of the anchor: weights
 * may be negative, and a variance must not be.
 */
export function linearModel(set: MeasureSet, coefficients: LinearCoefficients): VolatilityModel {
	const forecast = (measures: Measures): VarianceForecast => ({
		variances: measures.byUnderlying.map((values) => {
			const anchor = set.anchor(values);
			let sum = coefficients.anchor * anchor;
			for (const name of set.weighted) sum += (coefficients.weights[name] ?? 0) * (values[name] as number);
			return Math.min(set.highest * anchor, Math.max(set.lowest * anchor, sum));
		}),
		after: (day) => forecast(measures.after(day)),
	});
	return { begin: (seed) => forecast(set.begin(seed)) };
}
