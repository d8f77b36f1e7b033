/** What happened on one day, rescaled to today's volatility, as a scenario: exact data in whole ppm. */

import { type FourTenors, IV_TENOR_DAYS } from "../../market/history/iv-history.ts";
import { exp } from "../../math/deterministic-math.ts";
import { largerOf, ppmToNumber, smallerOf } from "../../units/exact-value.ts";
import {
	LARGEST_MOVE_PPM,
	MARK_SCENARIO,
	type Scenario,
	SMALLEST_MOVE_PPM,
	type SurfaceMove,
} from "../model/scenario.ts";
import { horizonMs, type TailInputs, withVolOf } from "../params/risk-params.ts";
import { tenorScale } from "../pricing/vol-shock.ts";
import { returnToPpm } from "./daily-returns.ts";
import type { SurfaceChange } from "./surface-history.ts";
import type { DayResiduals } from "./surface-residuals.ts";
import { surfaceResponse } from "./surface-response.ts";

export function tailScenario(request: {
	readonly date: string;
	readonly underlyings: readonly string[];
	/** Rescaled to today's volatility, by underlying. */
	readonly logReturns: readonly number[];
	readonly residuals: DayResiduals;
	readonly params: TailInputs;
}): Scenario {
	const { date, underlyings, logReturns, residuals, params } = request;
	const moves = underlyings.map((underlying, u) => {
		const logReturn = logReturns[u] as number;
		const change = surfaceResponse({ params, underlying, logReturn });
		return { underlying, logReturn, change, residual: residuals[u] };
	});
	const limits = params.tail.surface.limits;
	const byUnderlying = <Value>(read: (move: (typeof moves)[number]) => Value) =>
		Object.fromEntries(moves.map((move) => [move.underlying, read(move)]));
	return {
		...MARK_SCENARIO,
		name: `as on ${date}`,
		laterMs: horizonMs(params),
		movesPpm: byUnderlying(({ logReturn }) =>
			smallerOf(LARGEST_MOVE_PPM, largerOf(SMALLEST_MOVE_PPM, returnToPpm(exp(logReturn) - 1))),
		),
		vols: byUnderlying(({ underlying, change, residual }) =>
			surfaceMove(change, residual, withVolOf(params, underlying)),
		),
		basisPerYearPpm: byUnderlying(({ change, residual }) =>
			limitedPpm(change.basisPerYear + (residual?.basisPerYear ?? 0), ppmToNumber(limits.basisPerYear)),
		),
	};
}

function surfaceMove(
	change: SurfaceChange,
	residual: SurfaceChange | undefined,
	params: TailInputs,
): SurfaceMove {
	const { levelMin, levelMax, riskReversal, fly } = params.tail.surface.limits;
	const levelPpm = IV_TENOR_DAYS.map((days, at) => {
		// Limits are stated at 30 days, as the response is.
		const scale = tenorScale(params, days);
		const level = (change.level[at] as number) + (residual?.level[at] ?? 0);
		return limitedPpm(level, ppmToNumber(levelMax) * scale, ppmToNumber(levelMin) * scale);
	});
	return {
		levelPpm: levelPpm as unknown as FourTenors<bigint>,
		riskReversalPpm: limitedPpm(
			change.riskReversal + (residual?.riskReversal ?? 0),
			ppmToNumber(riskReversal),
		),
		flyPpm: limitedPpm(change.fly + (residual?.fly ?? 0), ppmToNumber(fly)),
	};
}

function limitedPpm(value: number, largest: number, smallest = -largest): bigint {
	return returnToPpm(Math.min(largest, Math.max(smallest, value)));
}
