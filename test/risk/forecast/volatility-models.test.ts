import { describe, expect, it } from "vitest";
import { ewmaModel } from "../../../src/risk/forecast/ewma-model.ts";
import { garchModel } from "../../../src/risk/forecast/garch-model.ts";
import { linearModel } from "../../../src/risk/forecast/linear-model.ts";
import {
	HAR_MEASURES,
	RIDGE_MEASURE_NAMES,
	RIDGE_MEASURES,
} from "../../../src/risk/forecast/realised-measures.ts";
import { variancePath } from "../../../src/risk/forecast/volatility-model.ts";
import { seededGarch } from "../../support/random/seeded-garch.ts";

const SEED_DAYS = 60;
const DAYS = seededGarch({ seed: 5, underlyings: 3, days: 200, longRun: 9e-4, shock: 0.1, memory: 0.85 });
const RIDGE = {
	anchor: 0.4,
	weights: Object.fromEntries(RIDGE_MEASURE_NAMES.map((name, k) => [name, 0.01 * (k - 3)])),
};
const MODELS = [
	["EWMA", ewmaModel({ memory: 0.94 })],
	["GARCH", garchModel({ shock: 0.08, memory: 0.9 })],
	["HAR", linearModel(HAR_MEASURES, { anchor: 0.2, weights: { day: 0.2, week: 0.2, month: 0.3 } })],
	["ridge", linearModel(RIDGE_MEASURES, RIDGE)],
] as const;

describe.each(MODELS)("the %s model", (_, model) => {
	const path = variancePath(model, DAYS, SEED_DAYS);

	it("forecasts every day after the seed and the day after the last one", () => {
		expect(path).toHaveLength(DAYS.length - SEED_DAYS + 1);
		expect(path.flat().every((variance) => variance > 0 && variance < 1)).toBe(true);
	});

	it("never looks ahead: a later return changes no earlier forecast, and every later one", () => {
		const changedDay = 150;
		const changed = DAYS.with(changedDay, [-0.4, -0.4, -0.4]);
		const other = variancePath(model, changed, SEED_DAYS);
		const first = changedDay - SEED_DAYS + 1;
		expect(other.slice(0, first)).toEqual(path.slice(0, first));
		expect(other[first]?.every((variance, u) => variance > (path[first]?.[u] as number))).toBe(true);
	});

	it("depends on the past alone: a shorter history gives the same forecasts so far", () => {
		expect(variancePath(model, DAYS.slice(0, 120), SEED_DAYS)).toEqual(path.slice(0, 61));
	});

	it("scales with the square of the returns", () => {
		const doubled = variancePath(
			model,
			DAYS.map((day) => day.map((value) => 2 * value)),
			SEED_DAYS,
		);
		doubled.at(-1)?.forEach((variance, u) => {
			expect(variance / (path.at(-1)?.[u] as number)).toBeCloseTo(4, 10);
		});
	});

	it("is not changed by taking in a day: a forecast can be continued twice", () => {
		const start = model.begin(DAYS.slice(0, SEED_DAYS));
		const before = [...start.variances];
		start.after([0.5, 0.5, 0.5]);
		expect(start.variances).toEqual(before);
	});
});

describe("hand-computed forecasts", () => {
	const seed = [[0.01], [-0.03]]; // mean square 5e-4
	const day = [0.1];

	it("of an EWMA: 0.9·5e-4 + 0.1·0.01", () => {
		const forecast = ewmaModel({ memory: 0.9 }).begin(seed);
		expect(forecast.variances[0]).toBeCloseTo(5e-4, 15);
		expect(forecast.after(day).variances[0]).toBeCloseTo(1.45e-3, 15);
	});

	it("of a GARCH: 0.1·long run + 0.2·0.01 + 0.7·5e-4, the long run being all squares so far", () => {
		const forecast = garchModel({ shock: 0.2, memory: 0.7 }).begin(seed).after(day);
		const longRun = (1e-4 + 9e-4 + 1e-2) / 3;
		expect(forecast.variances[0]).toBeCloseTo(0.1 * longRun + 0.2 * 0.01 + 0.7 * 5e-4, 15);
	});

	it("of a HAR: the last day, the last five, the last 22 and all of them", () => {
		const days = Array.from({ length: 30 }, (_, at) => [at < 25 ? 0.02 : 0.04]);
		const weights = { day: 0.1, week: 0.2, month: 0.3 };
		const { variances } = linearModel(HAR_MEASURES, { anchor: 0.4, weights }).begin(days);
		const month = (17 * 4e-4 + 5 * 16e-4) / 22;
		const longRun = (25 * 4e-4 + 5 * 16e-4) / 30;
		expect(variances[0]).toBeCloseTo(0.1 * 16e-4 + 0.2 * 16e-4 + 0.3 * month + 0.4 * longRun, 15);
	});

	it("of the learned model, one measure at a time", () => {
		const forecastWith = (name: string, second: number) =>
			linearModel(RIDGE_MEASURES, { anchor: 0, weights: { [name]: 1 } })
				.begin([
					[0.02, 0.02],
					[-0.02, -0.02],
				])
				.after([-0.03, second]).variances[0];
		expect(forecastWith("squareShort", 0)).toBeCloseTo(0.5 * 4e-4 + 0.5 * 9e-4, 15);
		expect(forecastWith("absoluteShort", 0)).toBeCloseTo((Math.PI / 2) * 0.025 * 0.025, 15);
		expect(forecastWith("fallShort", 0)).toBeCloseTo(2 * (0.5 * 2e-4 + 0.5 * 9e-4), 15);
		// The market's level is half of 9/4 and half of 0 or 4, against an average day of 1.
		const longRun = (4e-4 + 4e-4 + 9e-4) / 3;
		expect(forecastWith("marketShort", 0)).toBeCloseTo(longRun * (0.5 + 0.5 * 1.125), 15);
		expect(forecastWith("marketShort", 0.04)).toBeCloseTo(longRun * (0.5 + 0.5 * 3.125), 15);
	});

	it("keep linear forecasts within their multiples of the anchor: never negative", () => {
		const weights = { day: -5, week: 0, month: 0 };
		const { variances } = linearModel(HAR_MEASURES, { anchor: 0, weights }).begin(seed);
		expect(variances[0]).toBeCloseTo(0.05 * 5e-4, 15);
	});
});
