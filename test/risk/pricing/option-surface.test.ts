/** What a scenario does to an option, through the pricer that fills a row. */
import { describe, expect, it } from "vitest";
import { blackPrice, DAYS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import type { MarkedInstrument } from "../../../src/market/snapshot/market-snapshot.ts";
import { netLanes } from "../../../src/risk/charges/net-lanes.ts";
import { MARK_SCENARIO, type Scenario, type SurfaceMove } from "../../../src/risk/model/scenario.ts";
import { optionPricer } from "../../../src/risk/pricing/option-lanes.ts";
import { SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const NOW_MS = Date.UTC(2026, 1, 5);
const DAY_MS = 86_400_000;
const WHOLE_PPM = 1_000_000n;
const ONE = { units: 1n, decimals: 0 };
const QUARTER_DELTA = 0.6744897501960817;

const optionAt = (strike: string, days: number, optionType: "C" | "P" = "C"): MarkedInstrument => ({
	id: 1,
	name: `BTC-TEST-${strike}-${optionType}`,
	kind: "option",
	underlying: "BTC",
	priceUsd: "60000",
	indexUsd: "60000",
	lot: "1",
	iv: "0.5",
	strike,
	optionType,
	expiryMs: NOW_MS + days * DAY_MS,
});
const pricerOf = (option: MarkedInstrument) =>
	optionPricer({ option, params: SAMPLE_PARAMS, snapshotTimeMs: NOW_MS });
const scenario = (change: Partial<Scenario>): Scenario => ({
	...MARK_SCENARIO,
	laterMs: 86_400_000,
	...change,
});
const surface = (change: Partial<SurfaceMove>): Scenario =>
	scenario({
		vols: { BTC: { levelPpm: [0n, 0n, 0n, 0n], riskReversalPpm: 0n, flyPpm: 0n, ...change } },
	});
/** USD. */
const change = (option: MarkedInstrument, given: Scenario) =>
	Number(pricerOf(option).changeNearest(given, ONE)) / 1e6;
const black = (option: MarkedInstrument, given: { forward: number; volatility: number; days: number }) =>
	blackPrice({
		forward: given.forward,
		strike: Number(option.strike),
		volatility: given.volatility,
		years: given.days / DAYS_PER_YEAR,
		optionType: option.optionType ?? "C",
	});

describe("an option under a scenario", () => {
	it("is repriced one day later, with the volatility that the level at its tenor gives", () => {
		const option = optionAt("60000", 30);
		const up = surface({ levelPpm: [800_000n, 500_000n, 300_000n, 200_000n] });
		const expected =
			black(option, { forward: 60_000, volatility: 0.75, days: 29 }) -
			black(option, { forward: 60_000, volatility: 0.5, days: 30 });
		expect(change(option, up)).toBeCloseTo(expected, 4);
	});

	it("loses its time value over a day in which nothing moves", () => {
		const option = optionAt("60000", 30);
		const decayed = black(option, { forward: 60_000, volatility: 0.5, days: 29 });
		expect(change(option, scenario({}))).toBeCloseTo(
			decayed - black(option, { forward: 60_000, volatility: 0.5, days: 30 }),
			4,
		);
		expect(change(option, scenario({}))).toBeLessThan(0);
	});

	it("is worth its intrinsic value when it expires within the day, whatever its surface does", () => {
		for (const days of [1, 0.4]) {
			const option = optionAt("50000", days);
			const mark = black(option, { forward: 60_000, volatility: 0.5, days });
			const wild = surface({ levelPpm: [2_000_000n, 0n, 0n, 0n], riskReversalPpm: -400_000n });
			const moved = { ...wild, movesPpm: { BTC: -100_000n } };
			expect(change(option, moved)).toBeCloseTo(4_000 - mark, 4);
		}
	});

	it("gains as a put and loses as a call when the risk reversal falls, by the shift at its own strike", () => {
		const years = 29 / DAYS_PER_YEAR;
		const strikeOf = (x: number) =>
			(60_000 * Math.exp(x * QUARTER_DELTA * 0.5 * Math.sqrt(years))).toFixed(6);
		const down = surface({ riskReversalPpm: -200_000n });
		for (const [x, volatility] of [
			[-1, 0.55],
			[1, 0.45],
			[0, 0.5],
			[-2, 0.6],
			[-3, 0.6],
		] as const) {
			const option = optionAt(strikeOf(x), 30, x < 0 ? "P" : "C");
			const expected =
				black(option, { forward: 60_000, volatility, days: 29 }) -
				black(option, { forward: 60_000, volatility: 0.5, days: 30 });
			expect(change(option, down), `x = ${x}`).toBeCloseTo(expected, 3);
		}
	});

	it("follows the basis with its forward, and both wings rise with the fly", () => {
		const option = optionAt("60000", 101);
		const wider = scenario({ basisPerYearPpm: { BTC: 36_500n } });
		const expected =
			black(option, { forward: 60_600, volatility: 0.5, days: 100 }) -
			black(option, { forward: 60_000, volatility: 0.5, days: 101 });
		expect(change(option, wider)).toBeCloseTo(expected, 3);
		const still = scenario({});
		for (const strike of ["45000", "80000"]) {
			const wing = optionAt(strike, 30);
			expect(change(wing, surface({ flyPpm: 50_000n }))).toBeGreaterThan(change(wing, still));
		}
	});

	it("stays between its intrinsic value and its bound under the largest moves of a surface", () => {
		const limit = SAMPLE_PARAMS.tail.surface.limits;
		for (const days of [1.04, 2, 9, 40, 200, 700]) {
			for (const strike of ["20000", "55000", "60000", "70000", "200000"]) {
				for (const type of ["C", "P"] as const) {
					for (const sign of [1n, -1n]) {
						const option = optionAt(strike, days, type);
						const level = sign < 0n ? limit.levelMin : limit.levelMax;
						const moved = surface({
							levelPpm: [level, level, level, level],
							riskReversalPpm: sign * limit.riskReversal,
							flyPpm: sign * limit.fly,
						});
						const value = Number(pricerOf(option).laneDown(moved, WHOLE_PPM)) / 1e6;
						const intrinsic = Math.max(0, (type === "C" ? 1 : -1) * (60_000 - Number(strike)));
						expect(value, option.name).toBeGreaterThanOrEqual(intrinsic - 1e-3);
						expect(value, option.name).toBeLessThanOrEqual(type === "C" ? 60_000 : Number(strike));
					}
				}
			}
		}
	});
});

describe("the vega and basis lanes of an expiry", () => {
	const lanesOf = (option: MarkedInstrument) =>
		netLanes({
			instrument: option,
			pricer: pricerOf(option),
			params: SAMPLE_PARAMS,
			snapshotTimeMs: NOW_MS,
		});
	const { vol } = SAMPLE_PARAMS.stress;
	const { vega, basis } = SAMPLE_PARAMS.charges;

	it("are the stated share of the up shock at the tenor, at the mark's own time", () => {
		for (const days of [7, 30, 90, 180]) {
			const option = optionAt("60000", days);
			const power = Number(days < 30 ? vol.shortPower : vol.longPower) / 1e6;
			const shocked = 0.5 * (1 + (Number(vol.rangeUp) / 1e6) * (30 / days) ** power);
			const up =
				black(option, { forward: 60_000, volatility: shocked, days }) -
				black(option, { forward: 60_000, volatility: 0.5, days });
			const share = Number(vega.shareOfUpShock) / 1e6;
			expect(Number(lanesOf(option).vegaMicroUsd) / 1e6).toBeCloseTo(share * up, 4);
		}
	});

	it("net to nothing for a call against the put of its strike, whose forward still pays for basis", () => {
		const [call, put] = [lanesOf(optionAt("60000", 90)), lanesOf(optionAt("60000", 90, "P"))];
		expect(call.vegaMicroUsd - put.vegaMicroUsd).toBe(0n);
		// The two make a forward: (add + perYear·90/365) · 4 % of 60 000.
		const factor = Number(basis.add + (basis.perYear * 90n) / 365n) / 1e6;
		const forward = Number(call.basisUpMicroUsd - put.basisUpMicroUsd) / 1e6;
		expect(forward).toBeCloseTo(factor * 0.04 * 60_000, 1);
	});

	it("leave a calendar its term-structure risk: two expiries are charged apart", () => {
		const [near, far] = [lanesOf(optionAt("60000", 7)), lanesOf(optionAt("60000", 90))];
		expect(near.vegaMicroUsd).toBeGreaterThan(0n);
		expect(far.vegaMicroUsd).toBeGreaterThan(0n);
	});
});
