/**
 * EWMA and GARCH coefficients that minimise the loss over all underlyings together. The search is
 * DIRECT (dividing rectangles): global, deterministic, and the box keeps it where the recursion is
 * stationary.
 */
import direct from "ml-direct";
import { nextEwma } from "../forecast/ewma-model.ts";
import { type GarchCoefficients, nextGarch } from "../forecast/garch-model.ts";
import { qlike } from "./qlike.ts";
import { squaresByUnderlying, type TrainingDays } from "./training-days.ts";

const SEARCH = { iterations: 25 } as const;

/** Memories searched; 0.9999 forgets half in 19 years. */
const MEMORY_RANGE = [0.5, 0.9999] as const;

export function fitEwma(training: TrainingDays): { readonly memory: number } {
	const series = squaresByUnderlying(training.days);
	const loss = ([memory]: readonly number[]) =>
		recursionLoss(series, training.seedDays, (seen) =>
			nextEwma(memory as number, seen.variance, seen.square),
		);
	const { optima } = direct(loss, [MEMORY_RANGE[0]], [MEMORY_RANGE[1]], SEARCH);
	return { memory: optima[0]?.[0] as number };
}

/** Searched as shock + memory and the shock's share of it, so that every point of the box is stationary. */
export function fitGarch(training: TrainingDays): GarchCoefficients {
	const series = squaresByUnderlying(training.days);
	const coefficients = ([persistence, share]: readonly number[]): GarchCoefficients => ({
		shock: (persistence as number) * (share as number),
		memory: (persistence as number) * (1 - (share as number)),
	});
	const loss = (point: readonly number[]) => {
		const garch = coefficients(point);
		return recursionLoss(series, training.seedDays, (seen) => nextGarch(garch, seen));
	};
	const { optima } = direct(loss, [MEMORY_RANGE[0], 0], [MEMORY_RANGE[1], 0.5], SEARCH);
	return coefficients(optima[0] as number[]);
}

type Seen = { readonly longRun: number; readonly square: number; readonly variance: number };

/** Mean loss of a recursion on squared returns that starts at the mean square of the seed. */
function recursionLoss(
	series: readonly Float64Array[],
	seedDays: number,
	next: (seen: Seen) => number,
): number {
	let total = 0;
	let count = 0;
	for (const squares of series) {
		let sum = 0;
		for (let day = 0; day < seedDays; day++) sum += squares[day] as number;
		let variance = sum / seedDays;
		for (let day = seedDays; day < squares.length; day++) {
			const square = squares[day] as number;
			total += qlike(square, variance);
			sum += square;
			variance = next({ longRun: sum / (day + 1), square, variance });
		}
		count += squares.length - seedDays;
	}
	return total / count;
}
