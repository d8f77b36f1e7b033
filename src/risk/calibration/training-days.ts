/** What a model is fitted on: the days up to the present, the first `seedDays` of which only start it. */
import type { DayReturns, VolatilityModel } from "../forecast/volatility-model.ts";
import { variancePath } from "../forecast/volatility-model.ts";
import { qlike } from "./qlike.ts";

export type TrainingDays = { readonly days: readonly DayReturns[]; readonly seedDays: number };

/** Mean loss over all underlyings and the days from `fromDay` on, by default all after the seed. */
export function meanLoss(
	model: VolatilityModel,
	{ days, seedDays }: TrainingDays,
	fromDay = seedDays,
): number {
	const path = variancePath(model, days, seedDays);
	let sum = 0;
	let count = 0;
	for (let at = fromDay; at < days.length; at++) {
		(days[at] as DayReturns).forEach((value, u) => {
			sum += qlike(value * value, path[at - seedDays]?.[u] as number);
			count++;
		});
	}
	return count === 0 ? 0 : sum / count;
}

/** Squared returns by underlying, for fits that walk one series many times. */
export function squaresByUnderlying(days: readonly DayReturns[]): Float64Array[] {
	return (days[0] ?? []).map((_, u) => Float64Array.from(days, (day) => square(day[u] as number)));
}

function square(value: number): number {
	return value * value;
}
