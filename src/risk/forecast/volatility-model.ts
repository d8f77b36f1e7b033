/**
 * What every volatility model is: a recursion over days. A forecast is made from the days it has
 * been shown and nothing else, so no model can look ahead, and every step uses operations that all
 * platforms round alike, because forecasts enter risk tables.
 *
 * The data is daily closes, so a day's realised variance is not observed. Its stand-in is the
 * squared log return: unbiased, and noisy.
 */

/** One day's log returns by underlying. */
export type DayReturns = readonly number[];

/** What a model knows after some days. Never changes: a further day gives a new forecast. */
export type VarianceForecast = {
	/** Variance of the next day's log return, by underlying. */
	readonly variances: readonly number[];
	readonly after: (day: DayReturns) => VarianceForecast;
};

export type VolatilityModel = {
	/** The forecast after the seed days, of which there is at least one. */
	readonly begin: (seed: readonly DayReturns[]) => VarianceForecast;
};

/** A forecast for one underlying alone. */
export type SingleForecast = {
	readonly variance: number;
	readonly after: (logReturn: number) => SingleForecast;
};

/** A model that looks at each underlying by itself. */
export function separately(begin: (seed: readonly number[]) => SingleForecast): VolatilityModel {
	const joined = (singles: readonly SingleForecast[]): VarianceForecast => ({
		variances: singles.map(({ variance }) => variance),
		after: (day) => joined(singles.map((single, u) => single.after(day[u] as number))),
	});
	return {
		begin: (seed) => joined((seed[0] ?? []).map((_, u) => begin(seed.map((day) => day[u] as number)))),
	};
}

/**
 * The forecast for each day from `seedDays` on and for the day after the last one:
 * `path[k][underlying]` is the variance of day `seedDays + k`, made from the days before it.
 */
export function variancePath(
	model: VolatilityModel,
	days: readonly DayReturns[],
	seedDays: number,
): (readonly number[])[] {
	let forecast = model.begin(days.slice(0, seedDays));
	const path = [forecast.variances];
	for (const day of days.slice(seedDays)) {
		forecast = forecast.after(day);
		path.push(forecast.variances);
	}
	return path;
}
