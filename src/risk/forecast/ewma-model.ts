/** The exponentially weighted mean of squared returns (RiskMetrics, 1996). */
import { meanOf, runningMeanOf } from "./running-mean.ts";
import { type SingleForecast, separately, type VolatilityModel } from "./volatility-model.ts";

/** `memory` is the weight of yesterday's forecast, RiskMetrics' λ; starts at the seed's mean square. */
export function ewmaModel({ memory }: { readonly memory: number }): VolatilityModel {
	const forecast = (variance: number): SingleForecast => ({
		variance,
		after: (logReturn) => forecast(nextEwma(memory, variance, logReturn * logReturn)),
	});
	return separately((seed) => forecast(meanOf(runningMeanOf(seed.map((value) => value * value)))));
}

/** `memory·before + (1 − memory)·value` */
export function nextEwma(memory: number, before: number, value: number): number {
	return memory * before + (1 - memory) * value;
}
