/** How far one underlying parts from its peers in a day: a quantile of its regression residual. */
import { exp } from "../market/deterministic-math.ts";
import { type JointReturns, peerMean, quantileUp, returnToPpm } from "./daily-returns.ts";
import { largerOf, smallerOf } from "./exact-value.ts";
import type { RiskParams } from "./risk-params.ts";
import type { DecorrelationMove } from "./stress-scenarios.ts";

/**
 * For each underlying the quantile of `|r − β·p|`, p being the mean return of all others and β the
 * regression through the origin. With a single underlying there is nothing to part from.
 */
export function decorrelationMoves(
	returns: JointReturns,
	underlyings: readonly string[],
	params: RiskParams,
): DecorrelationMove[] {
	const { decorrelation } = params.stress;
	if (decorrelation === "off" || underlyings.length < 2) return [];
	const { quantile, smallestMove } = decorrelation;
	return underlyings.map((underlying, u) => {
		const own = returns.byUnderlying[u] as readonly number[];
		const peers = own.map((_, day) => peerMean(returns.byUnderlying, day, u));
		const beta = dot(own, peers) / dot(peers, peers);
		const residuals = own.map((value, day) => Math.abs(value - beta * (peers[day] as number)));
		const size = quantileUp(residuals, quantile);
		const downPpm = returnToPpm(exp(-size) - 1);
		const upPpm = returnToPpm(exp(size) - 1);
		return {
			underlying,
			downPpm: smallerOf(downPpm, -smallestMove),
			upPpm: largerOf(upPpm, smallestMove),
		};
	});
}

function dot(a: readonly number[], b: readonly number[]): number {
	let sum = 0;
	for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number);
	return sum;
}
