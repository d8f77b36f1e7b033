import { describe, expect, it } from "vitest";
import { ln } from "../../../src/math/deterministic-math.ts";
import { TAIL_LANES } from "../../../src/risk/model/dimensions.ts";
import type { SurfaceMove } from "../../../src/risk/model/scenario.ts";
import { tenorScale } from "../../../src/risk/pricing/vol-shock.ts";
import { jointLogReturns } from "../../../src/risk/scenarios/daily-returns.ts";
import { decorrelationMoves } from "../../../src/risk/scenarios/decorrelation-moves.ts";
import { buildTailScenarios, type TailRequest } from "../../../src/risk/scenarios/tail-scenarios.ts";
import { madeUpCloses } from "../../support/market/daily-closes.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const UNDERLYINGS = ["BTC", "ETH"];
const CLOSES = madeUpCloses({ seed: 11, symbols: ["ETH", "BTC"], lastDay: "2026-02-04", days: 500 });
const LATER_MS = Date.UTC(2026, 5, 1);
const RETURNS = jointLogReturns(CLOSES, UNDERLYINGS, LATER_MS);
const TAIL = SAMPLE_PARAMS.tail;

const tailSet = (change: Partial<TailRequest> = {}) =>
	buildTailScenarios({
		returns: RETURNS,
		underlyings: UNDERLYINGS,
		params: SAMPLE_PARAMS,
		knownAtMs: LATER_MS,
		...change,
	});

describe("joint daily returns", () => {
	it("follow the order of the underlyings, not of the file", () => {
		const btc = CLOSES.closes.map((row) => Number(row[1]));
		expect(RETURNS.byUnderlying[0]?.[0]).toBe(ln((btc[1] as number) / (btc[0] as number)));
		expect(RETURNS.dates).toHaveLength(499);
	});

	it("never look ahead: a close counts from 24:00 UTC of its day", () => {
		const endOfDay = Date.UTC(2026, 1, 3);
		expect(jointLogReturns(CLOSES, UNDERLYINGS, endOfDay).dates.at(-1)).toBe("2026-02-02");
		expect(jointLogReturns(CLOSES, UNDERLYINGS, endOfDay - 1).dates.at(-1)).toBe("2026-02-01");
	});

	it("skip a return over a missing day and a day on which one underlying has no close", () => {
		const without = (drop: number, blank: number) => ({
			...CLOSES,
			dates: CLOSES.dates.filter((_, day) => day !== drop),
			closes: CLOSES.closes
				.map((row, day) => (day === blank ? [null, row[1] ?? null] : row))
				.filter((_, day) => day !== drop),
		});
		const dates = jointLogReturns(without(100, 200), UNDERLYINGS, LATER_MS).dates;
		const missing = [100, 101, 200, 201].map((day) => CLOSES.dates[day]);
		expect(RETURNS.dates.filter((date) => !dates.includes(date))).toEqual(missing);
	});

	it("need a history of every underlying", () => {
		const error = thrownBy(() => jointLogReturns(CLOSES, ["BTC", "SOL"], LATER_MS));
		expect(error).toMatchObject({ code: "CLOSES_NO_HISTORY", field: "closes.SOL" });
	});
});

describe("the tail set", () => {
	const scenarios = tailSet();

	it("has exactly as many scenarios as the table has lanes, all of different days, oldest first", () => {
		expect(scenarios).toHaveLength(TAIL_LANES);
		const names = scenarios.map(({ name }) => name);
		expect(new Set(names).size).toBe(TAIL_LANES);
		expect(names.toSorted()).toEqual(names);
	});

	it("ends with the most recent days", () => {
		const recent = scenarios.slice(-TAIL.recentDays).map(({ name }) => name);
		expect(recent).toEqual(RETURNS.dates.slice(-TAIL.recentDays).map((date) => `as on ${date}`));
	});

	it("picks a crash of long ago as a stress day and scales it to today's volatility", () => {
		const crashDay = 150;
		const shocked = {
			...RETURNS,
			byUnderlying: RETURNS.byUnderlying.map((series) => series.with(crashDay, -0.5)),
		};
		const set = tailSet({ returns: shocked });
		const crash = set.find(({ name }) => name === `as on ${RETURNS.dates[crashDay]}`);
		expect(crash).toBeDefined();
		const worst = set.map(({ movesPpm }) => movesPpm.BTC as bigint).reduce((a, b) => (a < b ? a : b));
		expect(crash?.movesPpm.BTC).toBe(worst);
	});

	it("is never calmer than the floor quantile of its own history", () => {
		const calm = {
			...RETURNS,
			byUnderlying: RETURNS.byUnderlying.map((s) => s.map((r, day) => (day > 300 ? r / 50 : r))),
		};
		const size = (floor: bigint) => {
			const model = { kind: "ewma", memory: 940_000n } as const;
			const forecast = { model, floorQuantile: floor, releasePerDay: 1_000_000n };
			const set = tailSet({ returns: calm, params: { ...SAMPLE_PARAMS, forecast } });
			return set.reduce((sum, { movesPpm }) => sum + Math.abs(Number(movesPpm.BTC)), 0);
		};
		expect(size(500_000n)).toBeGreaterThan(5 * size(0n));
	});

	it("moves surface and basis with spot by the response parameters where no history is given", () => {
		const falling = scenarios.find(({ movesPpm }) => (movesPpm.BTC as bigint) < -50_000n);
		const logReturn = ln(1 + Number(falling?.movesPpm.BTC) / 1e6);
		const shock = falling?.vols.BTC as SurfaceMove;
		const down = (ppm: bigint) => (Number(ppm) / 1e6) * logReturn * 1e6;
		const { level, riskReversal, fly, basisPerYear } = TAIL.surface.response;
		expect(Number(shock.levelPpm[1])).toBeCloseTo(down(level.down), -1);
		expect(Number(shock.levelPpm[2])).toBeCloseTo(down(level.down) * tenorScale(SAMPLE_PARAMS, 90), -1);
		expect(Number(shock.riskReversalPpm)).toBeCloseTo(down(riskReversal.down), -1);
		expect(Number(shock.flyPpm)).toBeCloseTo(down(fly.down), -1);
		expect(Number(falling?.basisPerYearPpm.BTC)).toBeCloseTo(down(basisPerYear.down), -1);
	});

	it("refuses a history that is too short, saying how much it needs", () => {
		const short = jointLogReturns(CLOSES, UNDERLYINGS, Date.UTC(2025, 2, 1));
		const error = thrownBy(() => tailSet({ returns: short }));
		expect(error).toMatchObject({ code: "CLOSES_TOO_SHORT" });
		expect(error.message).toContain("180 joint daily returns");
	});
});

const DECORRELATION = { regressor: "BTC", quantile: 995_000n, smallestMove: 50_000n };
const PARTING_PARAMS = {
	...SAMPLE_PARAMS,
	stress: { ...SAMPLE_PARAMS.stress, decorrelation: DECORRELATION },
};

describe("decorrelation moves", () => {
	it("are the quantiles of both sides of what the regressor does not explain, in price terms", () => {
		const [btc, eth] = RETURNS.byUnderlying as [number[], number[]];
		const beta = eth.reduce((sum, r, day) => sum + r * (btc[day] as number), 0);
		const square = btc.reduce((sum, r) => sum + r * r, 0);
		const left = eth.map((r, day) => r - (beta / square) * (btc[day] as number)).sort((a, b) => a - b);
		// 99.5 % of both sides together is 99.75 % of each: of 499 days the second most extreme.
		const [, moved] = decorrelationMoves(RETURNS, UNDERLYINGS, PARTING_PARAMS);
		expect(ln(1 + Number(moved?.downPpm) / 1e6)).toBeCloseTo(left[1] as number, 5);
		expect(ln(1 + Number(moved?.upPpm) / 1e6)).toBeCloseTo(left.at(-2) as number, 5);
		expect(-Number(moved?.downPpm)).not.toBe(Number(moved?.upPpm));
	});

	it("regress the regressor itself, and everything where it is not listed, on the mean of the others", () => {
		const other = (regressor: string) => {
			const stress = { ...PARTING_PARAMS.stress, decorrelation: { ...DECORRELATION, regressor } };
			return decorrelationMoves(RETURNS, UNDERLYINGS, { ...PARTING_PARAMS, stress });
		};
		// With two underlyings the mean of the others is the other one.
		expect(other("ETH")).toEqual(other("BTC"));
		expect(other("SOL")).toEqual(other("BTC"));
	});

	it("are at least the configured move, and none for a single underlying", () => {
		const still = {
			...RETURNS,
			byUnderlying: [RETURNS.byUnderlying[0] ?? [], RETURNS.byUnderlying[0] ?? []],
		};
		const moves = decorrelationMoves(still, UNDERLYINGS, PARTING_PARAMS);
		expect(moves[1]).toEqual({ underlying: "ETH", downPpm: -50_000n, upPpm: 50_000n });
		expect(decorrelationMoves(RETURNS, ["BTC"], PARTING_PARAMS)).toEqual([]);
	});
});
