/** Sizes of price moves in a history of daily closes, for people who set parameters. */
import { exp } from "../../math/deterministic-math.ts";
import { ONE_IN_PPM } from "../../units/exact-value.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { type JointReturns, peerMean, quantileUp } from "../scenarios/daily-returns.ts";
import { measuredDecorrelation, regressorFor, residualsOn } from "../scenarios/decorrelation-moves.ts";

/** Simple returns; `down` is negative. */
export type TwoSides = { readonly down: number; readonly up: number };

export type MoveEstimates = {
	readonly days: number;
	/** All underlyings in equal parts: quantiles of one side each, and the largest moves. */
	readonly common: { readonly quantile: TwoSides; readonly largest: TwoSides };
	readonly underlyings: readonly UnderlyingMoves[];
};

export type UnderlyingMoves = {
	readonly underlying: string;
	/** Parting from the regressor of the parameters; `undefined` for the regressor itself. */
	readonly onRegressor: TwoSides | undefined;
	/** Parting from the mean of all others; `undefined` for a single underlying. */
	readonly onPeers: TwoSides | undefined;
	/** Largest moves away from whichever of the two the table uses. */
	readonly largestAlone: TwoSides | undefined;
	readonly largest: TwoSides;
};

export function estimateMoves(
	returns: JointReturns,
	underlyings: readonly string[],
	params: RiskParams,
): MoveEstimates {
	const { quantile, regressor } = measuredDecorrelation(params);
	const perSide = quantile + (ONE_IN_PPM - quantile) / 2n;
	const common = returns.dates.map((_, day) => peerMean(returns.byUnderlying, day));
	return {
		days: returns.dates.length,
		common: { quantile: twoSides(common, quantile), largest: twoSides(common, ONE_IN_PPM) },
		underlyings: underlyings.map((underlying, u) => {
			const used = regressorFor(underlyings, u, regressor);
			const isAlone = underlyings.length < 2;
			return {
				underlying,
				onRegressor: used === "peers" ? undefined : twoSides(residualsOn(returns, u, used), perSide),
				onPeers: isAlone ? undefined : twoSides(residualsOn(returns, u, "peers"), perSide),
				largestAlone: isAlone ? undefined : twoSides(residualsOn(returns, u, used), ONE_IN_PPM),
				largest: twoSides(returns.byUnderlying[u] as readonly number[], ONE_IN_PPM),
			};
		}),
	};
}

/** The quantile of each side of log returns, as simple returns. */
function twoSides(logReturns: readonly number[], quantilePpm: bigint): TwoSides {
	const down = quantileUp(
		logReturns.map((value) => -value),
		quantilePpm,
	);
	return { down: exp(-down) - 1, up: exp(quantileUp(logReturns, quantilePpm)) - 1 };
}
