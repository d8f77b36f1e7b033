import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { generateSampleCloses } from "../../sample/generate/sample-closes.ts";
import { generateSampleIvHistory } from "../../sample/generate/sample-iv-history.ts";
import { parseDailyCloses } from "../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../src/market/history/parse-iv-history.ts";
import { formatInstrumentName } from "../../src/market/instruments/parse-instrument-name.ts";
import { blackPrice, MS_PER_YEAR } from "../../src/market/pricing/black-76.ts";
import { sampleExpiries } from "../../src/market/sample/sample-expiries.ts";
import { generateSampleMarket } from "../../src/market/sample/sample-market.ts";
import {
	SAMPLE_CLOSE_DAYS,
	SAMPLE_COINS,
	SAMPLE_IV_DAYS,
	SAMPLE_SEED,
	SAMPLE_SPOT_USD,
	SAMPLE_TIME_MS,
} from "../../src/market/sample/sample-settings.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { marketSnapshotToJson, parseMarketSnapshot } from "../../src/market/snapshot/market-format.ts";
import { hashMarketSnapshot } from "../../src/market/snapshot/market-hash.ts";
import type { OptionExpiry } from "../../src/market/snapshot/market-snapshot.ts";

const MARKET = generateSampleMarket({ seed: SAMPLE_SEED, timeMs: SAMPLE_TIME_MS });
const CLOSES_CSV = generateSampleCloses({
	seed: SAMPLE_SEED,
	days: SAMPLE_CLOSE_DAYS,
	endMs: SAMPLE_TIME_MS,
});
const CLOSES = parseDailyCloses(CLOSES_CSV);

const readSample = (name: string) => readFileSync(resolve(import.meta.dirname, "../../sample", name), "utf8");
const yearsTo = (chain: OptionExpiry) => (chain.expiryMs - MARKET.timeMs) / MS_PER_YEAR;

/** Call prices of an expiry by strike, ascending. */
function callPrices(chain: OptionExpiry): { strike: number; price: number }[] {
	const calls = chain.options.filter((option) => option.optionType === "C");
	return calls.map(({ strike, iv }) => {
		const option = { forward: Number(chain.forwardUsd), strike: Number(strike), volatility: Number(iv) };
		return {
			strike: Number(strike),
			price: blackPrice({ ...option, years: yearsTo(chain), optionType: "C" }),
		};
	});
}

describe("the sample market", () => {
	it("is what the generator makes: run scripts/write-sample-data.ts after changing it", () => {
		expect(JSON.parse(readSample("market.json"))).toEqual(
			JSON.parse(JSON.stringify(marketSnapshotToJson(MARKET))),
		);
		expect(readSample("daily-closes.csv")).toBe(CLOSES_CSV);
		const volatilities = generateSampleIvHistory({ seed: SAMPLE_SEED, closes: CLOSES, days: SAMPLE_IV_DAYS });
		expect(readSample("iv-history.csv")).toBe(volatilities);
	});

	it("has a pinned hash: the generator gives the same market on every platform", () => {
		expect(hashMarketSnapshot(parseMarketSnapshot(JSON.parse(readSample("market.json"))))).toBe(
			"0x4e4a2c2f6909f2971b1761923613a15660d28f8c981c4bf4be156c66d2c33e5c",
		);
	});

	it("has BTC, ETH and SOL with a perpetual and three futures, and at least 300 options on BTC and on ETH", () => {
		const names = buildListing(MARKET).instruments;
		const count = (underlying: string, kind: string) =>
			names.filter((instrument) => instrument.underlying === underlying && instrument.kind === kind).length;
		for (const coin of SAMPLE_COINS) {
			expect([count(coin, "perpetual"), count(coin, "future")]).toEqual([1, 3]);
		}
		expect(count("BTC", "option")).toBeGreaterThanOrEqual(300);
		expect(count("ETH", "option")).toBeGreaterThanOrEqual(300);
		expect(names.filter(({ kind }) => kind === "cash" || kind === "coin").map(({ name }) => name)).toEqual([
			"USD",
			"USDC",
			"BTC",
			"WBTC",
			"ETH",
			"SOL",
		]);
	});

	it("has a smile: puts below the money cost more volatility than calls above it, and both more than the money", () => {
		for (const chain of MARKET.optionExpiries) {
			const forward = Number(chain.forwardUsd);
			const ivNear = (moneyness: number) =>
				chain.options.reduce((best, option) => {
					const gap = (candidate: typeof option) => Math.abs(Number(candidate.strike) / forward - moneyness);
					return gap(option) < gap(best) ? option : best;
				}).iv;
			const twoDeviations = 2 * Number(ivNear(1)) * Math.sqrt(yearsTo(chain));
			const [put, money, call] = [-twoDeviations, 0, twoDeviations].map((x) =>
				Number(ivNear(Math.exp(x))),
			) as Three;
			expect(put).toBeGreaterThan(call);
			expect(call).toBeGreaterThan(money);
		}
	});

	it("holds no arbitrage within an expiry, up to the rounding of volatilities", () => {
		for (const chain of MARKET.optionExpiries) {
			const calls = callPrices(chain);
			// Half of 0.0001 of volatility, at the money, on three prices.
			const rounding = 2 * 0.0001 * 0.4 * Number(chain.forwardUsd) * Math.sqrt(yearsTo(chain));
			for (let at = 1; at + 1 < calls.length; at++) {
				const [low, mid, high] = calls.slice(at - 1, at + 2) as [Call, Call, Call];
				expect(mid.price).toBeLessThan(low.price + rounding);
				expect(low.price - mid.price).toBeLessThan(mid.strike - low.strike + rounding);
				const [below, above] = [mid.strike - low.strike, high.strike - mid.strike];
				const bend = (low.price - mid.price) / below - (mid.price - high.price) / above;
				expect(bend).toBeGreaterThan(-rounding / Math.min(below, above));
			}
		}
	});

	it("has total variance at the money, and forwards, that grow with time", () => {
		for (const coin of ["BTC", "ETH"]) {
			let variance = 0;
			let forward = 0;
			for (const chain of MARKET.optionExpiries.filter(({ underlying }) => underlying === coin)) {
				const lowest = Math.min(...chain.options.map(({ iv }) => Number(iv)));
				expect(lowest * lowest * yearsTo(chain)).toBeGreaterThan(variance);
				expect(Number(chain.forwardUsd)).toBeGreaterThan(forward);
				variance = lowest * lowest * yearsTo(chain);
				forward = Number(chain.forwardUsd);
			}
		}
	});

	it("changes with the seed and keeps its spot prices", () => {
		const other = generateSampleMarket({ seed: SAMPLE_SEED + 1, timeMs: SAMPLE_TIME_MS });
		expect(other.assets).toEqual(MARKET.assets);
		expect(hashMarketSnapshot(other)).not.toBe(hashMarketSnapshot(MARKET));
	});

	it("can be made for any time", () => {
		for (const time of ["2024-02-29T07:59:59Z", "2025-12-26T08:00:00Z", "2026-12-31T23:59:59Z"]) {
			const market = generateSampleMarket({ seed: 1, timeMs: Date.parse(time) });
			expect(buildListing(market).instruments.length).toBeGreaterThan(600);
		}
	});
});

type Three = [number, number, number];
type Call = { readonly strike: number; readonly price: number };

describe("sample expiries", () => {
	const dates = (timesMs: readonly number[]) =>
		timesMs.map((expiryMs) => formatInstrumentName({ kind: "future", underlying: "BTC", expiryMs }).slice(4));

	it("are days, Fridays, month ends and quarter ends after the time, with names as on Deribit", () => {
		const { optionsMs, futuresMs } = sampleExpiries(SAMPLE_TIME_MS);
		expect(dates(optionsMs)).toEqual([
			"21NOV26",
			"22NOV26",
			"23NOV26",
			"27NOV26",
			"4DEC26",
			"11DEC26",
			"18DEC26",
			"25DEC26",
			"29JAN27",
			"26MAR27",
			"25JUN27",
			"24SEP27",
		]);
		expect(dates(futuresMs)).toEqual(["27NOV26", "25DEC26", "26MAR27"]);
	});

	it("count today while it is before 08:00 UTC", () => {
		expect(dates(sampleExpiries(Date.UTC(2026, 10, 20, 7, 59)).optionsMs)[0]).toBe("20NOV26");
		expect(dates(sampleExpiries(Date.UTC(2026, 10, 20, 8, 0)).optionsMs)[0]).toBe("21NOV26");
	});
});

describe("the sample closes", () => {
	const columns = SAMPLE_COINS.map((_, coin) => CLOSES.closes.map((row) => Number(row[coin])));
	const returns = columns.map((column) =>
		column.slice(1).map((price, day) => Math.log(price / (column[day] as number))),
	);
	const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
	const correlation = (a: readonly number[], b: readonly number[]) => {
		const [meanA, meanB] = [mean(a), mean(b)];
		const covariance = (x: readonly number[], y: readonly number[], mx: number, my: number) =>
			mean(x.map((value, at) => (value - mx) * ((y[at] as number) - my)));
		return (
			covariance(a, b, meanA, meanB) /
			Math.sqrt(covariance(a, a, meanA, meanA) * covariance(b, b, meanB, meanB))
		);
	};

	it("cover at least 1500 days without a gap, up to the day before the sample market", () => {
		expect(CLOSES.dates).toHaveLength(1600);
		expect(CLOSES.dates.at(-1)).toBe("2026-11-19");
		CLOSES.dates.forEach((date, at) => {
			expect(Date.parse(date)).toBe(Date.parse(CLOSES.dates[0] ?? "") + at * 86_400_000);
		});
	});

	it("end at the spot prices of the sample market", () => {
		expect(CLOSES.closes.at(-1)).toEqual(SAMPLE_COINS.map((coin) => SAMPLE_SPOT_USD[coin]));
	});

	it("have crashes, fat tails, volatility that clusters and coins that move together", () => {
		for (const column of returns) {
			expect(Math.min(...column)).toBeLessThan(-0.35);
			const square = mean(column.map((r) => r ** 2));
			expect(mean(column.map((r) => r ** 4)) / square ** 2).toBeGreaterThan(6);
			// Sizes of neighbouring days, large ones cut off so that a single crash does not decide.
			const sizes = column.map((r) => Math.min(Math.abs(r), 0.1));
			expect(correlation(sizes.slice(1), sizes.slice(0, -1))).toBeGreaterThan(0.1);
		}
		const [btc, eth, sol] = returns as [number[], number[], number[]];
		expect(correlation(btc, eth)).toBeGreaterThan(0.75);
		expect(correlation(btc, sol)).toBeGreaterThan(0.55);
	});

	it("refuse to be shorter than their crashes need, with SAMPLE_TOO_SHORT", () => {
		for (const days of [0, 299, 400.5, Number.NaN]) {
			expect(() => generateSampleCloses({ seed: 1, days, endMs: SAMPLE_TIME_MS })).toThrow(
				expect.objectContaining({ code: "SAMPLE_TOO_SHORT" }),
			);
		}
	});
});

describe("the sample volatilities", () => {
	const csv = generateSampleIvHistory({ seed: SAMPLE_SEED, closes: CLOSES, days: SAMPLE_IV_DAYS });
	const history = parseIvHistory(csv);

	it("have a row of BTC and of ETH for each of the last days, at the closes", () => {
		expect([...history.keys()]).toEqual(["BTC", "ETH"]);
		for (const [symbol, days] of history) {
			const column = CLOSES.symbols.indexOf(symbol);
			expect(days.map(({ date }) => date)).toEqual(CLOSES.dates.slice(-SAMPLE_IV_DAYS));
			expect(days.map(({ indexUsd }) => Number(indexUsd))).toEqual(
				CLOSES.closes.slice(-SAMPLE_IV_DAYS).map((row) => Number(row[column])),
			);
		}
	});

	it("rise when spot falls, more at short tenors", () => {
		const days = history.get("BTC") ?? [];
		const moves = days.slice(1).map((day, at) => {
			const before = days[at] as typeof day;
			const change = (tenor: number) =>
				Number(day.atmIvPercent[tenor]) / Number(before.atmIvPercent[tenor]) - 1;
			return { spot: Number(day.indexUsd) / Number(before.indexUsd) - 1, short: change(0), long: change(3) };
		});
		const falls = moves.filter(({ spot }) => spot < -0.03);
		expect(falls.length).toBeGreaterThan(5);
		const average = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
		expect(average(falls.map(({ long }) => long))).toBeGreaterThan(0);
		expect(average(falls.map(({ short }) => short))).toBeGreaterThan(
			2 * average(falls.map(({ long }) => long)),
		);
	});

	it("refuse more days than there are closes, with SAMPLE_TOO_SHORT", () => {
		for (const days of [1, CLOSES.dates.length + 1, 2.5]) {
			expect(() => generateSampleIvHistory({ seed: 1, closes: CLOSES, days })).toThrow(
				expect.objectContaining({ code: "SAMPLE_TOO_SHORT" }),
			);
		}
	});
});
