/**
 * The tail set: filtered historical simulation on joint daily returns.
 *
 * Each day's returns are divided by the volatility that was forecast for it, days are chosen by a
 * published rule (choose-tail-days.ts), and the chosen days are multiplied by today's forecast, within
 * bounds (rescaled-returns.ts).
 * Volatility surfaces and the basis move with them (surface-residuals.ts). Results are whole ppm: the
 * set is exact data from here on.
 */
import { InputError } from "../../errors/base.ts";
import type { IvHistory } from "../../market/history/iv-history.ts";
import { TAIL_LANES } from "../model/dimensions.ts";
import type { Scenario } from "../model/scenario.ts";
import type { TailInputs } from "../params/risk-params.ts";
import { chooseTailDays } from "./choose-tail-days.ts";
import type { JointReturns } from "./daily-returns.ts";
import { rescaledReturns } from "./rescaled-returns.ts";
import { surfaceResiduals } from "./surface-residuals.ts";
import { tailScenario } from "./tail-scenario.ts";
import { type FilteredReturns, filterReturns } from "./volatility-filter.ts";

export type TailRequest = {
	readonly returns: JointReturns;
	readonly underlyings: readonly string[];
	readonly params: TailInputs;
	readonly ivHistory?: IvHistory | undefined;
	/** Nothing later than this enters. */
	readonly knownAtMs: number;
};

/** Exactly `TAIL_LANES` scenarios, oldest day first. @throws InputError `CLOSES_TOO_SHORT` */
export function buildTailScenarios(request: TailRequest): Scenario[] {
	const { returns, underlyings, params } = request;
	const filtered = filterAll(returns, params);
	const standardised = filtered.map((one) => one.standardised);
	const residualsOf = surfaceResiduals({ ...request, standardised });
	const rescaled = filtered.map((one, u) =>
		rescaledReturns({
			filtered: one,
			logReturns: returns.byUnderlying[u] as readonly number[],
			params: params.tail,
		}),
	);
	return chooseTailDays(standardised, returns.dates.length, params.tail).map((day) =>
		tailScenario({
			date: returns.dates[day] as string,
			underlyings,
			logReturns: rescaled.map((series) => series[day] as number),
			residuals: residualsOf(day),
			params,
		}),
	);
}

/** By underlying. @throws InputError `CLOSES_TOO_SHORT` */
export function filterAll(returns: JointReturns, params: TailInputs): FilteredReturns[] {
	const needed = params.tail.seedDays + TAIL_LANES;
	if (returns.dates.length < needed) {
		throw new InputError({
			code: "CLOSES_TOO_SHORT",
			message: `the tail set needs ${needed} joint daily returns, the closes give ${returns.dates.length}`,
			field: "closes",
			hint: "give a longer history; only days on which every underlying has a close count",
		});
	}
	return filterReturns(returns, params);
}
