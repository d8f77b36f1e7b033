/**
 * What volatility surfaces do on a tail day besides what its return explains.
 *
 * A surface moves by `response · rescaled return + residual`. The residual of a day of the IV history
 * is its own: unscaled, such a day repeats exactly what it did. Every other day borrows the
 * residual of the history day whose standardised returns are nearest, by `Σ (z_u − z′_u)²` over all
 * underlyings with a history; ties go to the later day. One day serves all underlyings, so their
 * surfaces move jointly. An underlying without a history has no residual.
 */
import { type FourTenors, IV_TENOR_DAYS, type IvHistory } from "../../market/history/iv-history.ts";
import type { TailInputs } from "../params/risk-params.ts";
import type { JointReturns } from "./daily-returns.ts";
import { type SurfaceChange, type SurfaceDay, surfaceDays } from "./surface-history.ts";
import { surfaceResponse } from "./surface-response.ts";

/** By underlying, in order; `undefined` without a history. */
export type DayResiduals = readonly (SurfaceChange | undefined)[];

/** The residuals of each day, by its place in `returns`. */
export function surfaceResiduals(request: {
	readonly returns: JointReturns;
	readonly underlyings: readonly string[];
	/** `standardised[u][day]`. */
	readonly standardised: readonly (readonly number[])[];
	readonly params: TailInputs;
	readonly ivHistory?: IvHistory | undefined;
	readonly knownAtMs: number;
}): (day: number) => DayResiduals {
	const { returns, underlyings, standardised, params, ivHistory, knownAtMs } = request;
	const moves = underlyings.map((underlying) => {
		const days = surfaceDays(ivHistory?.get(underlying) ?? [], knownAtMs);
		return days.length === 0 ? undefined : new Map(days.map((day) => [day.date, day]));
	});
	const withHistory = underlyings.map((_, u) => u).filter((u) => moves[u] !== undefined);
	const donors = returns.dates
		.map((_, day) => day)
		.filter((day) => day >= params.tail.seedDays && withHistory.length > 0)
		.filter((day) => withHistory.every((u) => moves[u]?.has(returns.dates[day] as string)));
	const distance = (day: number, donor: number) => {
		let sum = 0;
		for (const u of withHistory) {
			const apart = (standardised[u]?.[day] as number) - (standardised[u]?.[donor] as number);
			sum += apart * apart;
		}
		return sum;
	};
	return (day) => {
		const donor = donors.includes(day) ? day : nearest(donors, (one) => distance(day, one));
		if (donor === undefined) return underlyings.map(() => undefined);
		return underlyings.map((underlying, u) => {
			const move = moves[u]?.get(returns.dates[donor] as string);
			return move === undefined ? undefined : residualOf(move, params, underlying);
		});
	};
}

/** The one with the least distance, the last of equals. */
function nearest(donors: readonly number[], distanceTo: (donor: number) => number): number | undefined {
	let best: number | undefined;
	let least = Number.POSITIVE_INFINITY;
	for (const donor of donors) {
		const distance = distanceTo(donor);
		if (distance > least) continue;
		best = donor;
		least = distance;
	}
	return best;
}

/** What a day's own return, at the time of its own rows, does not explain. */
export function residualOf(move: SurfaceDay, params: TailInputs, underlying: string): SurfaceChange {
	const explained = surfaceResponse({ params, underlying, logReturn: move.logReturn });
	const level = IV_TENOR_DAYS.map((_, at) => (move.level[at] as number) - (explained.level[at] as number));
	return {
		level: level as unknown as FourTenors<number>,
		riskReversal: move.riskReversal - explained.riskReversal,
		fly: move.fly - explained.fly,
		basisPerYear: move.basisPerYear - explained.basisPerYear,
	};
}
