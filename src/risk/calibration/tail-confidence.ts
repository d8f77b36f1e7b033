/**
 * What the expected shortfall of the tail set means. 40 of its days are chosen because they were bad,
 * so the mean of its worst three is not a 97.5 % shortfall of an ordinary day: for a few reference
 * books we look up which confidence over the WHOLE rescaled history has the same shortfall.
 */
import { exp } from "../../math/deterministic-math.ts";
import { TAIL_WORST_COUNT } from "../model/dimensions.ts";
import type { TailInputs } from "../params/risk-params.ts";
import { chooseTailDays } from "../scenarios/choose-tail-days.ts";
import type { JointReturns } from "../scenarios/daily-returns.ts";
import { rescaledReturns } from "../scenarios/rescaled-returns.ts";
import { filterAll } from "../scenarios/tail-scenarios.ts";

export type TailConfidence = {
	/** "BTC long", "ETH against BTC". */
	readonly book: string;
	/** Mean of the worst days of the tail set, as a share of the book's gross size; losses are positive. */
	readonly shortfall: number;
	/** Most of the worst days of the whole history that together lose at least as much on average. */
	readonly worstDays: number;
	readonly historyDays: number;
	/** `1 − worstDays / historyDays`. */
	readonly confidence: number;
};

type Book = { readonly name: string; readonly weights: readonly number[] };

/** @throws InputError `CLOSES_TOO_SHORT` */
export function tailConfidences(request: {
	readonly returns: JointReturns;
	readonly underlyings: readonly string[];
	readonly params: TailInputs;
}): TailConfidence[] {
	const { returns, underlyings, params } = request;
	const filtered = filterAll(returns, params);
	const standardised = filtered.map((one) => one.standardised);
	const moves = filtered.map((one, u) =>
		rescaledReturns({
			filtered: one,
			logReturns: returns.byUnderlying[u] as readonly number[],
			params: params.tail,
		}).map((logReturn) => exp(logReturn) - 1),
	);
	const dayCount = returns.dates.length;
	const chosen = chooseTailDays(standardised, dayCount, params.tail);
	const history = returns.dates.map((_, day) => day).slice(params.tail.seedDays);
	return referenceBooks(underlyings).map(({ name, weights }) => {
		const lossOn = (day: number) =>
			weights.reduce((sum, weight, u) => sum - weight * (moves[u]?.[day] as number), 0);
		const worstOf = (days: readonly number[]) => days.map(lossOn).sort((a, b) => b - a);
		const worstChosen = worstOf(chosen).slice(0, TAIL_WORST_COUNT);
		const shortfall = worstChosen.reduce((sum, loss) => sum + loss, 0) / TAIL_WORST_COUNT;
		const worstDays = daysWithMeanAtLeast(worstOf(history), shortfall);
		return {
			book: name,
			shortfall,
			worstDays,
			historyDays: history.length,
			confidence: 1 - worstDays / history.length,
		};
	});
}

/** Everything in equal parts, each underlying, each against the first: long and short. */
function referenceBooks(underlyings: readonly string[]): Book[] {
	const count = underlyings.length;
	const only = (u: number) => underlyings.map((_, at) => (at === u ? 1 : 0));
	const [first = ""] = underlyings;
	const longs: Book[] = [
		...(count > 1 ? [{ name: "equal parts", weights: underlyings.map(() => 1 / count) }] : []),
		...underlyings.map((underlying, u) => ({ name: underlying, weights: only(u) })),
	];
	const pairs = underlyings.slice(1).flatMap((underlying, at) => {
		const weights = underlyings.map((_, u) => (u === at + 1 ? 0.5 : u === 0 ? -0.5 : 0));
		const reversed = weights.map((weight) => -weight);
		return [
			{ name: `${underlying} against ${first}`, weights },
			{ name: `${first} against ${underlying}`, weights: reversed },
		];
	});
	const bothSides = longs.flatMap(({ name, weights }) => [
		{ name: `${name} long`, weights },
		{ name: `${name} short`, weights: weights.map((weight) => -weight) },
	]);
	return [...bothSides, ...pairs];
}

/** `losses` descending. At least one. */
function daysWithMeanAtLeast(losses: readonly number[], least: number): number {
	let sum = 0;
	let days = 0;
	for (const loss of losses) {
		sum += loss;
		// The same losses added in another order differ in their last bits.
		if (sum < least * (days + 1) * (1 - 1e-12)) break;
		days += 1;
	}
	return Math.max(1, days);
}
