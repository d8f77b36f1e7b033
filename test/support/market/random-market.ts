/** Small random markets, and random accounts in them. */
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import type { Draw } from "../random/seeded-draw.ts";
import type { MarketRows } from "./market-rows.ts";
import { FEBRUARY_EXPIRY_MS, MARCH_EXPIRY_MS, SMALL_MARKET_TIME_MS } from "./small-market.ts";

type OptionExpiry = MarketSnapshot["optionExpiries"][number];

/** Every kind of instrument on BTC and ETH: prices, curves, strikes and volatilities drawn. */
export function randomMarket(draw: Draw): MarketSnapshot {
	const price = (usd: number, spread: number) =>
		(usd * (1 + draw.integer(-spread * 10, spread * 10) / 1000)).toFixed(2);
	const btc = draw.integer(20_000, 150_000);
	const eth = draw.integer(800, 6_000);
	const options = (underlying: "BTC" | "ETH", spot: number, expiryMs: number): OptionExpiry => ({
		underlying,
		expiryMs,
		forwardUsd: price(spot, 3),
		lot: underlying === "BTC" ? "0.01" : "0.1",
		options: [60, 90, 100, 120, 180].flatMap((percent) => {
			const strike = `${Math.round((spot * percent) / 100)}`;
			const iv = (draw.integer(25, 140) / 100).toFixed(2);
			return [
				{ strike, optionType: "C" as const, iv },
				{ strike, optionType: "P" as const, iv },
			];
		}),
	});
	return {
		timeMs: SMALL_MARKET_TIME_MS,
		source: "drawn",
		assets: [
			{ symbol: "WBTC", assetClass: "wrapped", underlying: "BTC", priceUsd: price(btc, 1), lot: "0.00001" },
			{ symbol: "ETH", assetClass: "coin", underlying: "ETH", priceUsd: `${eth}`, lot: "0.0001" },
			{ symbol: "BTC", assetClass: "coin", underlying: "BTC", priceUsd: `${btc}`, lot: "0.00001" },
			{ symbol: "USDC", assetClass: "stable", underlying: "USD", priceUsd: price(1, 1), lot: "0.01" },
			{ symbol: "USD", assetClass: "fiat", underlying: "USD", priceUsd: "1", lot: "0.01" },
		],
		perpetuals: [
			{ underlying: "ETH", markUsd: price(eth, 1), lot: "0.01" },
			{ underlying: "BTC", markUsd: price(btc, 1), lot: "0.001" },
		],
		futures: [{ underlying: "BTC", expiryMs: MARCH_EXPIRY_MS, markUsd: price(btc, 3), lot: "0.001" }],
		optionExpiries: [
			options("BTC", btc, FEBRUARY_EXPIRY_MS),
			options("BTC", btc, MARCH_EXPIRY_MS),
			options("ETH", eth, MARCH_EXPIRY_MS),
		],
	};
}

/** Up to 16 positions, each worth or moving with at most some ten million USD. */
export function randomHoldings(draw: Draw, { rows, instruments }: MarketRows): Holding[] {
	const chance = 12 / instruments.length;
	return instruments
		.filter(() => draw.chance(chance))
		.slice(0, 16)
		.map(({ id }) => {
			const bound = (rows.initial[id] as RiskRow).boundMicroUsd;
			const lots = draw.anyMagnitude(43) / (bound === 0n ? 1n : bound);
			return { id, qtyLots: draw.chance(0.5) ? lots : -lots };
		});
}

/** The holdings with `qtyLots` more of one instrument. */
export function withMore(holdings: readonly Holding[], { id, qtyLots }: Holding): Holding[] {
	const held = holdings.find((holding) => holding.id === id)?.qtyLots ?? 0n;
	const others = holdings.filter((holding) => holding.id !== id);
	return [...others, { id, qtyLots: held + qtyLots }].sort((one, other) => one.id - other.id);
}

/** Cuts every holding in two by lot, at random. The parts may be longs against shorts only if `offsetting`. */
export function splitHoldings(
	draw: Draw,
	holdings: readonly Holding[],
	offsetting: boolean,
): [Holding[], Holding[]] {
	const parts = holdings.map(({ id, qtyLots }) => {
		const magnitude = qtyLots < 0n ? -qtyLots : qtyLots;
		const first = draw.chance(0.3) ? (draw.chance(0.5) ? magnitude : 0n) : draw.unsigned(magnitude);
		const signed = offsetting ? draw.signed(2n * magnitude) : qtyLots < 0n ? -first : first;
		return [
			{ id, qtyLots: signed },
			{ id, qtyLots: qtyLots - signed },
		] as const;
	});
	const held = ({ qtyLots }: Holding) => qtyLots !== 0n;
	return [parts.map(([one]) => one).filter(held), parts.map(([, other]) => other).filter(held)];
}
