/**
 * The tail set: filtered historical simulation on joint daily returns.
 *
 * Each day's returns are divided by the volatility that was forecast for it (EWMA), days are chosen
 * by a published rule, and the chosen days are multiplied by today's forecast. The rule, in order:
 *
 * 1. the `recentDays` most recent days;
 * 2. of all earlier days, the `commonStressDays` with the largest `|c|`, c being the mean
 *    standardised return over underlyings (the first principal component when all correlations are
 *    equal);
 * 3. of what remains, the `residualStressDays` with the largest `Σ (z_u − c)²`.
 *
 * Ties go to the larger `|c|`, then to the earlier day. Today's forecast is the largest of the fast
 * EWMA, the slow EWMA (so it is released slowly) and a quantile of the fast one's history. Results
 * are whole ppm: the set is exact data from here on.
 */
import { InputError } from "../errors/base.ts";
import { exp } from "../market/deterministic-math.ts";
import { type JointReturns, mean, peerMean, quantileUp, returnToPpm } from "./daily-returns.ts";
import { TAIL_LANES } from "./dimensions.ts";
import { largerOf, ppmToNumber, smallerOf } from "./exact-value.ts";
import type { TailParams } from "./risk-params.ts";
import { LARGEST_MOVE_PPM, MARK_SCENARIO, type Scenario, SMALLEST_MOVE_PPM } from "./scenario.ts";

/** Exactly `TAIL_LANES` scenarios, oldest day first. @throws InputError `CLOSES_TOO_SHORT` */
export function buildTailScenarios(
	returns: JointReturns,
	underlyings: readonly string[],
	params: TailParams,
): Scenario[] {
	const needed = params.seedDays + TAIL_LANES;
	if (returns.dates.length < needed) {
		throw new InputError({
			code: "CLOSES_TOO_SHORT",
			message: `the tail set needs ${needed} joint daily returns, the closes give ${returns.dates.length}`,
			field: "closes",
			hint: "give a longer history; only days on which every underlying has a close count",
		});
	}
	const filtered = returns.byUnderlying.map((series) => filterReturns(series, params));
	const standardised = filtered.map((one) => one.standardised);
	return chooseDays(standardised, returns.dates.length, params).map((day) => {
		const moves = filtered.map((one) => (one.standardised[day] as number) * one.forecast);
		return tailScenario(returns.dates[day] as string, underlyings, moves, params);
	});
}

type Filtered = {
	/** Return over forecast by day; the seed days hold 0 and are never chosen. */
	readonly standardised: readonly number[];
	/** Volatility of the next day. */
	readonly forecast: number;
};

function filterReturns(series: readonly number[], params: TailParams): Filtered {
	const lambda = ppmToNumber(params.lambda);
	const slowLambda = ppmToNumber(params.slowLambda);
	const seed = mean(series.slice(0, params.seedDays).map((value) => value * value));
	let fast = seed;
	let slow = seed;
	const standardised: number[] = [];
	const history: number[] = [];
	series.forEach((value, day) => {
		const volatility = Math.sqrt(fast);
		standardised.push(day < params.seedDays || volatility === 0 ? 0 : value / volatility);
		if (day >= params.seedDays) {
			history.push(volatility);
			fast = lambda * fast + (1 - lambda) * value * value;
			slow = slowLambda * slow + (1 - slowLambda) * value * value;
		}
	});
	const floor = quantileUp(history, params.volFloorQuantile);
	return { standardised, forecast: Math.max(Math.sqrt(fast), Math.sqrt(slow), floor) };
}

function chooseDays(
	standardised: readonly (readonly number[])[],
	dayCount: number,
	params: TailParams,
): number[] {
	const firstRecent = dayCount - params.recentDays;
	const recent = range(firstRecent, dayCount);
	const measured = range(params.seedDays, firstRecent).map((day) => {
		const common = peerMean(standardised, day);
		let residual = 0;
		for (const series of standardised) {
			const away = (series[day] as number) - common;
			residual += away * away;
		}
		return { day, common: Math.abs(common), residual };
	});
	measured.sort((a, b) => b.common - a.common || a.day - b.day);
	const common = measured.slice(0, params.commonStressDays);
	const rest = measured.slice(params.commonStressDays);
	rest.sort((a, b) => b.residual - a.residual || b.common - a.common || a.day - b.day);
	const stress = [...common, ...rest.slice(0, params.residualStressDays)].map(({ day }) => day);
	return [...stress.sort((a, b) => a - b), ...recent];
}

function tailScenario(
	date: string,
	underlyings: readonly string[],
	logReturns: readonly number[],
	params: TailParams,
): Scenario {
	const byUnderlying = underlyings.map((underlying, u) => {
		const logReturn = logReturns[u] as number;
		const response = ppmToNumber(logReturn < 0 ? params.volResponse.down : params.volResponse.up);
		const shift = Math.min(
			ppmToNumber(params.volShiftMax),
			Math.max(ppmToNumber(params.volShiftMin), response * logReturn),
		);
		const movePpm = smallerOf(LARGEST_MOVE_PPM, largerOf(SMALLEST_MOVE_PPM, returnToPpm(exp(logReturn) - 1)));
		return { underlying, movePpm, shiftPpm: returnToPpm(shift) };
	});
	return {
		...MARK_SCENARIO,
		name: `as on ${date}`,
		daysLater: 1,
		movesPpm: Object.fromEntries(byUnderlying.map((one) => [one.underlying, one.movePpm])),
		vols: Object.fromEntries(byUnderlying.map((one) => [one.underlying, { shiftPpm: one.shiftPpm }])),
	};
}

function range(from: number, to: number): number[] {
	return Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
}
