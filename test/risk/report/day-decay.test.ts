import { describe, expect, it } from "vitest";
import { blackPrice, MS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import { dayDecay } from "../../../src/risk/report/day-decay.ts";
import { FEBRUARY_EXPIRY_MS, SMALL_MARKET_TIME_MS } from "../../support/market/small-market.ts";
import { SMALL_MIXED_BOOK, SMALL_SOURCES, smallBook } from "../../support/tables/small-book.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const DAY_MS = 86_400_000;

describe("a day in which nothing moves", () => {
	it("is worth what Black-76 says a day later", () => {
		const at = (timeMs: number) =>
			blackPrice({
				forward: 63_761.81,
				strike: 60_000,
				volatility: 0.8,
				years: (FEBRUARY_EXPIRY_MS - timeMs) / MS_PER_YEAR,
				optionType: "C",
			});
		const holdings = smallBook({ USD: "10", "BTC-27FEB26-60000-C": "-1.5", BTC: "1" });
		const { profitMicroUsd, underlyings, thetaUsdPerDay } = dayDecay({ ...SMALL_SOURCES, holdings });
		const expected = -1.5 * (at(SMALL_MARKET_TIME_MS + DAY_MS) - at(SMALL_MARKET_TIME_MS));
		expect(Number(profitMicroUsd) / 1e6).toBeCloseTo(expected, 5);
		expect(underlyings).toEqual([{ underlying: "BTC", profitMicroUsd }]);
		// The slope now and the difference over a day agree to a few percent three weeks before expiry.
		expect(thetaUsdPerDay / expected).toBeGreaterThan(0.95);
		expect(thetaUsdPerDay / expected).toBeLessThan(1);
	});

	it("leaves an option that expires within it at its intrinsic value", () => {
		const table = {
			...SMALL_SOURCES.table,
			origin: { ...SMALL_SOURCES.table.origin, snapshotTimeMs: FEBRUARY_EXPIRY_MS - 3_600_000 },
		};
		const holdings = smallBook({ "BTC-27FEB26-60000-C": "1" });
		const { profitMicroUsd } = dayDecay({ ...SMALL_SOURCES, table, holdings });
		const before = blackPrice({
			forward: 63_761.81,
			strike: 60_000,
			volatility: 0.8,
			years: 3_600_000 / MS_PER_YEAR,
			optionType: "C",
		});
		expect(Number(profitMicroUsd) / 1e6).toBeCloseTo(3_761.81 - before, 5);
	});

	it("adds up over underlyings, and linear instruments do not decay", () => {
		const { profitMicroUsd, underlyings } = dayDecay({ ...SMALL_SOURCES, holdings: SMALL_MIXED_BOOK });
		expect(underlyings.map(({ underlying }) => underlying)).toEqual(["BTC", "ETH"]);
		expect(underlyings[1]?.profitMicroUsd).toBe(0n);
		expect(underlyings[0]?.profitMicroUsd).toBe(profitMicroUsd);
		expect(profitMicroUsd).not.toBe(0n);
	});

	it("stands beside the table's own scenario, which is 1/m of it at maintenance level", () => {
		const { profitMicroUsd, tableScenario } = dayDecay({ ...SMALL_SOURCES, holdings: SMALL_MIXED_BOOK });
		expect(tableScenario?.name).toBe("common 0 %, vol flat");
		const m = Number(SAMPLE_PARAMS.levels.initialMultiplier) / 1e6;
		expect(Number(tableScenario?.profitMicroUsd) / 1e6).toBeCloseTo(Number(profitMicroUsd) / 1e6 / m, 2);
	});

	it("names no scenario of a table that has none, or whose scenarios happen at once", () => {
		const { labels } = SMALL_SOURCES.table;
		const renamed = { ...labels, stress: labels.stress.map((name) => `other ${name}`) };
		const holdings = SMALL_MIXED_BOOK;
		const without = dayDecay({
			...SMALL_SOURCES,
			holdings,
			table: { ...SMALL_SOURCES.table, labels: renamed },
		});
		expect(without.tableScenario).toBeUndefined();
		const atOnce = { ...SAMPLE_PARAMS, stress: { ...SAMPLE_PARAMS.stress, horizonDays: 0 as const } };
		expect(dayDecay({ ...SMALL_SOURCES, holdings, params: atOnce }).tableScenario).toBeUndefined();
	});
});
