/**
 * How far one underlying parts from the rest in a day: quantiles of its regression residual, each
 * sign by itself.
 *
 * The regressor is BTC (a parameter): every publisher has it, it is what alt books are hedged with, and
 * listing another coin changes nobody's size, as it would with the mean of all others. BTC itself is
 * regressed on that mean: alone it explains itself fully.
 */
import { exp } from "../../math/deterministic-math.ts";
import { largerOf, ONE_IN_PPM, smallerOf } from "../../units/exact-value.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { type JointReturns, peerMean, quantileUp, returnToPpm } from "./daily-returns.ts";
import type { DecorrelationMove } from "./stress-scenarios.ts";

/**
 * Both sides together leave out at most `1 − quantile` of the days, half of it each. With a single
 * underlying there is nothing to part from.
 */
export function decorrelationMoves(
	returns: JointReturns,
	underlyings: readonly string[],
	params: RiskParams,
): DecorrelationMove[] {
	const { decorrelation } = params.stress;
	if (decorrelation === "off" || underlyings.length < 2) return [];
	const { quantile, smallestMove, regressor } = decorrelation;
	const perSide = quantile + (ONE_IN_PPM - quantile) / 2n;
	return underlyings.map((underlying, u) => {
		const residuals = residualsOn(returns, u, regressorFor(underlyings, u, regressor));
		const up = quantileUp(residuals, perSide);
		const down = quantileUp(
			residuals.map((value) => -value),
			perSide,
		);
		return {
			underlying,
			downPpm: smallerOf(returnToPpm(exp(-down) - 1), -smallestMove),
			upPpm: largerOf(returnToPpm(exp(up) - 1), smallestMove),
		};
	});
}

/**
 * What is measured of partings: the rule of the parameters, or 99.5 % against BTC where they switch
 * the moves off.
 */
export function measuredDecorrelation({ stress }: RiskParams): { quantile: bigint; regressor: string } {
	return stress.decorrelation === "off" ? { quantile: 995_000n, regressor: "BTC" } : stress.decorrelation;
}

/** A place among the underlyings, or `peers`: for the regressor itself, and where it is not listed. */
export function regressorFor(underlyings: readonly string[], u: number, regressor: string): number | "peers" {
	const at = underlyings.indexOf(regressor);
	return at < 0 || at === u ? "peers" : at;
}

/** `r − β·x` by day, with the regression through the origin. */
export function residualsOn(returns: JointReturns, u: number, regressor: number | "peers"): number[] {
	const own = returns.byUnderlying[u] as readonly number[];
	const explaining =
		regressor === "peers"
			? own.map((_, day) => peerMean(returns.byUnderlying, day, u))
			: (returns.byUnderlying[regressor] as readonly number[]);
	const beta = dot(own, explaining) / dot(explaining, explaining);
	return own.map((value, day) => value - beta * (explaining[day] as number));
}

function dot(a: readonly number[], b: readonly number[]): number {
	let sum = 0;
	for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
	return sum;
}
