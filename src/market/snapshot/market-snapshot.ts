/** Public marks at one moment: everything a risk table needs to know of the market. */
import type { ListedInstrument } from "../instruments/instrument.ts";

/** How an asset's price is anchored; pegged ones get depeg scenarios. */
export type AssetClass = "fiat" | "stable" | "coin" | "wrapped";

export type AssetMark = {
	readonly symbol: string;
	readonly assetClass: AssetClass;
	/** `USD` for fiat and stables; the coin itself or the coin that a wrapped one follows. */
	readonly underlying: string;
	/** Spot price in USD, decimal text. */
	readonly priceUsd: string;
	readonly lot: string;
};

export type PerpetualMark = {
	readonly underlying: string;
	/** Ticker of the stablecoin that it settles in; then its prices are in that stablecoin. Absent: USD. */
	readonly settles?: string | undefined;
	readonly markUsd: string;
	readonly lot: string;
};

export type FutureMark = {
	readonly underlying: string;
	/** Ticker of the stablecoin that it settles in; then its prices are in that stablecoin. Absent: USD. */
	readonly settles?: string | undefined;
	readonly expiryMs: number;
	readonly markUsd: string;
	readonly lot: string;
};

export type OptionMark = {
	readonly strike: string;
	readonly optionType: "C" | "P";
	/** Annualised implied volatility as a fraction, decimal text: `"0.4725"`. */
	readonly iv: string;
};

export type OptionExpiry = {
	readonly underlying: string;
	/** Ticker of the stablecoin that it settles in; then its prices are in that stablecoin. Absent: USD. */
	readonly settles?: string | undefined;
	readonly expiryMs: number;
	/** The forward that the IVs belong to, decimal USD. */
	readonly forwardUsd: string;
	/**
	 * The part of the forward that no longer moves with spot, decimal USD: in the last half hour what
	 * the settlement average has already collected (`settlementForward`). Absent: all of it moves.
	 */
	readonly fixedForwardUsd?: string | undefined;
	/**
	 * Present value of 1 USD at expiry, decimal text: index / forward where premiums are paid in coin
	 * (`coinPremiumDiscount`). Absent: 1.
	 */
	readonly discountFactor?: string | undefined;
	readonly lot: string;
	readonly options: readonly OptionMark[];
};

export type MarketSnapshot = {
	readonly timeMs: number;
	/** Where the marks come from, for people. */
	readonly source: string;
	/** Only in the generated sample: the seed of all its prices, which follow no real day. */
	readonly sampleSeed?: number | undefined;
	readonly assets: readonly AssetMark[];
	readonly perpetuals: readonly PerpetualMark[];
	readonly futures: readonly FutureMark[];
	readonly optionExpiries: readonly OptionExpiry[];
};

/** A listed instrument joined with its marks, as the risk table wants it. */
export type MarkedInstrument = ListedInstrument & {
	/** Spot of the underlying in USD (1 for USD). */
	readonly indexUsd: string;
	/** Cash and coins: price. Perpetuals and futures: mark. Options: forward. */
	readonly priceUsd: string;
	/** Options. */
	readonly iv?: string | undefined;
	/** Options whose settlement average has begun; see `OptionExpiry`. */
	readonly fixedForwardUsd?: string | undefined;
	/** Options that are discounted; see `OptionExpiry`. */
	readonly discountFactor?: string | undefined;
	readonly assetClass?: AssetClass | undefined;
};
