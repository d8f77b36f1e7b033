import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";
import { fitHaircutLadder } from "../../../src/risk/charges/haircut-fit.ts";
import { haircutFit } from "../../../src/risk/charges/side-charges.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { jointLogReturns } from "../../../src/risk/scenarios/daily-returns.ts";
import {
	haircutFactorPath,
	haircutFactorPpm,
	haircutFactorsPpmUp,
	scaleHaircutsUp,
} from "../../../src/risk/scenarios/haircut-factors.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { hasShared, sharedPath } from "../../support/market/shared-data.ts";
import { seededGarch } from "../../support/random/seeded-garch.ts";
import { buildSmallTables, SAMPLE_PARAMS, SMALL_CLOSES } from "../../support/tables/small-tables.ts";

const DYNAMIC = SAMPLE_PARAMS.charges.dynamicHaircut as Exclude<
	typeof SAMPLE_PARAMS.charges.dynamicHaircut,
	"off"
>;
const DAYS = seededGarch({ seed: 8, underlyings: 1, days: 400, longRun: 9e-4, shock: 0.1, memory: 0.85 });

/** The factor after the days given. */
function factorAfter(days: readonly (readonly number[])[], dynamicHaircut = DYNAMIC): bigint {
	const params = { ...SAMPLE_PARAMS, dynamicHaircut };
	const returns = {
		dates: days.map((_, day) => `day ${day}`),
		byUnderlying: [days.map((day) => day[0] as number)],
	};
	return haircutFactorsPpmUp(returns, ["BTC"], params).BTC as bigint;
}

describe("the haircut factor", () => {
	const flat = { modelled: [0.03, 0.03, 0.03], released: [0.03, 0.045, 0.015] };

	it("is 1 + slope × the forecast's distance from the long run, in hand-computed cases", () => {
		const free = { ...DYNAMIC, lowest: 0n, releasePerDay: 1_000_000n };
		for (const [slope, expected] of [
			[1_000_000n, [1, 1.5, 0.5]],
			[500_000n, [1, 1.25, 0.75]],
		] as const) {
			haircutFactorPath(flat, { ...free, slope }).forEach((factor, day) => {
				expect(factor).toBeCloseTo(expected[day] as number, 12);
			});
		}
	});

	it("stays within its bounds, and never lowers a haircut when the lower one is 1", () => {
		const path = haircutFactorPath(
			{ modelled: [0.03, 0.03, 0.03], released: [0.001, 0.3, 0.001] },
			{ ...DYNAMIC, releasePerDay: 1_000_000n },
		);
		expect(path).toEqual([1, 3, 1]);
	});

	it("rises on the day of a crash and falls by at most the release on every later day", () => {
		let days = [...DAYS];
		const before = factorAfter(days);
		days = [...days, [-0.3]];
		let last = factorAfter(days);
		expect(last).toBeGreaterThan((3n * before) / 2n);
		const first = last;
		for (let day = 0; day < 60; day++) {
			days = [...days, [0]];
			const next = factorAfter(days);
			expect(next).toBeGreaterThanOrEqual((last * 979_999n) / 1_000_000n);
			expect(next).toBeLessThanOrEqual(last);
			last = next;
		}
		expect(last).toBeLessThan((2n * first) / 3n);
	});

	it("falls no faster than its own release even where the forecast does", () => {
		const slow = { ...DYNAMIC, slope: 3_000_000n, highest: 10_000_000n, releasePerDay: 1_000n };
		const crashed = [...DAYS, [-0.3]];
		const factor = factorAfter([...crashed, [0]], slow);
		expect(Number(factor) / Number(factorAfter(crashed, slow))).toBeCloseTo(0.999, 5);
	});

	it("is 1 for fiat and stables: no volatility announces the break of a peg", () => {
		const factors = { BTC: 2_000_000n, USD: 2_000_000n };
		const of = (assetClass: "coin" | "wrapped" | "stable" | "fiat", underlying: string) =>
			haircutFactorPpm(factors, { assetClass, underlying });
		expect(of("coin", "BTC")).toBe(2_000_000n);
		expect(of("wrapped", "BTC")).toBe(2_000_000n);
		expect(of("stable", "USD")).toBe(1_000_000n);
		expect(of("fiat", "USD")).toBe(1_000_000n);
	});
});

describe("a scaled ladder", () => {
	const tiers = SAMPLE_PARAMS.charges.haircuts.assets.SOL ?? [];

	it("has every haircut times the factor, rounded up, at most 100 %", () => {
		const scaled = scaleHaircutsUp(tiers, 2_500_001n).map(({ haircut }) => haircut);
		expect(scaled).toEqual([125_001n, 250_001n, 500_001n, 1_000_000n]);
		expect(scaleHaircutsUp(tiers, 1_000_000n)).toEqual(tiers);
	});

	it.each([1_000_000n, 1_700_000n, 3_000_000n, 25_000_000n])(
		"stays convex and rising at %s ppm",
		(factor) => {
			const { segments } = fitHaircutLadder(scaleHaircutsUp(tiers, factor));
			for (const [k, segment] of segments.entries()) {
				const before = segments[k - 1];
				expect(segment.slopePpm).toBeLessThanOrEqual(1_000_000n);
				expect(segment.slopePpm).toBeGreaterThanOrEqual(before?.slopePpm ?? 0n);
				expect(segment.interceptMicroUsd).toBeGreaterThanOrEqual(before?.interceptMicroUsd ?? 0n);
			}
		},
	);

	it("of a parameter file is the base ladder unless a factor is given", () => {
		const btc = { name: "BTC", assetClass: "coin" } as const;
		expect(haircutFit(SAMPLE_PARAMS, btc).segments[0]?.slopePpm).toBe(20_000n);
		expect(haircutFit(SAMPLE_PARAMS, btc, 1_500_000n).segments[0]?.slopePpm).toBe(30_000n);
	});
});

describe("a table built after a crash", () => {
	/** ETH falls by 40 % on the last day, BTC stands still. */
	const crashed = {
		...SMALL_CLOSES,
		closes: SMALL_CLOSES.closes.map((row, day, all) => {
			const before = all[day - 1];
			if (day < all.length - 1 || before === undefined) return row;
			return [before[0] ?? null, (Number(before[1]) * 0.6).toFixed(4)];
		}),
	};

	it("names the factor of every coin and charges by it; a loud coin does not widen a quiet one", async () => {
		const [quiet, loud] = await Promise.all([buildSmallTables(), buildSmallTables({ closes: crashed })]);
		expect(Object.keys(quiet.initial.labels.haircutFactors).sort()).toEqual(["BTC", "ETH", "WBTC"]);
		const factor = (tables: RiskTables, asset: string) => Number(tables.initial.labels.haircutFactors[asset]);
		expect(factor(loud, "ETH")).toBeGreaterThan(1.5 * factor(quiet, "ETH"));
		expect(factor(loud, "BTC")).toBeLessThanOrEqual(factor(quiet, "BTC"));
		expect(loud.maintenance.labels.haircutFactors).toEqual(loud.initial.labels.haircutFactors);

		const slope = (table: RiskTable, asset: string) =>
			table.rows[table.labels.instruments.indexOf(asset)]?.longCharge.baseSlopeMicroUsd as bigint;
		const grown = Number(slope(loud.initial, "ETH")) / Number(slope(quiet.initial, "ETH"));
		expect(grown).toBeGreaterThan(1.4);
		expect(grown).toBeLessThanOrEqual(factor(loud, "ETH") / factor(quiet, "ETH"));
		expect(slope(loud.initial, "USDC")).toBe(slope(quiet.initial, "USDC"));
		expect(loud.initial.origin.parametersHash).not.toBe(quiet.initial.origin.parametersHash);
	});
});

describe.skipIf(!hasShared)("factors on real closes (skipped without the shared data folder)", () => {
	it("rise at the crash of 2026-02-05 and are gone five weeks later, as docs/forecast.md says", () => {
		const closes = parseDailyCloses(readFileSync(sharedPath("data/market", "daily-closes.csv"), "utf8"));
		const factorsOn = (date: string) => {
			const knownAtMs = Date.parse(`${date}T00:00:00Z`) + 86_400_000;
			return haircutFactorsPpmUp(jointLogReturns(closes, closes.symbols, knownAtMs), closes.symbols, {
				...SAMPLE_PARAMS,
				dynamicHaircut: DYNAMIC,
			});
		};
		const [before, crash, later] = ["2026-02-04", "2026-02-05", "2026-03-15"].map(factorsOn);
		const percent = (ppm: bigint | undefined) => Math.round(Number(ppm) / 10_000);
		expect([percent(before?.BTC), percent(crash?.BTC)]).toEqual([109, 190]);
		expect([percent(before?.ETH), percent(crash?.ETH)]).toEqual([126, 175]);
		expect(percent(later?.BTC)).toBeLessThan(105);
		expect(percent(later?.ETH)).toBeLessThan(105);
	});
});
