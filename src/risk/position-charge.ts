/** `H`: the convex charge of one position: haircuts, liquidity, fees, slippage, funding, borrow. */
import type { Holding } from "./holding.ts";
import type { RiskRow } from "./risk-row.ts";

export type PositionCharge = {
	readonly id: number;
	readonly chargeMicroUsd: bigint;
	/** The part above `|q|·s_0`: what the prover supplies as a bound. */
	readonly excessMicroUsd: bigint;
};

/** `|q|·s_0 + max(0, max_k(|q|·(s_k − s_0) − I_k))` on the side of the holding. */
export function positionCharge(row: RiskRow, holding: Holding): PositionCharge {
	const isShort = holding.qtyLots < 0n;
	const ladder = isShort ? row.shortCharge : row.longCharge;
	const lots = isShort ? -holding.qtyLots : holding.qtyLots;
	let excessMicroUsd = 0n;
	for (const [k, step] of ladder.slopeStepsMicroUsd.entries()) {
		const above = lots * step - (ladder.interceptsMicroUsd[k] as bigint);
		if (above > excessMicroUsd) excessMicroUsd = above;
	}
	return {
		id: holding.id,
		chargeMicroUsd: lots * ladder.baseSlopeMicroUsd + excessMicroUsd,
		excessMicroUsd,
	};
}
