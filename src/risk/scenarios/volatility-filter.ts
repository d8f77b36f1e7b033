/**
 * Each underlying's returns divided by the volatility that the model forecast for them, and the
 * forecast that scenarios are scaled to: the model's, but never below a long-run quantile of its own
 * history, rising at once and falling by at most a fixed share a day.
 */

import { ppmToNumber } from "../../units/exact-value.ts";
import { volatilityModel } from "../forecast/forecast-params.ts";
import { variancePath } from "../forecast/volatility-model.ts";
import type { TailInputs } from "../params/risk-params.ts";
import { type JointReturns, quantileOfSortedUp } from "./daily-returns.ts";

export type FilteredReturns = {
	/** Return over the model's forecast by day; the seed days hold 0 and are never chosen. */
	readonly standardised: readonly number[];
	/** The model's volatility of each day after the seed, the last one for tomorrow. */
	readonly modelled: readonly number[];
	/** The same, floored and slowly released. */
	readonly released: readonly number[];
	/** The last of `released`: what scenarios of tomorrow are scaled to. */
	readonly forecast: number;
};

/** By underlying. At least `tail.seedDays` returns. */
export function filterReturns(
	returns: JointReturns,
	params: Pick<TailInputs, "tail" | "forecast">,
): FilteredReturns[] {
	const { forecast, tail } = params;
	const { seedDays } = tail;
	const days = returns.dates.map((_, day) => returns.byUnderlying.map((series) => series[day] as number));
	const path = variancePath(volatilityModel(forecast.model), days, seedDays);
	return returns.byUnderlying.map((series, u) => {
		const modelled = path.map((variances) => Math.sqrt(variances[u] as number));
		const released = releaseSlowly({
			wanted: atLeastItsQuantile(modelled, forecast.floorQuantile),
			releasePerDay: ppmToNumber(forecast.releasePerDay),
		});
		return {
			standardised: series.map((value, day) => {
				const volatility = modelled[day - seedDays];
				return volatility === undefined || volatility === 0 ? 0 : value / volatility;
			}),
			modelled,
			released,
			forecast: released.at(-1) as number,
		};
	});
}

/** Rises with `wanted` at once and falls by at most the share `releasePerDay` a day. */
export function releaseSlowly(request: {
	readonly wanted: readonly number[];
	readonly releasePerDay: number;
}): number[] {
	const keep = 1 - request.releasePerDay;
	let before = 0;
	return request.wanted.map((value) => {
		before = Math.max(value, keep * before);
		return before;
	});
}

function atLeastItsQuantile(modelled: readonly number[], quantile: bigint): number[] {
	const floors = quantilesSoFarUp(modelled, quantile);
	return modelled.map((value, at) => Math.max(value, floors[at] as number));
}

/** For each place the quantile of all values up to and including it. */
export function quantilesSoFarUp(values: readonly number[], ppm: bigint): number[] {
	const sorted: number[] = [];
	return values.map((value) => {
		let low = 0;
		let high = sorted.length;
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if ((sorted[middle] as number) <= value) low = middle + 1;
			else high = middle;
		}
		sorted.splice(low, 0, value);
		return quantileOfSortedUp(sorted, ppm);
	});
}
