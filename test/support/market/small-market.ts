/** A hand-made market of every kind of instrument, small enough to check by eye. */
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";

export const SMALL_MARKET_TIME_MS = Date.UTC(2026, 1, 5, 21, 29, 37);
export const MARCH_EXPIRY_MS = Date.UTC(2026, 2, 27, 8);
export const FEBRUARY_EXPIRY_MS = Date.UTC(2026, 1, 27, 8);

export const SMALL_MARKET: MarketSnapshot = {
	timeMs: SMALL_MARKET_TIME_MS,
	source: "made by hand",
	assets: [
		{ symbol: "WBTC", assetClass: "wrapped", underlying: "BTC", priceUsd: "63700", lot: "0.00001" },
		{ symbol: "ETH", assetClass: "coin", underlying: "ETH", priceUsd: "1881.9", lot: "0.0001" },
		{ symbol: "BTC", assetClass: "coin", underlying: "BTC", priceUsd: "63718.97", lot: "0.00001" },
		{ symbol: "USDC", assetClass: "stable", underlying: "USD", priceUsd: "0.9998", lot: "0.01" },
		{ symbol: "USD", assetClass: "fiat", underlying: "USD", priceUsd: "1", lot: "0.01" },
	],
	perpetuals: [
		{ underlying: "ETH", markUsd: "1876.25", lot: "0.01" },
		{ underlying: "BTC", markUsd: "63844.5", lot: "0.001" },
	],
	futures: [{ underlying: "BTC", expiryMs: MARCH_EXPIRY_MS, markUsd: "63971.95", lot: "0.001" }],
	optionExpiries: [
		{
			underlying: "BTC",
			expiryMs: MARCH_EXPIRY_MS,
			forwardUsd: "63971.95",
			lot: "0.01",
			options: [
				{ strike: "100000", optionType: "C", iv: "0.6712" },
				{ strike: "60000", optionType: "P", iv: "0.7105" },
				{ strike: "60000", optionType: "C", iv: "0.7105" },
			],
		},
		{
			underlying: "BTC",
			expiryMs: FEBRUARY_EXPIRY_MS,
			forwardUsd: "63761.81",
			lot: "0.01",
			options: [{ strike: "60000", optionType: "C", iv: "0.8" }],
		},
	],
};
