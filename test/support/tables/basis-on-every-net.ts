import type { MarginAssessment } from "../../../src/risk/margin/margin-engine.ts";

/** W as if accounts that are short no option were asked for net vega that is long too. */
export function vegaOnEveryNet({ expirySets }: Pick<MarginAssessment, "expirySets">): bigint {
	return expirySets.reduce((sum, { netsMicroUsd: [, , vega] }) => sum + (vega < 0n ? -vega : vega), 0n);
}

/** B as if expiries of bought options alone were asked for it too: what netting alone makes of it. */
export function basisOnEveryNet({ expirySets }: Pick<MarginAssessment, "expirySets">): bigint {
	return expirySets.reduce((sum, { netsMicroUsd: [up, down] }) => {
		const loss = up < down ? -up : -down;
		return loss > 0n ? sum + loss : sum;
	}, 0n);
}
