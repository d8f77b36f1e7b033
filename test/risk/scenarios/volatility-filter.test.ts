import { describe, expect, it } from "vitest";
import type { JointReturns } from "../../../src/risk/scenarios/daily-returns.ts";
import {
	filterReturns,
	quantilesSoFarUp,
	releaseSlowly,
} from "../../../src/risk/scenarios/volatility-filter.ts";
import { seededGarch } from "../../support/random/seeded-garch.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const SEED_DAYS = SAMPLE_PARAMS.tail.seedDays;
const DAYS = seededGarch({ seed: 3, underlyings: 2, days: 400, longRun: 9e-4, shock: 0.1, memory: 0.85 });

function joint(days: readonly (readonly number[])[]): JointReturns {
	return {
		dates: days.map((_, day) => `day ${day}`),
		byUnderlying: [0, 1].map((u) => days.map((day) => day[u] as number)),
	};
}

const first = (days: readonly (readonly number[])[], params = SAMPLE_PARAMS) => {
	const [filtered] = filterReturns(joint(days), params);
	if (filtered === undefined) throw new Error("no underlying");
	return filtered;
};

describe("the volatility filter", () => {
	const filtered = first(DAYS);

	it("divides each return by the volatility that the model forecast for that day", () => {
		const day = 200;
		const volatility = filtered.modelled[day - SEED_DAYS] as number;
		expect(filtered.standardised[day]).toBe((DAYS[day]?.[0] as number) / volatility);
		expect(filtered.standardised.slice(0, SEED_DAYS).every((value) => value === 0)).toBe(true);
	});

	it("never looks ahead: tomorrow's close does not change today's forecast", () => {
		const today = first(DAYS.slice(0, 300));
		const crashed = first([...DAYS.slice(0, 300), [-0.5, -0.5]]);
		expect(crashed.modelled.slice(0, -1)).toEqual(today.modelled);
		expect(crashed.released.slice(0, -1)).toEqual(today.released);
		expect(crashed.standardised.slice(0, -1)).toEqual(today.standardised);
	});

	it("rises with the model on the day after a crash, and then falls by at most the release", () => {
		const shocked = first([...DAYS.slice(0, 300), [-0.5, -0.5], ...new Array(100).fill([0, 0])]);
		const crash = 300 - SEED_DAYS;
		expect(shocked.released[crash + 1]).toBe(shocked.modelled[crash + 1]);
		expect(shocked.released[crash + 1]).toBeGreaterThan(3 * (shocked.released[crash] as number));
		const falls = shocked.released.map((value, at) => value / (shocked.released[at - 1] ?? value));
		expect(Math.min(...falls)).toBeGreaterThanOrEqual(0.98 - 1e-12);
		expect(shocked.released.at(-1)).toBeLessThan(0.3 * (shocked.released[crash + 1] as number));
	});

	it("holds the forecast at a quantile of the model's own history in calm days", () => {
		const calm = [...DAYS.slice(0, 300), ...new Array(300).fill([1e-4, 1e-4])];
		const { modelled, released, forecast } = first(calm);
		const [half] = quantilesSoFarUp(modelled, 500_000n).slice(-1);
		expect(modelled.at(-1)).toBeLessThan(half as number);
		expect(released.at(-1)).toBe(half);
		expect(forecast).toBe(half);
		const free = { ...SAMPLE_PARAMS, forecast: { ...SAMPLE_PARAMS.forecast, floorQuantile: 0n } };
		expect(first(calm, free).forecast).toBeLessThan(half as number);
	});

	it("gives 0 for what never moved, instead of a division by 0", () => {
		const still = first(DAYS.map(() => [0, 0]));
		expect(still.standardised.every((value) => value === 0)).toBe(true);
		expect(still.released.at(-1)).toBe(0);
	});
});

describe("a slow release", () => {
	it("follows rises at once and keeps the stated share of yesterday otherwise", () => {
		const released = releaseSlowly({ wanted: [1, 4, 1, 1, 3, 0], releasePerDay: 0.25 });
		expect(released).toEqual([1, 4, 3, 2.25, 3, 2.25]);
	});

	it("is monotone: wanting more on one day never gives less on any", () => {
		const wanted = DAYS.map((day) => Math.abs(day[0] as number));
		const low = releaseSlowly({ wanted, releasePerDay: 0.02 });
		const high = releaseSlowly({ wanted: wanted.with(100, 0.9), releasePerDay: 0.02 });
		expect(high.every((value, at) => value >= (low[at] as number))).toBe(true);
	});
});

describe("quantiles so far", () => {
	it("count only what has been seen", () => {
		expect(quantilesSoFarUp([3, 1, 2, 10], 500_000n)).toEqual([3, 1, 2, 2]);
		expect(quantilesSoFarUp([3, 1, 2, 10], 1_000_000n)).toEqual([3, 3, 3, 10]);
	});
});
