/** `H`: the convex charge of one position: haircuts, liquidity, fees, slippage, funding, borrow. */
import type { Holding } from "../model/holding.ts";
import type { RiskRow } from "../model/risk-row.ts";

export type PositionCharge = {
	readonly id: number;
	readonly chargeMicroUsd: bigint;
	/** The part above `|q|·s_0`: the largest of the lines and 0. */
	readonly excessMicroUsd: bigint;
	/** `|q|·(s_k − s_0) − I_k` for each further segment. */
	readonly linesMicroUsd: readonly bigint[];
};

/** `|q|·s_0 + max(0, max_k(|q|·(s_k − s_0) − I_k))` on the side of the holding. */
export function positionCharge(row: RiskRow, holding: Holding): PositionCharge {
	const isShort = holding.qtyLots < 0n;
	const ladder = isShort ? row.shortCharge : row.longCharge;
	const lots = isShort ? -holding.qtyLots : holding.qtyLots;
	let excessMicroUsd = 0n;
	const linesMicroUsd = ladder.slopeStepsMicroUsd.map(
		(step, k) => lots * step - (ladder.interceptsMicroUsd[k] as bigint),
	);
	for (const line of linesMicroUsd) if (line > excessMicroUsd) excessMicroUsd = line;
	return {
		id: holding.id,
		chargeMicroUsd: lots * ladder.baseSlopeMicroUsd + excessMicroUsd,
		excessMicroUsd,
		linesMicroUsd,
	};
}
