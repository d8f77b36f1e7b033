/**
 * What an attack is worth: free collateral of books on the small market, before and after prices move,
 * by the engine. The listing stays the same, as it does between two epochs.
 */
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { formatScaled, parseScaled } from "../../../src/units/decimal.ts";
import { marketRows } from "../market/market-rows.ts";
import { SMALL_MARKET } from "../market/small-market.ts";
import { smallBook } from "../tables/small-book.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES } from "../tables/small-tables.ts";

export type Sizes = Readonly<Record<string, string>>;

/** Rows of the initial level, with BTC this many percent higher or lower than in the small market. */
export function initialRows(btcMovePercent = 0): readonly RiskRow[] {
	const snapshot = btcMovePercent === 0 ? SMALL_MARKET : withBtcMoved(btcMovePercent);
	return marketRows({ snapshot, params: SAMPLE_PARAMS, closes: SMALL_CLOSES }).rows.initial;
}

/** Free collateral at initial level, µUSD: what the book can prove and promise. */
export function freeMicroUsd(sizes: Sizes, rows: readonly RiskRow[]): bigint {
	return assessMargin(rows, smallBook(sizes)).freeCollateralMicroUsd;
}

/** Whole USD, rounded down: how money is told in the threat model. */
export function wholeUsd(microUsd: bigint): number {
	return Number(microUsd / 1_000_000n);
}

/** Spot, wrapped coin and marks alike; volatilities stay. Only books without perpetuals and futures may be compared. */
function withBtcMoved(percent: number): MarketSnapshot {
	const scaled = (price: string) =>
		formatScaled((parseScaled(price, 6, "price") * BigInt(100 + percent)) / 100n, 6);
	const { assets, perpetuals, futures, optionExpiries } = SMALL_MARKET;
	return {
		...SMALL_MARKET,
		assets: assets.map((asset) =>
			asset.underlying === "BTC" ? { ...asset, priceUsd: scaled(asset.priceUsd) } : asset,
		),
		perpetuals: perpetuals.map((one) =>
			one.underlying === "BTC" ? { ...one, markUsd: scaled(one.markUsd) } : one,
		),
		futures: futures.map((one) => ({ ...one, markUsd: scaled(one.markUsd) })),
		optionExpiries: optionExpiries.map((one) => ({ ...one, forwardUsd: scaled(one.forwardUsd) })),
	};
}
