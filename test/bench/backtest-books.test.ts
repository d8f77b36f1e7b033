import { describe, expect, it } from "vitest";
import { exceeded } from "../../bench/backtest/daily-backtest.ts";
import { marginEveryDay } from "../../bench/backtest/daily-books.ts";
import { extendedCloses } from "../../bench/backtest/extended-closes.ts";
import { parseFourHourCloses } from "../../bench/backtest/four-hour-closes.ts";
import { OPTION_BOOKS, positionsOn } from "../../bench/backtest/option-books.ts";
import { marginOptionDays } from "../../bench/backtest/option-days.ts";
import { surfaceMarket } from "../../bench/backtest/surface-market.ts";
import type { IvDay } from "../../src/market/history/iv-history.ts";
import { blackGreeks, MS_PER_YEAR } from "../../src/market/pricing/black-76.ts";
import { madeUpCloses } from "../support/market/daily-closes.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES, SMALL_IV_HISTORY } from "../support/tables/small-tables.ts";

const DAY: IvDay = {
	date: "2026-02-04",
	timeMs: Date.UTC(2026, 1, 4, 8),
	indexUsd: "76000",
	atmIvPercent: ["50", "48", "46", "45"],
	riskReversalPoints: "-6",
	flyPoints: "1",
	basisPercentPerYear: "4",
};

describe("a market made of a day of the IV history", () => {
	const market = surfaceMarket(DAY, SAMPLE_PARAMS);
	const at = (days: number) => DAY.timeMs + days * 86_400_000;

	it("has the stated volatilities at the money and forwards along the basis", () => {
		[7, 30, 90, 180].forEach((days, tenor) => {
			const strikeUsd = market.forwardUsd(at(days));
			const stated = Number(DAY.atmIvPercent[tenor]) / 100;
			expect(market.volatility({ expiryMs: at(days), strikeUsd })).toBeCloseTo(stated, 12);
		});
		expect(market.forwardUsd(at(365))).toBeCloseTo(76_000 * 1.04, 8);
	});

	it("has the stated risk reversal and fly between the 25-delta options of 30 days", () => {
		const expiryMs = at(30);
		const years = (expiryMs - DAY.timeMs) / MS_PER_YEAR;
		const distance = 0.6744897501960817 * 0.48 * Math.sqrt(years);
		const forward = market.forwardUsd(expiryMs);
		const volAt = (x: number) => market.volatility({ expiryMs, strikeUsd: forward * Math.exp(x * distance) });
		expect(volAt(1) - volAt(-1)).toBeCloseTo(-0.06, 6);
		expect((volAt(1) + volAt(-1)) / 2 - 0.48).toBeCloseTo(0.01, 6);
	});

	it("interpolates total variance, never falling in time here", () => {
		let before = 0;
		for (let days = 1; days <= 300; days += 7) {
			const vol = market.volatility({ expiryMs: at(days), strikeUsd: market.forwardUsd(at(days)) });
			const variance = vol * vol * days;
			expect(variance).toBeGreaterThan(before);
			before = variance;
		}
	});

	it("gives a strangle strikes near 25 delta, to three digits", () => {
		const strangle = OPTION_BOOKS.find(({ name }) => name.startsWith("short strangle"));
		const positions = positionsOn(strangle as (typeof OPTION_BOOKS)[number], market);
		for (const { option, units } of positions) {
			expect(units).toBe(-1);
			expect(option.strikeUsd % 100).toBe(0);
			const { delta } = blackGreeks({
				forward: market.forwardUsd(option.expiryMs),
				strike: option.strikeUsd,
				volatility: market.volatility(option),
				years: (option.expiryMs - DAY.timeMs) / MS_PER_YEAR,
				optionType: option.optionType,
			});
			expect(Math.abs(delta)).toBeGreaterThan(0.2);
			expect(Math.abs(delta)).toBeLessThan(0.31);
		}
	});
});

describe("option days", () => {
	it("margin each day on what it knew: later volatilities change neither its loss nor its requirement", () => {
		const [book] = OPTION_BOOKS;
		const request = { book: book as (typeof OPTION_BOOKS)[number], underlying: "BTC", params: SAMPLE_PARAMS };
		const all = SMALL_IV_HISTORY.get("BTC") ?? [];
		const closes = extendedCloses(SMALL_CLOSES, SMALL_IV_HISTORY);
		const few = (count: number) => new Map([["BTC", all.slice(0, count)]]);
		const short = marginOptionDays({ ...request, closes, ivHistory: few(4) });
		const long = marginOptionDays({ ...request, closes, ivHistory: few(8) });
		expect(short).toHaveLength(3);
		expect(long.slice(0, 3)).toEqual(short);
		for (const day of long) expect(day.required.initial).toBeGreaterThan(day.required.maintenance);
	});
});

describe("losses from four-hour closes", () => {
	const open = (hour: number) =>
		`2024-05-0${1 + Math.floor(hour / 24)}T${String(hour % 24).padStart(2, "0")}:00Z`;
	const csv = [
		"open_time_utc,BTC,SOL",
		...Array.from({ length: 14 }, (_, k) => `${open(4 * k)},${100 + k},${k < 8 ? "" : 10}`),
	].join("\n");
	const bars = parseFourHourCloses(csv);

	it("are of the 24 hours from each of six closes", () => {
		// The bar that opens at 00:00 closes at 04:00 with 100.
		const windows = bars.windowsFrom(Date.parse("2024-05-01T04:00:00Z"), ["BTC"]);
		expect(windows).toHaveLength(6);
		expect(windows[0]?.[0]).toBeCloseTo(106 / 100 - 1, 12);
		expect(windows[5]?.[0]).toBeCloseTo(111 / 105 - 1, 12);
	});

	it("are left out where a coin has no close", () => {
		expect(bars.windowsFrom(Date.parse("2024-05-01T04:00:00Z"), ["BTC", "SOL"])).toEqual([]);
		expect(bars.windowsFrom(Date.parse("2024-05-02T04:00:00Z"), ["BTC"])).toHaveLength(2);
	});
});

describe("a requirement beside a constant of the same average", () => {
	it("is counted by cases and by what was missing", () => {
		const cases = [
			{ loss: 30, required: 20 },
			{ loss: 5, required: 20 },
			{ loss: 45, required: 50 },
		];
		expect(exceeded(cases, 100)).toEqual({
			cases: 3,
			averageShare: 0.3,
			count: 1,
			excessShare: 0.1,
			constantCount: 1,
			constantExcessShare: 0.15,
		});
		expect(exceeded([], 100)).toMatchObject({ cases: 0, count: 0, averageShare: 0 });
	});
});

describe("daily books", () => {
	it("margin each close on what it knew, and lose what the next day brings", () => {
		const closes = madeUpCloses({ seed: 5, symbols: ["BTC", "ETH"], lastDay: "2026-02-04", days: 260 });
		const book = {
			name: "BTC long",
			underlyings: ["BTC", "ETH"],
			legs: [{ instrument: "BTC-PERPETUAL", underlying: "BTC", usd: 1e6 }],
		};
		const cut = { ...closes, dates: closes.dates.slice(0, -3), closes: closes.closes.slice(0, -3) };
		const run = (given: typeof closes) =>
			marginEveryDay({
				books: [book, { ...book, name: "again" }],
				closes: given,
				params: SAMPLE_PARAMS,
			})[0] ?? [];
		const long = run(closes);
		expect(long.slice(0, -3)).toEqual(run(cut));
		const at = closes.dates.indexOf(long[0]?.date ?? "");
		const price = (day: number) => Number(closes.closes[day]?.[closes.symbols.indexOf("BTC")]);
		expect(long[0]?.loss).toBeCloseTo(-1e6 * (price(at + 1) / price(at) - 1), 4);
		for (const { required } of long) {
			expect(required.grid).toBeCloseTo(150_000, 6);
			expect(required.positions).toBeCloseTo(100_000, 6);
			expect(required.initial).toBeGreaterThan(required.maintenance);
			expect(required.initial).toBeGreaterThan(160_000);
		}
	});
});
