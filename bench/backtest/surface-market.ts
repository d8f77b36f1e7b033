/**
 * A market as a day of the IV history describes it: spot, a basis, and a volatility for every strike
 * and expiry. Between tenors total variance is linear in time; outside the first and the last one
 * volatility is flat. The smile is the quadratic that goes through the stated risk reversal and fly at
 * 25 delta, no steeper beyond twice that distance; at other tenors than 30 days it is scaled as the
 * parameters scale shocks.
 */
import { IV_TENOR_DAYS, type IvDay } from "../../src/market/history/iv-history.ts";
import { defaultLot } from "../../src/market/instruments/default-lots.ts";
import { blackPrice, DAYS_PER_YEAR, MS_PER_YEAR } from "../../src/market/pricing/black-76.ts";
import { coinPremiumDiscount } from "../../src/market/snapshot/coin-premium-discount.ts";
import { checkMarketSnapshot } from "../../src/market/snapshot/market-format.ts";
import type { MarketSnapshot } from "../../src/market/snapshot/market-snapshot.ts";
import { ln } from "../../src/math/deterministic-math.ts";
import type { RiskParams } from "../../src/risk/params/risk-params.ts";
import { smileFactor, tenorProfile } from "../../src/risk/pricing/vol-shock.ts";
import { DAY_MS } from "../../src/units/time.ts";

export type SurfaceOption = {
	readonly expiryMs: number;
	readonly strikeUsd: number;
	readonly optionType: "C" | "P";
};

export type SurfaceMarket = {
	readonly timeMs: number;
	readonly spotUsd: number;
	readonly forwardUsd: (expiryMs: number) => number;
	readonly volatility: (option: Pick<SurfaceOption, "expiryMs" | "strikeUsd">) => number;
	/** USD for one unit; the intrinsic value from expiry on. */
	readonly priceUsd: (option: SurfaceOption) => number;
	/** The same at a volatility that is given. */
	readonly priceAt: (option: SurfaceOption, volatility: number) => number;
};

export function surfaceMarket(day: IvDay, params: RiskParams): SurfaceMarket {
	const spotUsd = Number(day.indexUsd);
	const basis = Number(day.basisPercentPerYear) / 100;
	const yearsTo = (expiryMs: number) => Math.max(0, (expiryMs - day.timeMs) / MS_PER_YEAR);
	const forwardUsd = (expiryMs: number) => spotUsd * (1 + basis * yearsTo(expiryMs));
	const atTheMoney = day.atmIvPercent.map((percent) => Number(percent) / 100);
	const atm30 = atTheMoney[IV_TENOR_DAYS.indexOf(30)] as number;
	const move = {
		riskReversalPpm: BigInt(Math.round((Number(day.riskReversalPoints) / 100 / atm30) * 1e6)),
		flyPpm: BigInt(Math.round((Number(day.flyPoints) / 100 / atm30) * 1e6)),
	};
	const volatility = ({ expiryMs, strikeUsd }: Pick<SurfaceOption, "expiryMs" | "strikeUsd">) => {
		const days = yearsTo(expiryMs) * DAYS_PER_YEAR;
		if (days === 0) return atTheMoney[0] as number;
		const atm = termVolatility(atTheMoney, days);
		const deviations = ln(strikeUsd / forwardUsd(expiryMs)) / (atm * Math.sqrt(days / DAYS_PER_YEAR));
		return atm * smileFactor({ params, move, tenor: tenorProfile(params, days), deviations });
	};
	// Premiums are paid in coin, as on the exchange whose history this is.
	const priceAt = (option: SurfaceOption, volatilityOfIt: number) =>
		(spotUsd / forwardUsd(option.expiryMs)) *
		blackPrice({
			forward: forwardUsd(option.expiryMs),
			strike: option.strikeUsd,
			volatility: volatilityOfIt,
			years: yearsTo(option.expiryMs),
			optionType: option.optionType,
		});
	return {
		timeMs: day.timeMs,
		spotUsd,
		forwardUsd,
		volatility,
		priceUsd: (option) => priceAt(option, volatility(option)),
		priceAt,
	};
}

function termVolatility(atTheMoney: readonly number[], days: number): number {
	const after = IV_TENOR_DAYS.findIndex((tenor) => tenor >= days);
	if (after === 0) return atTheMoney[0] as number;
	if (after < 0) return atTheMoney.at(-1) as number;
	const [low, high] = [IV_TENOR_DAYS[after - 1] as number, IV_TENOR_DAYS[after] as number];
	const variance = (at: number) => (atTheMoney[at] as number) ** 2 * (IV_TENOR_DAYS[at] as number);
	const share = (days - low) / (high - low);
	return Math.sqrt(((1 - share) * variance(after - 1) + share * variance(after)) / days);
}

/** The options of a book, and what every listing holds, as a snapshot that a table is built from. */
export function snapshotWith(
	market: SurfaceMarket,
	underlying: string,
	options: readonly SurfaceOption[],
): MarketSnapshot {
	const priceUsd = market.spotUsd.toFixed(2);
	const expiries = [...new Set(options.map(({ expiryMs }) => expiryMs))].sort((a, b) => a - b);
	const lotOf = (use: "balance" | "future" | "option", symbol = underlying, price = priceUsd) =>
		defaultLot({ use, symbol, priceUsd: price });
	return checkMarketSnapshot({
		timeMs: market.timeMs,
		source: "a day of the IV history",
		assets: [
			{
				symbol: "USD",
				underlying: "USD",
				assetClass: "fiat",
				priceUsd: "1",
				lot: lotOf("balance", "USD", "1"),
			},
			{ symbol: underlying, underlying, assetClass: "coin", priceUsd, lot: lotOf("balance") },
		],
		perpetuals: [{ underlying, markUsd: priceUsd, lot: lotOf("future") }],
		futures: [],
		optionExpiries: expiries.map((expiryMs) => ({
			underlying,
			expiryMs,
			forwardUsd: market.forwardUsd(expiryMs).toFixed(2),
			discountFactor: coinPremiumDiscount(priceUsd, market.forwardUsd(expiryMs).toFixed(2)),
			lot: lotOf("option"),
			options: options
				.filter((option) => option.expiryMs === expiryMs)
				.map((option) => ({
					strike: String(option.strikeUsd),
					optionType: option.optionType,
					iv: market.volatility(option).toFixed(6),
				})),
		})),
	});
}

/** 08:00 UTC of the day that is this many whole days away. */
export function expiryIn(days: number, timeMs: number): number {
	return Math.floor(timeMs / DAY_MS) * DAY_MS + days * DAY_MS + DAY_MS / 3;
}
