/**
 * Profit and loss of a book over price moves × volatility moves, by full repricing at once: every
 * option by Black-76 at the moved forward and volatility, everything else by its price. No weights, no
 * dampers, no day of decay, no charges: what the book would make, not what margin asks for.
 *
 * All underlyings move together, by the moves of the stress grid and the listed ones. All volatilities move by the same
 * share, at every tenor; the steps are the ranges of the stress set at 30 days, whole and half.
 */
import type { MarkedInstrument } from "../../market/snapshot/market-snapshot.ts";
import type { Holding } from "../model/holding.ts";
import type { RiskParams } from "../params/risk-params.ts";
import { profitMicroUsd, repricedPositions } from "./reprice-positions.ts";

export type PriceVolMatrix = {
	/** Rows, rising; 0 is among them. */
	readonly movesPpm: readonly bigint[];
	/** Columns, rising; 0 is among them. */
	readonly volsPpm: readonly bigint[];
	/** By row and column. Exactly 0 where nothing moves. */
	readonly profitMicroUsd: readonly (readonly bigint[])[];
	/** The cell with the largest loss; the first one if several are equal. */
	readonly worst: { readonly row: number; readonly column: number; readonly profitMicroUsd: bigint };
};

/** @throws InputError `HOLDING_NOT_MARKED` */
export function priceVolMatrix(request: {
	readonly holdings: readonly Holding[];
	/** At least the instruments held. */
	readonly marked: readonly MarkedInstrument[];
	readonly params: RiskParams;
	/** Moment of the marks. */
	readonly timeMs: number;
}): PriceVolMatrix {
	const { params, timeMs } = request;
	const positions = repricedPositions(request.holdings, request.marked);
	const underlyings = [...new Set(positions.map(({ instrument }) => instrument.underlying))];
	const { grid, listed, vol } = params.stress;
	const movesPpm = rising([0n, ...grid.moves, ...listed.map(({ move }) => move)]);
	const volsPpm = rising([0n, -vol.rangeDown, -vol.rangeDown / 2n, vol.rangeUp / 2n, vol.rangeUp]);
	const profit = movesPpm.map((movePpm) =>
		volsPpm.map((volPpm) => {
			const movesByUnderlying = Object.fromEntries(underlyings.map((name) => [name, movePpm]));
			return profitMicroUsd({ positions, params, timeMs, move: { movesPpm: movesByUnderlying, volPpm } });
		}),
	);
	return { movesPpm, volsPpm, profitMicroUsd: profit, worst: worstCell(profit) };
}

function worstCell(profit: readonly (readonly bigint[])[]): PriceVolMatrix["worst"] {
	let worst = { row: 0, column: 0, profitMicroUsd: profit[0]?.[0] ?? 0n };
	profit.forEach((cells, row) => {
		cells.forEach((cell, column) => {
			if (cell < worst.profitMicroUsd) worst = { row, column, profitMicroUsd: cell };
		});
	});
	return worst;
}

function rising(values: readonly bigint[]): bigint[] {
	return [...new Set(values)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
