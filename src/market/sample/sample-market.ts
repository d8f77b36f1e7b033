/** A made-up market: BTC, ETH and SOL with perpetuals, futures and options on a plausible surface. */
import { InternalError } from "../../errors/base.ts";
import { exp, ln } from "../../math/deterministic-math.ts";
import { type SeededRandom, seededRandom } from "../../math/seeded-random.ts";
import { formatScaled } from "../../units/decimal.ts";
import { DAY_MS } from "../../units/time.ts";
import { defaultLot } from "../instruments/default-lots.ts";
import { EXPIRY_TIME_OF_DAY_MS } from "../instruments/parse-instrument-name.ts";
import { MS_PER_YEAR } from "../pricing/black-76.ts";
import { checkMarketSnapshot } from "../snapshot/market-format.ts";
import type {
	AssetMark,
	FutureMark,
	MarketSnapshot,
	OptionExpiry,
	OptionMark,
} from "../snapshot/market-snapshot.ts";
import { sampleExpiries } from "./sample-expiries.ts";
import { SAMPLE_COINS, SAMPLE_SPOT_USD, type SampleCoin } from "./sample-settings.ts";
import { atTheMoneyVariance, type Smile, smileVolatility } from "./sample-smile.ts";

/** Strikes reach this many at-the-money deviations below and above the forward. */
const DEVIATIONS_DOWN = 2.8;
const DEVIATIONS_UP = 3.2;
/** The finest of these steps that needs no more strikes than the limit, on each side of the forward. */
const STRIKE_STEPS = [
	5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 2500, 5000, 10_000, 20_000, 25_000, 50_000,
];
const MAX_STRIKES_PER_SIDE = 10;
/**
 * Daily expiries also list strikes this far out, as real ones do whose strikes were added while prices moved: where a book can
 * hide a loss that no scenario close to the money shows.
 */
const DAILY_REACH = 0.2;
const MAX_FAR_STRIKES_PER_SIDE = 5;
const DAILY_WITHIN_YEARS = (3.5 * DAY_MS) / MS_PER_YEAR;
/** Just before expiry the smile of a strike that was listed a day ago rises without end. */
const MAX_VOLATILITY = 5;

const SMILES: Readonly<Partial<Record<SampleCoin, Smile>>> = {
	BTC: { shortVolatility: 0.41, longVolatility: 0.5, reversionPerYear: 3, skew: -0.22, curvature: 0.8 },
	ETH: { shortVolatility: 0.6, longVolatility: 0.67, reversionPerYear: 3, skew: -0.16, curvature: 0.75 },
};

/** Premium of futures over spot, per year: high at the short end, as when longs pay to be levered. */
const SHORT_CARRY = 0.085;
const LONG_CARRY = 0.055;
const CARRY_REVERSION_PER_YEAR = 2;

/**
 * Equal arguments give an equal market on every platform. The seed moves the level of volatility,
 * the skew, the futures curve and the premium of perpetuals; spot prices are fixed.
 */
export function generateSampleMarket(request: {
	readonly seed: number;
	readonly timeMs: number;
}): MarketSnapshot {
	const { timeMs, seed } = request;
	const random = seededRandom(seed);
	const expiries = sampleExpiries(timeMs);
	const coins = SAMPLE_COINS.map((coin) => sampleCoin(coin, timeMs, expiries, random));
	return checkMarketSnapshot({
		timeMs,
		source: `zkmargin sample generator, seed ${seed}: invented prices`,
		sampleSeed: seed,
		assets: sampleAssets(),
		perpetuals: coins.map((coin) => coin.perpetual),
		futures: coins.flatMap((coin) => coin.futures),
		optionExpiries: coins.flatMap((coin) => coin.optionExpiries),
	});
}

function sampleAssets(): AssetMark[] {
	const coins = SAMPLE_COINS.map((symbol) => ({
		symbol,
		assetClass: "coin" as const,
		underlying: symbol,
		priceUsd: SAMPLE_SPOT_USD[symbol],
	}));
	const wrappedPrice = priceText(0.9985 * Number(SAMPLE_SPOT_USD.BTC));
	return [
		{ symbol: "USD", assetClass: "fiat" as const, underlying: "USD", priceUsd: "1" },
		{ symbol: "USDC", assetClass: "stable" as const, underlying: "USD", priceUsd: "0.9998" },
		...coins,
		{ symbol: "WBTC", assetClass: "wrapped" as const, underlying: "BTC", priceUsd: wrappedPrice },
	].map((asset) => ({
		...asset,
		lot: defaultLot({ use: "balance", symbol: asset.symbol, priceUsd: asset.priceUsd }),
	}));
}

function sampleCoin(
	coin: SampleCoin,
	timeMs: number,
	expiries: ReturnType<typeof sampleExpiries>,
	random: SeededRandom,
) {
	const spotText = SAMPLE_SPOT_USD[coin];
	const spot = Number(spotText);
	const carryShift = 0.01 * (random.uniform() - 0.5);
	const premium = 0.0006 * (random.uniform() - 0.3);
	const smile = movedSmile(SMILES[coin], random);
	const lot = (use: "future" | "option") => defaultLot({ use, symbol: coin, priceUsd: spotText });
	const forwardUsd = (expiryMs: number, seenMs = timeMs) => {
		const years = (expiryMs - seenMs) / MS_PER_YEAR;
		const weight = exp(-CARRY_REVERSION_PER_YEAR * years);
		const carry = LONG_CARRY + (SHORT_CARRY - LONG_CARRY) * weight + carryShift;
		return priceText(spot * exp(carry * years));
	};
	const futures = expiries.futuresMs.map(
		(expiryMs): FutureMark => ({
			underlying: coin,
			expiryMs,
			markUsd: forwardUsd(expiryMs),
			lot: lot("future"),
		}),
	);
	const optionExpiries =
		smile === undefined
			? []
			: expiries.optionsMs.map((expiryMs): OptionExpiry => {
					const forward = forwardUsd(expiryMs);
					const strikes = sampleStrikes(
						smile,
						Number(forwardUsd(expiryMs, listedAtMs(timeMs))),
						(expiryMs - listedAtMs(timeMs)) / MS_PER_YEAR,
					);
					const years = (expiryMs - timeMs) / MS_PER_YEAR;
					const options = sampleOptions({ smile, forward: Number(forward), years, strikes });
					return { underlying: coin, expiryMs, forwardUsd: forward, lot: lot("option"), options };
				});
	const perpetual = { underlying: coin, markUsd: priceText(spot * (1 + premium)), lot: lot("future") };
	return { perpetual, futures, optionExpiries };
}

function movedSmile(smile: Smile | undefined, random: SeededRandom): Smile | undefined {
	if (smile === undefined) return undefined;
	const level = 1 + 0.08 * (random.uniform() - 0.5);
	return {
		...smile,
		shortVolatility: smile.shortVolatility * level,
		longVolatility: smile.longVolatility * (1 + (level - 1) / 2),
		skew: smile.skew + 0.06 * (random.uniform() - 0.5),
	};
}

/** Strikes are listed once a day, at 08:00 UTC, so that the listing stays while only marks move. */
function listedAtMs(timeMs: number): number {
	return timeMs - ((((timeMs - EXPIRY_TIME_OF_DAY_MS) % DAY_MS) + DAY_MS) % DAY_MS);
}

function sampleStrikes(smile: Smile, forward: number, years: number): readonly number[] {
	const deviation = Math.sqrt(atTheMoneyVariance(smile, years));
	const lowest = forward * exp(-DEVIATIONS_DOWN * deviation);
	const highest = forward * exp(DEVIATIONS_UP * deviation);
	const near = [...strikesBetween(lowest, forward), ...strikesBetween(forward, highest)];
	const far =
		years > DAILY_WITHIN_YEARS
			? []
			: [
					...strikesBetween(forward * (1 - DAILY_REACH), lowest, MAX_FAR_STRIKES_PER_SIDE),
					...strikesBetween(highest, forward * (1 + DAILY_REACH), MAX_FAR_STRIKES_PER_SIDE),
				];
	return [...new Set([...near, ...far])].sort((a, b) => a - b);
}

function sampleOptions(request: {
	readonly smile: Smile;
	readonly forward: number;
	readonly years: number;
	readonly strikes: readonly number[];
}): OptionMark[] {
	const { smile, forward, years, strikes } = request;
	return strikes.flatMap((strike) => {
		const volatility = Math.min(smileVolatility(smile, ln(strike / forward), years), MAX_VOLATILITY);
		// Like Deribit: volatilities to a hundredth of a point.
		const iv = formatScaled(BigInt(Math.round(volatility * 10_000)), 4);
		return (["C", "P"] as const).map((optionType) => ({ strike: String(strike), optionType, iv }));
	});
}

function strikesBetween(lowest: number, highest: number, atMost = MAX_STRIKES_PER_SIDE): number[] {
	for (const step of STRIKE_STEPS) {
		const first = Math.ceil(lowest / step);
		const count = Math.floor(highest / step) - first + 1;
		if (count <= atMost) return Array.from({ length: count }, (_, at) => (first + at) * step);
	}
	throw new InternalError({ code: "STRIKES_TOO_WIDE", message: `no step covers ${lowest} to ${highest}` });
}

/** Two decimals, to nearest. */
function priceText(price: number): string {
	return formatScaled(BigInt(Math.round(price * 100)), 2);
}
