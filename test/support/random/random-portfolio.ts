/** Random portfolios for random tables: everyday ones, and the edges of every bound. */

import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import { AMOUNT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { MAX_QTY_LOTS } from "../../../src/units/lots.ts";
import { CASH_ID } from "../tables/random-table.ts";
import type { Draw } from "./seeded-draw.ts";

export const PORTFOLIO_KINDS = [
	"any",
	"empty",
	"single",
	"full",
	"all short",
	"with zero quantities",
	"whole sizes",
	"gross just under the limit",
	"gross just over the limit",
] as const;
export type PortfolioKind = (typeof PORTFOLIO_KINDS)[number];

const SLOTS = 16;

/**
 * A portfolio of sorted holdings. About half have free collateral: cash is added or owed until the
 * account is near its limit on either side, as far as the bounds allow.
 */
export function randomPortfolio(draw: Draw, rows: readonly RiskRow[], kind: PortfolioKind): Holding[] {
	if (kind === "empty") return [];
	if (kind === "single") return [holding(draw, draw.integer(1, rows.length - 1), qtyBitsFor(draw, rows))];
	const full = kind === "full" || kind.startsWith("gross") || kind === "whole sizes";
	const count = full ? SLOTS - 1 : draw.integer(1, SLOTS - 1);
	const bits = kind === "whole sizes" ? 40 : qtyBitsFor(draw, rows);
	const holdings = drawIds(draw, rows, count).map((id) => {
		const { qtyLots } = holding(draw, id, bits);
		if (kind === "all short") return { id, qtyLots: qtyLots < 0n ? qtyLots : -qtyLots };
		if (kind === "with zero quantities" && draw.chance(0.4)) return { id, qtyLots: 0n };
		if (kind === "whole sizes" && draw.chance(0.5))
			return { id, qtyLots: qtyLots < 0n ? -MAX_QTY_LOTS : MAX_QTY_LOTS };
		return { id, qtyLots };
	});
	if (kind.startsWith("gross")) return scaleToGross(rows, holdings, kind === "gross just under the limit");
	return withCash(draw, rows, holdings);
}

function holding(draw: Draw, id: number, bits: number): Holding {
	const lots = draw.anyMagnitude(bits);
	return { id, qtyLots: draw.chance(0.5) ? lots : -lots };
}

/** Sizes for which sixteen positions of this table stay below the gross limit, mostly. */
function qtyBitsFor(draw: Draw, rows: readonly RiskRow[]): number {
	const boundBits = (rows.at(-1) as RiskRow).boundMicroUsd.toString(2).length;
	return Math.max(1, Math.min(40, 58 - boundBits - draw.integer(0, 8)));
}

function drawIds(draw: Draw, rows: readonly RiskRow[], count: number): number[] {
	const left = rows.map((_, id) => id).filter((id) => id !== 0 && id !== CASH_ID);
	const ids: number[] = [];
	while (ids.length < count && left.length > 0) {
		ids.push(...left.splice(draw.integer(0, left.length - 1), 1));
	}
	return ids.sort((one, other) => one - other);
}

function withCash(draw: Draw, rows: readonly RiskRow[], holdings: readonly Holding[]): Holding[] {
	const { freeCollateralMicroUsd, overflowBoundMicroUsd } = assessMargin(rows, holdings);
	const value = (rows[CASH_ID] as RiskRow).stressMicroUsd[0] as bigint;
	const neededLots = -freeCollateralMicroUsd / value;
	const qtyLots = neededLots + draw.signed(overflowBoundMicroUsd / (20n * value) + 2n);
	const capped = qtyLots > MAX_QTY_LOTS ? MAX_QTY_LOTS : qtyLots < -MAX_QTY_LOTS ? -MAX_QTY_LOTS : qtyLots;
	return [{ id: CASH_ID, qtyLots: capped }, ...holdings];
}

/** Scales sizes and fills up with the last instruments until gross is at the limit, a lot under or over it. */
function scaleToGross(rows: readonly RiskRow[], holdings: readonly Holding[], under: boolean): Holding[] {
	const bound = (rows.at(-1) as RiskRow).boundMicroUsd;
	const target = under ? (AMOUNT_LIMIT - 1n) / bound : (AMOUNT_LIMIT + bound - 1n) / bound;
	const total = holdings.reduce((sum, { qtyLots }) => sum + (qtyLots < 0n ? -qtyLots : qtyLots), 0n);
	let left = target;
	const scaled = holdings.map(({ id, qtyLots }) => {
		const lots = total === 0n ? 0n : ((qtyLots < 0n ? -qtyLots : qtyLots) * target) / total;
		const capped = lots > MAX_QTY_LOTS ? MAX_QTY_LOTS : lots;
		left -= capped;
		return { id, lots: capped, sign: qtyLots < 0n ? -1n : 1n };
	});
	return scaled.map(({ id, lots, sign }) => {
		const room = MAX_QTY_LOTS - lots < left ? MAX_QTY_LOTS - lots : left;
		left -= room;
		return { id, qtyLots: sign * (lots + room) };
	});
}
