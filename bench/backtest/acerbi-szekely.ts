/**
 * Is the expected shortfall of a forecast large enough? The second test of Acerbi and Szekely (2014):
 * `Z = 1 − Σ_t L_t·[L_t > VaR_t] / (T·α·ES_t)`. It is 0 on average when the forecast is right, and
 * negative when losses beyond the value at risk are larger or more frequent than forecast. The
 * p-value is simulated: every day draws its loss from its own forecast.
 */
import type { SeededRandom } from "../../src/math/seeded-random.ts";

/** One day: the losses that were forecast, equally likely, and the one that came. */
export type ShortfallDay = {
	/** Ascending. */
	readonly forecastLosses: Float64Array;
	readonly loss: number;
};

export type ShortfallTest = {
	readonly statistic: number;
	/** Share of simulated histories with a statistic at least as low: small means underestimated. */
	readonly pValue: number;
};

type Tail = { readonly valueAtRisk: number; readonly shortfall: number };

/** @param tail the share of days that the shortfall averages, such as 0.025 */
export function acerbiSzekelyTest(
	days: readonly ShortfallDay[],
	tail: number,
	simulations: number,
	random: SeededRandom,
): ShortfallTest {
	const tails = days.map(({ forecastLosses }) => tailOf(forecastLosses, tail));
	const statisticOf = (lossOn: (day: number) => number) => {
		let sum = 0;
		for (let day = 0; day < days.length; day++) {
			const { valueAtRisk, shortfall } = tails[day] as Tail;
			const loss = lossOn(day);
			if (loss > valueAtRisk) sum += loss / shortfall;
		}
		return 1 - sum / (days.length * tail);
	};
	const statistic = statisticOf((day) => (days[day] as ShortfallDay).loss);
	let asLow = 0;
	for (let run = 0; run < simulations; run++) {
		const simulated = statisticOf((day) => {
			const { forecastLosses } = days[day] as ShortfallDay;
			return forecastLosses[Math.floor(random.uniform() * forecastLosses.length)] as number;
		});
		if (simulated <= statistic) asLow += 1;
	}
	return { statistic, pValue: asLow / simulations };
}

/** Of equally likely losses, ascending: the largest that is not in the tail, and the mean of the tail. */
export function tailOf(losses: Float64Array, tail: number): Tail {
	const count = Math.max(1, Math.round(losses.length * tail));
	let sum = 0;
	for (const loss of losses.subarray(losses.length - count)) sum += loss;
	return { valueAtRisk: losses[losses.length - count - 1] as number, shortfall: sum / count };
}
