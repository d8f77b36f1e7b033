import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { IvDay } from "../../../src/market/history/iv-history.ts";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";
import { estimateRisk } from "../../../src/risk/calibration/estimate-risk.ts";
import { estimateSurface } from "../../../src/risk/calibration/estimate-surface.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES, SMALL_IV_HISTORY } from "../../support/tables/small-tables.ts";

const LATER_MS = Date.UTC(2027, 0, 1);
const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 0, 1, 21);

/** A surface that answers to spot by rule: level −2 on falls and −1 on rises, times (30 d/tenor)^0.4. */
function surfaceByRule(days: number): IvDay[] {
	let price = 50_000;
	let levels = [50, 50, 50, 50];
	let [skew, basis] = [-0.1, 5];
	return Array.from({ length: days }, (_, day) => {
		const logReturn = day === 0 ? 0 : (day % 2 === 0 ? 0.02 : -0.02) * (1 + (day % 5));
		price *= Math.exp(logReturn);
		const move = (logReturn < 0 ? -2 : -1) * logReturn;
		levels = levels.map((level, at) => level * (1 + move * (30 / ([7, 30, 90, 180][at] as number)) ** 0.4));
		skew += 0.5 * logReturn;
		basis += 100 * 0.05 * logReturn;
		const timeMs = START_MS + day * DAY_MS;
		return {
			date: new Date(timeMs).toISOString().slice(0, 10),
			timeMs,
			indexUsd: price.toFixed(9),
			atmIvPercent: levels.map((level) => level.toFixed(9)) as unknown as IvDay["atmIvPercent"],
			riskReversalPoints: (skew * (levels[1] as number)).toFixed(9),
			flyPoints: "0",
			basisPercentPerYear: basis.toFixed(9),
		};
	});
}

describe("estimates of a surface", () => {
	const days = surfaceByRule(41);
	const found = estimateSurface({ underlying: "BTC", days, params: SAMPLE_PARAMS, knownAtMs: LATER_MS });

	it("recover the rule that a history was made by", () => {
		expect(found?.days).toBe(40);
		expect(found?.response.level.down.slope).toBeCloseTo(-2, 6);
		expect(found?.response.level.up.slope).toBeCloseTo(-1, 6);
		expect(found?.response.level.down.explained).toBeCloseTo(1, 6);
		expect(found?.response.riskReversal.down.slope).toBeCloseTo(0.5, 6);
		expect(found?.response.basisPerYear.up.slope).toBeCloseTo(0.05, 6);
		expect(found?.response.fly.down).toEqual({ slope: 0, explained: 0 });
		for (const { tenorDays, power } of found?.tenors ?? []) {
			if (tenorDays === 30) expect(power).toBeUndefined();
			else expect(power).toBeCloseTo(0.4, 6);
		}
	});

	it("measure what leaves the scaled 30-day move as a share of the up shock", () => {
		// Up shock at 7 days 0.6·(30/7)^0.35; the largest 30-day move is 2 · 0.1.
		const at7 = found?.tenors.find(({ tenorDays }) => tenorDays === 7);
		const scale = (30 / 7) ** 0.35;
		expect(at7?.largestShareOfUpShock).toBeCloseTo((0.2 * ((30 / 7) ** 0.4 - scale)) / (0.6 * scale), 6);
		expect(at7?.largest.up).toBeCloseTo(0.2 * (30 / 7) ** 0.4, 6);
	});

	it("are not made from fewer than 20 days, nor from what is not known yet", () => {
		const estimate = (count: number, knownAtMs = LATER_MS) =>
			estimateSurface({ underlying: "BTC", days: days.slice(0, count), params: SAMPLE_PARAMS, knownAtMs });
		expect(estimate(20)).toBeUndefined();
		expect(estimate(21)).toBeDefined();
		expect(estimate(41, START_MS + 19 * DAY_MS)).toBeUndefined();
	});
});

describe("estimates of all sizes", () => {
	it("cover moves, surfaces and the tail set, and work without volatilities", () => {
		const request = {
			closes: SMALL_CLOSES,
			underlyings: ["BTC", "ETH"],
			params: SAMPLE_PARAMS,
			knownAtMs: LATER_MS,
		};
		const found = estimateRisk({ ...request, ivHistory: SMALL_IV_HISTORY });
		expect(found.surfaces.map(({ underlying }) => underlying)).toEqual(["BTC", "ETH"]);
		expect(found.moves.underlyings.map(({ onRegressor }) => onRegressor === undefined)).toEqual([
			true,
			false,
		]);
		for (const { quantile, largest } of [found.moves.common]) {
			expect(largest.down).toBeLessThanOrEqual(quantile.down);
			expect(largest.up).toBeGreaterThanOrEqual(quantile.up);
		}
		expect(estimateRisk(request).surfaces).toEqual([]);
	});

	it("state what a table uses: the decorrelation moves are the quantiles of the regressor's residual", () => {
		const parting = { regressor: "BTC", quantile: 995_000n, smallestMove: 50_000n };
		const { moves, decorrelation } = estimateRisk({
			closes: SMALL_CLOSES,
			underlyings: ["BTC", "ETH"],
			params: { ...SAMPLE_PARAMS, stress: { ...SAMPLE_PARAMS.stress, decorrelation: parting } },
			knownAtMs: LATER_MS,
		});
		expect(Number(decorrelation[1]?.downPpm) / 1e6).toBeCloseTo(
			moves.underlyings[1]?.onRegressor?.down ?? 0,
			5,
		);
		expect(Number(decorrelation[0]?.upPpm) / 1e6).toBeCloseTo(moves.underlyings[0]?.onPeers?.up ?? 0, 5);
	});
});

describe.skipIf(!hasShared)("estimates of real data (skipped without the shared data folder)", () => {
	const market = (name: string) => readFileSync(sharedPath("data/market", name), "utf8");

	it("are what docs/scenarios.md and the comments of the sample parameters say", () => {
		const found = estimateRisk({
			closes: parseDailyCloses(market("daily-closes.csv")),
			ivHistory: parseIvHistory(market("deribit-iv-history.csv")),
			underlyings: ["BTC", "ETH", "SOL"],
			params: SAMPLE_PARAMS,
			knownAtMs: LATER_MS,
		});
		const [btc, eth] = found.surfaces;
		const at = (days: number) => btc?.tenors.find(({ tenorDays }) => tenorDays === days);
		expect(at(30)?.largest.up).toBeCloseTo(0.549, 3);
		expect(at(30)?.largest.down).toBeCloseTo(-0.347, 3);
		expect(at(7)?.largest.up).toBeCloseTo(0.832, 3);
		expect(at(7)?.largest.down).toBeCloseTo(-0.429, 3);
		expect(btc?.week.up).toBeCloseTo(0.992, 3);
		expect(btc?.week.down).toBeCloseTo(-0.319, 3);
		expect([at(7)?.power, at(90)?.power, at(180)?.power].map((p) => p?.toFixed(2))).toEqual([
			"0.34",
			"0.54",
			"0.63",
		]);
		expect(btc?.response.level.down.slope).toBeCloseTo(-1.92, 2);
		expect(eth?.response.level.down.slope).toBeCloseTo(-0.78, 2);
		expect(Math.min(...found.tail.map(({ confidence }) => confidence))).toBeGreaterThan(0.998);
		// Ranges, charges and shocks of the sample parameters cover every daily move of the history.
		const { vol } = SAMPLE_PARAMS.stress;
		for (const surface of found.surfaces) {
			for (const { tenorDays, largest, shareOfUpShock } of surface.tenors) {
				const power = tenorDays < 30 ? vol.shortPower : vol.longPower;
				const scale = (30 / tenorDays) ** (Number(power) / 1e6);
				expect(largest.up).toBeLessThan((Number(vol.rangeUp) / 1e6) * scale);
				expect(-largest.down).toBeLessThan((Number(vol.rangeDown) / 1e6) * scale);
				expect(shareOfUpShock).toBeLessThan(Number(SAMPLE_PARAMS.charges.vega.shareOfUpShock) / 1e6);
			}
			const { perYear, up } = SAMPLE_PARAMS.charges.basis;
			expect(surface.basis.largest).toBeLessThan((Number(perYear) / 1e6) * (Number(up) / 1e6));
		}
	});
});
