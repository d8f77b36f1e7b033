/** Every size that data can say something about, beside the value that the parameters use. */
import type { DailyCloses } from "../../market/history/daily-closes.ts";
import type { IvHistory } from "../../market/history/iv-history.ts";
import { type RiskParams, tailInputsOf } from "../params/risk-params.ts";
import { jointLogReturns } from "../scenarios/daily-returns.ts";
import { decorrelationMoves } from "../scenarios/decorrelation-moves.ts";
import type { DecorrelationMove } from "../scenarios/stress-scenarios.ts";
import { estimateMoves, type MoveEstimates } from "./estimate-moves.ts";
import { estimateSurface, type SurfaceEstimates } from "./estimate-surface.ts";
import { type TailConfidence, tailConfidences } from "./tail-confidence.ts";

export type RiskEstimates = {
	readonly moves: MoveEstimates;
	/** What a table of these underlyings uses. */
	readonly decorrelation: readonly DecorrelationMove[];
	/** Of the underlyings with enough of a history. */
	readonly surfaces: readonly SurfaceEstimates[];
	/** Empty where the tail set takes no part. */
	readonly tail: readonly TailConfidence[];
};

/** @throws InputError `CLOSES_NO_HISTORY`, `CLOSES_TOO_SHORT` */
export function estimateRisk(request: {
	readonly closes: DailyCloses;
	readonly underlyings: readonly string[];
	readonly params: RiskParams;
	readonly ivHistory?: IvHistory | undefined;
	readonly knownAtMs: number;
}): RiskEstimates {
	const { closes, underlyings, params, ivHistory, knownAtMs } = request;
	const returns = jointLogReturns(closes, underlyings, knownAtMs);
	const inputs = tailInputsOf(params);
	const surfaces = underlyings.flatMap((underlying) => {
		const days = ivHistory?.get(underlying) ?? [];
		return estimateSurface({ underlying, days, params, knownAtMs }) ?? [];
	});
	return {
		moves: estimateMoves(returns, underlyings, params),
		decorrelation: decorrelationMoves(returns, underlyings, params),
		surfaces,
		tail: inputs === undefined ? [] : tailConfidences({ returns, underlyings, params: inputs }),
	};
}
