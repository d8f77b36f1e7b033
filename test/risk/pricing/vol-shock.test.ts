import { describe, expect, it } from "vitest";
import type { SurfaceMove, VolShock } from "../../../src/risk/model/scenario.ts";
import {
	shockedVolatility,
	smileFactor,
	tenorProfile,
	tenorScale,
} from "../../../src/risk/pricing/vol-shock.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const SEED = 20260205;
const QUARTER_DELTA = 0.6744897501960817;

const shocked = (volatility: number, days: number, shock: VolShock, deviations = 0) =>
	shockedVolatility({
		params: SAMPLE_PARAMS,
		volatility,
		tenor: tenorProfile(SAMPLE_PARAMS, days),
		shock,
		deviations,
	});

const surface = (change: Partial<SurfaceMove>): SurfaceMove => ({
	levelPpm: [0n, 0n, 0n, 0n],
	riskReversalPpm: 0n,
	flyPpm: 0n,
	...change,
});
const parallel = (ppm: bigint) => surface({ levelPpm: [ppm, ppm, ppm, ppm] });

describe("a volatility shock", () => {
	it("is the stated range at 30 days", () => {
		expect(shocked(0.5, 30, "up")).toBeCloseTo(0.8, 12);
		expect(shocked(0.5, 30, "down")).toBeCloseTo(0.3, 12);
		expect(shocked(0.5, 30, "flat")).toBe(0.5);
		expect(shocked(0.5, 30, parallel(-100_000n))).toBeCloseTo(0.45, 12);
	});

	it("grows toward short tenors and stops growing at the floor", () => {
		// (30/7)^0.35 and (30/90)^0.5
		expect(tenorScale(SAMPLE_PARAMS, 7)).toBeCloseTo(1.66421, 6);
		expect(tenorScale(SAMPLE_PARAMS, 90)).toBeCloseTo(0.57735, 6);
		expect(tenorScale(SAMPLE_PARAMS, 0.1)).toBe(tenorScale(SAMPLE_PARAMS, 1));
	});

	it.each([
		[29.999, 45, (30 / 45) ** 0.35],
		[30, 45, (30 / 45) ** 0.35],
		[30.001, 45, (30 / 45) ** 0.5],
		[60, 45, (30 / 60) ** 0.5],
		[30, 30, 1],
		[1 / 24, 0, 720 ** 0.35],
		[60, 0, (30 / 60) ** 0.5],
	])("at %d days over a floor of %d takes the power of the option's own time", (days, floor, scale) => {
		const { stress } = SAMPLE_PARAMS;
		const tenorFloorDays = BigInt(floor * 1_000_000);
		const params = { stress: { ...stress, vol: { ...stress.vol, tenorFloorDays } } };
		expect(tenorScale(params, days) / scale).toBeCloseTo(1, 12);
	});

	it("stays a number at expiry without a floor", () => {
		const { stress } = SAMPLE_PARAMS;
		const params = { stress: { ...stress, vol: { ...stress.vol, tenorFloorDays: 0n, rangeDown: 0n } } };
		for (const shock of ["up", "flat", "down"] as const) {
			const tenor = tenorProfile(params, 0);
			const volatility = shockedVolatility({ params, volatility: 0.5, tenor, shock, deviations: 0 });
			expect(Number.isFinite(volatility)).toBe(true);
		}
	});

	it("ends at the absolute floor when up, and at a share of itself or above when anything else", () => {
		expect(shocked(0.1, 30, "up")).toBe(0.4);
		expect(shocked(0.5, 1, "down")).toBeCloseTo(0.05, 12);
		expect(shocked(0.5, 1, parallel(-900_000n))).toBeCloseTo(0.05, 12);
	});
});

describe("the level of a surface", () => {
	const move = surface({ levelPpm: [800_000n, 500_000n, 300_000n, 200_000n] });

	it("is what the scenario says at the tenors that it names", () => {
		for (const [days, level] of [
			[7, 1.8],
			[30, 1.5],
			[90, 1.3],
			[180, 1.2],
		] as const) {
			expect(shocked(1, days, move)).toBeCloseTo(level, 12);
		}
	});

	it("lies between its neighbours in between, and is scaled on by the powers outside", () => {
		const at = (days: number) => shocked(1, days, move) - 1;
		const days = [7, 9, 14, 21, 30, 45, 60, 90, 120, 180];
		for (let k = 1; k < days.length; k++)
			expect(at(days[k] as number)).toBeLessThan(at(days[k - 1] as number));
		// Halfway between 30 and 90 days in the logarithm.
		expect(at(30 * Math.sqrt(3))).toBeCloseTo(0.4, 9);
		expect(at(1)).toBeCloseTo(0.8 * 7 ** 0.35, 9);
		expect(at(720)).toBeCloseTo(0.2 * 0.5, 9);
	});
});

describe("the smile of a surface", () => {
	const rr = surface({ riskReversalPpm: -150_000n });
	const fly = surface({ flyPpm: 20_000n });
	const factor = (move: SurfaceMove, deviations: number, days = 30) =>
		smileFactor({ params: SAMPLE_PARAMS, move, tenor: tenorProfile(SAMPLE_PARAMS, days), deviations });

	it("moves risk reversal and fly at 25 delta, over the volatility at the money, by what the scenario says", () => {
		const both = surface({ riskReversalPpm: -150_000n, flyPpm: 20_000n });
		const [put, call] = [factor(both, -QUARTER_DELTA), factor(both, QUARTER_DELTA)];
		expect(call - put).toBeCloseTo(-0.15, 12);
		expect((call + put) / 2 - 1).toBeCloseTo(0.02, 12);
		expect(factor(both, 0)).toBe(1);
	});

	it("is monotone in moneyness for a skew, even for a fly, and flat beyond the wing cap", () => {
		const grid = Array.from({ length: 81 }, (_, k) => (k - 40) / 10);
		for (let k = 1; k < grid.length; k++) {
			const [a, b] = [grid[k - 1] as number, grid[k] as number];
			expect(factor(rr, b)).toBeLessThanOrEqual(factor(rr, a));
			expect(factor(fly, b)).toBeCloseTo(factor(fly, -b), 14);
		}
		const cap = 2 * QUARTER_DELTA;
		for (const move of [rr, fly]) {
			expect(factor(move, cap * 1.001)).toBeCloseTo(factor(move, 100), 14);
			expect(factor(move, -cap * 1.001)).toBeCloseTo(factor(move, -100), 14);
			expect(factor(move, cap * 0.9)).not.toBeCloseTo(factor(move, cap), 6);
		}
	});

	it("grows toward short tenors as the level does", () => {
		const at = (days: number) => 1 - factor(rr, QUARTER_DELTA, days);
		expect(at(7) / at(30)).toBeCloseTo(tenorScale(SAMPLE_PARAMS, 7), 9);
	});

	it(`leaves every volatility positive and finite, whatever the scenario (seed ${SEED})`, () => {
		const draw = drawFrom(SEED);
		for (let run = 0; run < 2000; run++) {
			const ppm = () => draw.signed(5_000_000n);
			const move: SurfaceMove = {
				levelPpm: [ppm(), ppm(), ppm(), ppm()],
				riskReversalPpm: ppm(),
				flyPpm: ppm(),
			};
			const days = Number(draw.unsigned(1000n)) + 0.04;
			const deviations = Number(draw.signed(8_000_000n)) / 1e6;
			const volatility = shocked(0.5, days, move, deviations);
			expect(volatility).toBeGreaterThanOrEqual(0.05);
			expect(volatility).toBeLessThan(Number.POSITIVE_INFINITY);
		}
	});
});
