/** Out-of-sample forecasts: every model is fitted again and again on the past alone. */

import type { TrainingDays } from "../src/risk/calibration/training-days.ts";
import { type VolatilityModelParams, volatilityModel } from "../src/risk/forecast/forecast-params.ts";
import type { DayReturns } from "../src/risk/forecast/volatility-model.ts";
import { variancePath } from "../src/risk/forecast/volatility-model.ts";

export type Contender = {
	readonly name: string;
	/** Coefficients from the days given, nothing later: one set for all underlyings, or one each. */
	readonly fit: (training: TrainingDays) => VolatilityModelParams | readonly VolatilityModelParams[];
};

export type RollingPlan = {
	readonly seedDays: number;
	/** The first day that is forecast out of sample. */
	readonly firstDay: number;
	readonly refitEveryDays: number;
};

/**
 * `forecasts[k][underlying]`: the variance of day `firstDay + k`, by a model fitted on the days before
 * the last refit and shown the days before `firstDay + k`.
 */
export async function rollingForecasts(
	contender: Contender,
	days: readonly DayReturns[],
	plan: RollingPlan,
	report: (detail: string) => void,
): Promise<(readonly number[])[]> {
	const { seedDays, firstDay, refitEveryDays } = plan;
	const forecasts: (readonly number[])[] = [];
	for (let from = firstDay; from < days.length; from += refitEveryDays) {
		report(`day ${from} of ${days.length}`);
		// Lets the progress line be drawn.
		await new Promise((resolve) => setImmediate(resolve));
		const fitted = contender.fit({ days: days.slice(0, from), seedDays });
		const shown = days.slice(0, from + refitEveryDays);
		// Without the path's last entry, which is for the day after the shown ones.
		forecasts.push(...pathOf(fitted, shown, seedDays).slice(from - seedDays, shown.length - seedDays));
	}
	return forecasts;
}

function pathOf(
	fitted: VolatilityModelParams | readonly VolatilityModelParams[],
	days: readonly DayReturns[],
	seedDays: number,
): (readonly number[])[] {
	if (!isPerUnderlying(fitted)) return variancePath(volatilityModel(fitted), days, seedDays);
	const single = fitted.map((params, u) =>
		variancePath(
			volatilityModel(params),
			days.map((day) => [day[u] as number]),
			seedDays,
		),
	);
	return (single[0] ?? []).map((_, at) => single.map((path) => path[at]?.[0] as number));
}

function isPerUnderlying(
	fitted: VolatilityModelParams | readonly VolatilityModelParams[],
): fitted is readonly VolatilityModelParams[] {
	return Array.isArray(fitted);
}
