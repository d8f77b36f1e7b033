import { describe, expect, it } from "vitest";
import { acerbiSzekelyTest, tailOf } from "../../bench/backtest/acerbi-szekely.ts";
import { kupiecTest } from "../../bench/backtest/exceedances.ts";
import { procyclicality } from "../../bench/backtest/procyclicality.ts";
import { seededRandom } from "../../src/math/seeded-random.ts";

describe("Kupiec's test", () => {
	const history = (days: number, exceedances: number) =>
		Array.from({ length: days }, (_, day) => day < exceedances);

	it("is the likelihood ratio of the stated rate, and chi-squared with one degree of freedom", () => {
		// 7 of 250 at 1 %, worked by hand: 2·(7·ln 2.8 + 243·ln(0.972/0.99)) = 5.497.
		const { statistic, pValue } = kupiecTest(history(250, 7), 0.01);
		expect(statistic).toBeCloseTo(5.497, 3);
		expect(pValue).toBeCloseTo(0.01905, 4);
	});

	it("finds nothing at exactly the stated rate, and both too many and too few", () => {
		expect(kupiecTest(history(1000, 10), 0.01)).toMatchObject({ exceedances: 10, days: 1000 });
		expect(kupiecTest(history(1000, 10), 0.01).statistic).toBeCloseTo(0, 12);
		expect(kupiecTest(history(1000, 10), 0.01).pValue).toBeCloseTo(1, 5);
		expect(kupiecTest(history(1000, 30), 0.01).pValue).toBeLessThan(1e-6);
		expect(kupiecTest(history(2000, 0), 0.01).pValue).toBeLessThan(1e-6);
	});

	it("takes days that were all exceeded", () => {
		expect(kupiecTest(history(3, 3), 0.5).statistic).toBeCloseTo(6 * Math.LN2, 12);
	});
});

describe("the Acerbi-Szekely test", () => {
	const SEED = 20260205;
	const FORECAST = Float64Array.from({ length: 400 }, (_, at) => (at - 200) / 100);

	it("takes value at risk and shortfall of equally likely losses", () => {
		const losses = Float64Array.of(-3, -1, 0, 1, 2, 4, 5, 7, 8, 10);
		expect(tailOf(losses, 0.2)).toEqual({ valueAtRisk: 7, shortfall: 9 });
	});

	it("is 1 without a loss beyond the value at risk, and falls by each loss over its share", () => {
		const day = (loss: number) => ({ forecastLosses: FORECAST, loss });
		const { shortfall } = tailOf(FORECAST, 0.025);
		const quiet = Array.from({ length: 100 }, () => day(0));
		const draw = () => seededRandom(SEED);
		expect(acerbiSzekelyTest(quiet, 0.025, 10, draw()).statistic).toBe(1);
		const one = acerbiSzekelyTest([...quiet.slice(1), day(3)], 0.025, 10, draw());
		expect(one.statistic).toBeCloseTo(1 - 3 / shortfall / 2.5, 12);
	});

	it("is about 0 when losses come from the forecast, and rejects a forecast that is a third too small", () => {
		const random = seededRandom(SEED);
		const drawn = Array.from(
			{ length: 2000 },
			() => FORECAST[Math.floor(random.uniform() * FORECAST.length)] as number,
		);
		const right = drawn.map((loss) => ({ forecastLosses: FORECAST, loss }));
		const found = acerbiSzekelyTest(right, 0.025, 500, random);
		expect(Math.abs(found.statistic)).toBeLessThan(0.3);
		expect(found.pValue).toBeGreaterThan(0.05);
		const small = FORECAST.map((loss) => (loss * 2) / 3);
		const wrong = drawn.map((loss) => ({ forecastLosses: small, loss }));
		expect(acerbiSzekelyTest(wrong, 0.025, 500, random).pValue).toBe(0);
	});
});

describe("procyclicality", () => {
	it("is the largest over the smallest requirement and the steepest rise of five days", () => {
		expect(procyclicality([10, 10, 12, 8, 10, 10, 15, 12])).toEqual({
			peakToTrough: 15 / 8,
			largestWeekRise: 0.5,
		});
		expect(procyclicality([5, 5, 5])).toEqual({ peakToTrough: 1, largestWeekRise: 0 });
	});
});
