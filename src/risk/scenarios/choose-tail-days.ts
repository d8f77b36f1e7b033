/**
 * Which days of the history become tail scenarios. The published rule, in order:
 *
 * 1. the `recentDays` most recent days;
 * 2. of all earlier days, the `commonStressDays` with the largest score on the first principal
 *    component of the standardised returns: everything moves;
 * 3. of what remains, the `secondStressDays` with the largest score on the second: two groups part;
 * 4. of what remains, the `residualStressDays` with the largest residual, the sum of squares that
 *    both components leave: single coins part.
 *
 * Scores count by size, without their sign. Ties go to the larger first score, then to the earlier
 * day. Components are taken of the whole history but the seed days.
 */

import type { TailParams } from "../params/risk-params.ts";
import { principalComponents } from "./principal-components.ts";

type MeasuredDay = {
	readonly day: number;
	readonly first: number;
	readonly second: number;
	readonly residual: number;
};

export type ChosenDays = Readonly<Record<"recent" | "common" | "second" | "residual", readonly number[]>>;

/** Days as places in the history, oldest first. `standardised[u][day]`: return over its forecast. */
export function chooseTailDays(
	standardised: readonly (readonly number[])[],
	dayCount: number,
	params: TailParams,
): number[] {
	const { recent, common, second, residual } = chooseDaysByRule(standardised, dayCount, params);
	return [...[...common, ...second, ...residual].sort((a, b) => a - b), ...recent];
}

/** The same days by the part of the rule that chose them, the most extreme first. */
export function chooseDaysByRule(
	standardised: readonly (readonly number[])[],
	dayCount: number,
	params: TailParams,
): ChosenDays {
	const { seedDays, recentDays, commonStressDays, secondStressDays, residualStressDays } = params;
	const firstRecent = dayCount - recentDays;
	let pool = measureDays(standardised, range(seedDays, firstRecent), seedDays);
	const take = (count: number, by: "first" | "second" | "residual") => {
		const sorted = pool.sort((a, b) => b[by] - a[by] || b.first - a.first || a.day - b.day);
		pool = sorted.slice(count);
		return sorted.slice(0, count).map(({ day }) => day);
	};
	return {
		common: take(commonStressDays, "first"),
		second: take(secondStressDays, "second"),
		residual: take(residualStressDays, "residual"),
		recent: range(firstRecent, dayCount),
	};
}

function measureDays(
	standardised: readonly (readonly number[])[],
	days: readonly number[],
	seedDays: number,
): MeasuredDay[] {
	const components = principalComponents(standardised.map((series) => series.slice(seedDays)));
	return days.map((day) => {
		const returns = standardised.map((series) => series[day] as number);
		const first = dot(returns, components[0]?.direction ?? []);
		// With fewer than three underlyings nothing is left by both; rounding must not choose the days.
		const second = returns.length < 2 ? 0 : dot(returns, components[1]?.direction ?? []);
		const all = dot(returns, returns);
		const residual = returns.length < 3 ? 0 : Math.max(0, all - first * first - second * second);
		return { day, first: Math.abs(first), second: Math.abs(second), residual };
	});
}

function dot(a: readonly number[], b: readonly number[]): number {
	let sum = 0;
	for (let at = 0; at < a.length; at++) sum += (a[at] as number) * (b[at] ?? 0);
	return sum;
}

function range(from: number, to: number): number[] {
	return Array.from({ length: Math.max(0, to - from) }, (_, k) => from + k);
}
