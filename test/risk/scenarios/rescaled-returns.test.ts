import { describe, expect, it } from "vitest";
import type { TailParams } from "../../../src/risk/params/risk-params.ts";
import { rescaledReturns } from "../../../src/risk/scenarios/rescaled-returns.ts";
import { seededUniform } from "../../support/random/seeded-uniform.ts";

const BOUNDS: TailParams["moveBounds"] = {
	rise: { forecasts: 6_000_000n, ofLargest: 1_250_000n },
	fall: { forecasts: 10_000_000n, ofLargest: 2_000_000n },
};
const FORECAST = 0.05;

const rescaled = (
	days: readonly { readonly z: number; readonly real: number }[],
	moveBounds: TailParams["moveBounds"] = BOUNDS,
) =>
	rescaledReturns({
		filtered: { standardised: days.map(({ z }) => z), forecast: FORECAST },
		logReturns: days.map(({ real }) => real),
		params: { moveBounds },
	});

describe("a rescaled return", () => {
	it("is the standardised one times the forecast within the bounds", () => {
		expect(rescaled([{ z: 2, real: 0.4 }])).toEqual([0.1]);
		expect(rescaled([{ z: -2, real: -0.4 }])).toEqual([-0.1]);
	});

	it("rises by no more than so many forecasts, and falls by its own number of them", () => {
		const days = [
			{ z: 20, real: 0.5 },
			{ z: -20, real: -0.5 },
		];
		expect(rescaled(days)[0]).toBeCloseTo(0.3, 15);
		expect(rescaled(days)[1]).toBeCloseTo(-0.5, 15);
	});

	it("goes no further than so many times the largest real return of its side", () => {
		const days = [
			{ z: 5, real: 0.08 },
			{ z: 1, real: 0.1 },
			{ z: -9, real: -0.03 },
		];
		expect(rescaled(days)[0]).toBeCloseTo(0.125, 15);
		expect(rescaled(days)[2]).toBeCloseTo(-0.06, 15);
	});

	it("is not bounded where the parameters say off", () => {
		expect(rescaled([{ z: 20, real: 0.01 }], "off")).toEqual([1]);
	});

	it("keeps its sign and never grows by being bounded, on random histories", () => {
		const seed = 20260316;
		const uniform = seededUniform(seed);
		for (let round = 0; round < 200; round++) {
			const days = Array.from({ length: 20 }, () => {
				const real = (uniform() - 0.5) * uniform();
				return { z: (real / (0.005 + 0.1 * uniform())) * uniform(), real };
			});
			const free = rescaled(days, "off");
			rescaled(days).forEach((value, day) => {
				expect(Math.abs(value)).toBeLessThanOrEqual(Math.abs(free[day] as number));
				expect(value * (free[day] as number), `seed ${seed}, round ${round}`).toBeGreaterThanOrEqual(0);
			});
		}
	});
});
