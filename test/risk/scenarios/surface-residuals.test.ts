import { describe, expect, it } from "vitest";
import { generateSampleIvHistory } from "../../../sample/generate/sample-iv-history.ts";
import type { IvDay, IvHistory } from "../../../src/market/history/iv-history.ts";
import { parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";
import type { Scenario, SurfaceMove } from "../../../src/risk/model/scenario.ts";
import { jointLogReturns } from "../../../src/risk/scenarios/daily-returns.ts";
import { surfaceDays } from "../../../src/risk/scenarios/surface-history.ts";
import { surfaceResiduals } from "../../../src/risk/scenarios/surface-residuals.ts";
import { surfaceResponse } from "../../../src/risk/scenarios/surface-response.ts";
import { tailScenario } from "../../../src/risk/scenarios/tail-scenario.ts";
import { buildTailScenarios, filterAll } from "../../../src/risk/scenarios/tail-scenarios.ts";
import { madeUpCloses } from "../../support/market/daily-closes.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const CLOSES = madeUpCloses({ seed: 3, symbols: ["BTC", "ETH"], lastDay: "2026-02-04", days: 500 });
const UNDERLYINGS = ["BTC", "ETH"];
const LATER_MS = Date.UTC(2026, 5, 1);
const RETURNS = jointLogReturns(CLOSES, UNDERLYINGS, LATER_MS);
const STANDARDISED = filterAll(RETURNS, SAMPLE_PARAMS).map((one) => one.standardised);
const HISTORY = parseIvHistory(generateSampleIvHistory({ seed: 3, closes: CLOSES, days: 100 }));

const residualsOn = (change: { ivHistory?: IvHistory | undefined; knownAtMs?: number } = {}) =>
	surfaceResiduals({
		returns: RETURNS,
		underlyings: UNDERLYINGS,
		standardised: STANDARDISED,
		params: SAMPLE_PARAMS,
		ivHistory: HISTORY,
		knownAtMs: LATER_MS,
		...change,
	});

const ivDay = (date: string, hour: number, change: Partial<IvDay> = {}): IvDay => ({
	date,
	timeMs: Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000,
	indexUsd: "60000",
	atmIvPercent: ["50", "50", "50", "50"],
	riskReversalPoints: "-5",
	flyPoints: "1",
	basisPercentPerYear: "4",
	...change,
});

describe("the moves of a surface", () => {
	it("are relative changes between neighbouring days", () => {
		const after = ivDay("2026-02-05", 21, {
			indexUsd: "54000",
			atmIvPercent: ["75", "62.5", "55", "52"],
			riskReversalPoints: "-12.5",
			flyPoints: "2.5",
			basisPercentPerYear: "3",
		});
		const [move] = surfaceDays([ivDay("2026-02-04", 22), after], LATER_MS);
		expect(move?.date).toBe("2026-02-05");
		expect(move?.logReturn).toBeCloseTo(Math.log(0.9), 14);
		for (const [at, level] of [0.5, 0.25, 0.1, 0.04].entries()) {
			expect(move?.level[at]).toBeCloseTo(level, 14);
		}
		// −12.5/62.5 − (−5/50) and 2.5/62.5 − 1/50
		expect(move?.riskReversal).toBeCloseTo(-0.1, 14);
		expect(move?.fly).toBeCloseTo(0.02, 14);
		expect(move?.basisPerYear).toBeCloseTo(-0.01, 14);
	});

	it("skip a missing day, rows further than six hours from a day apart, and what is not known yet", () => {
		const count = (days: IvDay[], knownAtMs = LATER_MS) => surfaceDays(days, knownAtMs).length;
		expect(count([ivDay("2026-02-03", 21), ivDay("2026-02-05", 21)])).toBe(0);
		expect(count([ivDay("2026-02-04", 15), ivDay("2026-02-05", 21)])).toBe(1);
		expect(count([ivDay("2026-02-04", 14.9), ivDay("2026-02-05", 21)])).toBe(0);
		const both = [ivDay("2026-02-04", 21), ivDay("2026-02-05", 21)];
		expect(count(both, Date.UTC(2026, 1, 5, 21))).toBe(1);
		expect(count(both, Date.UTC(2026, 1, 5, 21) - 1)).toBe(0);
	});
});

describe("residuals", () => {
	it("make an unscaled day of the history repeat exactly what it did", () => {
		const day = RETURNS.dates.length - 10;
		const date = RETURNS.dates[day] as string;
		const move = surfaceDays(HISTORY.get("BTC") ?? [], LATER_MS).find((one) => one.date === date);
		const scenario = tailScenario({
			date,
			underlyings: UNDERLYINGS,
			logReturns: RETURNS.byUnderlying.map((series) => series[day] as number),
			residuals: residualsOn()(day),
			params: SAMPLE_PARAMS,
		});
		const repeated = scenario.vols.BTC as SurfaceMove;
		repeated.levelPpm.forEach((ppm, at) => {
			expect(Math.abs(Number(ppm) - 1e6 * (move?.level[at] ?? Number.NaN))).toBeLessThan(40);
		});
		expect(
			Math.abs(Number(repeated.riskReversalPpm) - 1e6 * (move?.riskReversal ?? Number.NaN)),
		).toBeLessThan(40);
	});

	it("come from the day with the nearest standardised returns where there is no history", () => {
		const day = 200;
		const known = new Set(surfaceDays(HISTORY.get("BTC") ?? [], LATER_MS).map(({ date }) => date));
		const donors = RETURNS.dates.map((_, at) => at).filter((at) => known.has(RETURNS.dates[at] as string));
		const distance = (donor: number) =>
			STANDARDISED.reduce((sum, z) => sum + ((z[day] as number) - (z[donor] as number)) ** 2, 0);
		const nearest = donors.reduce((best, donor) => (distance(donor) <= distance(best) ? donor : best));
		expect(donors).toHaveLength(99);
		expect(residualsOn()(day)).toEqual(residualsOn()(nearest));
		expect(residualsOn()(day)).not.toEqual(
			residualsOn()(nearest === donors[0] ? 499 : (donors[0] as number)),
		);
	});

	it("are absent without a history, for an underlying without one, and before it is known", () => {
		expect(residualsOn({ ivHistory: undefined })(450)).toEqual([undefined, undefined]);
		expect(residualsOn({ knownAtMs: Date.UTC(2025, 1, 1) })(450)).toEqual([undefined, undefined]);
		const onlyEth = new Map([["ETH", HISTORY.get("ETH") ?? []]]);
		const [btc, eth] = residualsOn({ ivHistory: onlyEth })(450);
		expect(btc).toBeUndefined();
		expect(eth?.level).toHaveLength(4);
	});
});

describe("the tail set with a history of volatilities", () => {
	const build = (ivHistory: IvHistory | undefined) =>
		buildTailScenarios({
			returns: RETURNS,
			underlyings: UNDERLYINGS,
			params: SAMPLE_PARAMS,
			ivHistory,
			knownAtMs: LATER_MS,
		});

	it("has the same days and prices as without it, other surfaces and bases, all within their limits", () => {
		const [without, withHistory] = [build(undefined), build(HISTORY)];
		const prices = (set: typeof without) => set.map(({ name, movesPpm }) => ({ name, movesPpm }));
		expect(prices(withHistory)).toEqual(prices(without));
		const { limits } = SAMPLE_PARAMS.tail.surface;
		let different = 0;
		withHistory.forEach(({ vols, basisPerYearPpm }, at) => {
			for (const underlying of UNDERLYINGS) {
				const move = vols[underlying] as SurfaceMove;
				const before = (without[at] as Scenario).vols[underlying] as SurfaceMove;
				if (move.levelPpm[1] !== before.levelPpm[1]) different += 1;
				expect(move.levelPpm[1]).toBeGreaterThanOrEqual(limits.levelMin);
				expect(move.levelPpm[1]).toBeLessThanOrEqual(limits.levelMax);
				expect(Math.abs(Number(move.riskReversalPpm))).toBeLessThanOrEqual(Number(limits.riskReversal));
				expect(Math.abs(Number(move.flyPpm))).toBeLessThanOrEqual(Number(limits.fly));
				expect(Math.abs(Number(basisPerYearPpm[underlying]))).toBeLessThanOrEqual(
					Number(limits.basisPerYear),
				);
			}
		});
		expect(different).toBeGreaterThan(200);
	});

	it("answers by the parameters of an underlying where it has its own", () => {
		const at = (underlying: string, logReturn: number) =>
			surfaceResponse({ params: SAMPLE_PARAMS, underlying, logReturn }).level[1];
		expect(at("BTC", -0.1)).toBeCloseTo(0.19, 12);
		expect(at("BTC", 0.1)).toBeCloseTo(-0.09, 12);
		expect(at("ETH", -0.1)).toBeCloseTo(0.075, 12);
		expect(at("SOL", -0.1)).toBe(at("BTC", -0.1));
	});
});
