import { describe, expect, it } from "vitest";
import { TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import { chooseDaysByRule, chooseTailDays } from "../../../src/risk/scenarios/choose-tail-days.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const SEED = 99;
const DAYS = 400;
const PARAMS = SAMPLE_PARAMS.tail;
const FIRST_RECENT = DAYS - PARAMS.recentDays;

/** Three coins that move together, a little apart, with some days written over. */
function standardised(special: Readonly<Record<number, readonly number[]>> = {}): number[][] {
	const uniform = seededUniform(SEED);
	const series: number[][] = [[], [], []];
	for (let day = 0; day < DAYS; day++) {
		const common = uniform() - 0.5;
		series.forEach((one, u) => {
			const value = special[day]?.[u] ?? common + 0.2 * (uniform() - 0.5);
			one.push(day < PARAMS.seedDays ? 0 : value);
		});
	}
	return series;
}

describe("the choice of tail days", () => {
	it("is the recent days and as many stress days of each kind as the parameters say, none twice", () => {
		const series = standardised();
		const chosen = chooseDaysByRule(series, DAYS, PARAMS);
		expect(chosen.recent).toEqual(Array.from({ length: 80 }, (_, k) => FIRST_RECENT + k));
		expect([chosen.common, chosen.second, chosen.residual].map((days) => days.length)).toEqual([16, 12, 12]);
		const all = chooseTailDays(series, DAYS, PARAMS);
		expect(all).toHaveLength(TAIL_LANES);
		expect(new Set(all).size).toBe(TAIL_LANES);
		expect(all.toSorted((a, b) => a - b)).toEqual(all);
		expect(all[0]).toBeGreaterThanOrEqual(PARAMS.seedDays);
	});

	it("finds a day on which everything moves, one on which two groups part, and one coin on its own", () => {
		const chosen = chooseDaysByRule(
			standardised({
				100: [-1.5, -1.5, -1.5],
				101: [0.7, 0.7, -1.4],
				102: [0.7, 0.7, -1.4],
				150: [1, -1, 0],
			}),
			DAYS,
			PARAMS,
		);
		expect(chosen.common[0]).toBe(100);
		expect(chosen.second.slice(0, 2).sort()).toEqual([101, 102]);
		expect(chosen.residual[0]).toBe(150);
	});

	it("counts size and not sign", () => {
		const series = standardised({ 120: [-3, -3, -3], 121: [3, 3, 3] });
		const flipped = series.map((one) => one.map((value) => -value));
		expect(chooseDaysByRule(flipped, DAYS, PARAMS)).toEqual(chooseDaysByRule(series, DAYS, PARAMS));
		expect(chooseDaysByRule(series, DAYS, PARAMS).common).toEqual(expect.arrayContaining([120, 121]));
	});

	it("breaks ties by the earlier day", () => {
		const equal = { 200: [2, 2, 2], 130: [2, 2, 2], 170: [2, 2, 2] };
		expect(chooseDaysByRule(standardised(equal), DAYS, PARAMS).common.slice(0, 3)).toEqual([130, 170, 200]);
	});

	it("goes by the first component alone where one or two underlyings leave nothing else", () => {
		const [btc = [], eth = []] = standardised();
		const byFirst = (series: number[][]) => chooseDaysByRule(series, DAYS, PARAMS);
		const one = byFirst([btc]);
		const sorted = btc
			.map((value, day) => ({ day, size: Math.abs(value) }))
			.filter(({ day }) => day >= PARAMS.seedDays && day < FIRST_RECENT)
			.sort((a, b) => b.size - a.size)
			.map(({ day }) => day);
		expect([...one.common, ...one.second, ...one.residual]).toEqual(sorted.slice(0, 40));
		const two = byFirst([btc, eth]);
		expect(new Set([...two.common, ...two.second, ...two.residual]).size).toBe(40);
	});
});
