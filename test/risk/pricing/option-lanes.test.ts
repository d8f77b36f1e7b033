/** Options in a table: settlement averaging, discounting, expiry before the horizon, large weights. */
import { describe, expect, it } from "vitest";
import { blackGreeks, blackPrice, MS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import type { MarkedInstrument } from "../../../src/market/snapshot/market-snapshot.ts";
import { MARK_SCENARIO, type Scenario } from "../../../src/risk/model/scenario.ts";
import type { RiskParams } from "../../../src/risk/params/risk-params.ts";
import { optionPricer } from "../../../src/risk/pricing/option-lanes.ts";
import { PMRM_LIKE_PARAMS, SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const MINUTE_MS = 60_000;
const WHOLE = 1_000_000n;

const call = (minutes: number, change: Partial<MarkedInstrument> = {}): MarkedInstrument => ({
	id: 1,
	name: "BTC-6FEB26-99000-C",
	kind: "option",
	underlying: "BTC",
	expiryMs: minutes * MINUTE_MS,
	strike: "99000",
	optionType: "C",
	lot: "0.1",
	indexUsd: "100300",
	priceUsd: "100000",
	iv: "0.6",
	...change,
});
const pricerOf = (option: MarkedInstrument, params: RiskParams = PMRM_LIKE_PARAMS) =>
	optionPricer({ option, snapshotTimeMs: 0, params });
const moved = (ppm: bigint, change: Partial<Scenario> = {}): Scenario => ({
	...MARK_SCENARIO,
	movesPpm: { BTC: ppm },
	...change,
});
/** µUSD of a lot. */
const black = (minutes: number, forward: number) =>
	100_000 *
	blackPrice({
		forward,
		strike: 99_000,
		volatility: 0.6,
		years: (minutes * MINUTE_MS) / MS_PER_YEAR,
		optionType: "C",
	});

describe("an option whose settlement average has begun", () => {
	// Ten of thirty minutes are left.
	const fixed = pricerOf(call(10, { fixedForwardUsd: "66666" }));

	it("is marked on the whole forward", () => {
		expect(fixed.lane(MARK_SCENARIO, WHOLE)).toBe(black(10, 100_000));
	});

	it("moves with spot only by the part that is not fixed", () => {
		expect(fixed.lane(moved(200_000n), WHOLE)).toBeCloseTo(black(10, 66_666 + 33_334 * 1.2), 3);
		expect(fixed.lane(moved(-990_000n), WHOLE)).toBe(0);
		expect(pricerOf(call(10)).lane(moved(200_000n), WHOLE)).toBeCloseTo(black(10, 120_000), 3);
	});

	it("has the delta of the moving part", () => {
		const years = (10 * MINUTE_MS) / MS_PER_YEAR;
		const { delta } = blackGreeks({
			forward: 100_000,
			strike: 99_000,
			volatility: 0.6,
			years,
			optionType: "C",
		});
		expect(Number(fixed.deltaNearest(WHOLE))).toBeCloseTo(delta * 0.33334 * 100_300 * 100_000, -1);
		expect(Number(pricerOf(call(10)).deltaNearest(WHOLE))).toBeCloseTo(delta * 100_300 * 100_000, -1);
	});
});

describe("an option with a discount factor", () => {
	const plain = pricerOf(call(60 * 24 * 90));
	const discounted = pricerOf(call(60 * 24 * 90, { discountFactor: "0.98" }));

	it("is worth that share in every scenario, in its delta and in its net lanes", () => {
		for (const scenario of [MARK_SCENARIO, moved(160_000n), moved(-160_000n, { vols: { BTC: "up" } })]) {
			expect(discounted.lane(scenario, WHOLE) / plain.lane(scenario, WHOLE)).toBeCloseTo(0.98, 13);
		}
		const share = (value: bigint, of: bigint) => Number(value) / Number(of);
		const one = { units: 1n, decimals: 0 };
		expect(share(discounted.deltaNearest(WHOLE), plain.deltaNearest(WHOLE))).toBeCloseTo(0.98, 8);
		expect(
			share(discounted.changeNearest(moved(40_000n), one), plain.changeNearest(moved(40_000n), one)),
		).toBeCloseTo(0.98, 8);
	});

	it("states a float error that covers a factor above 1", () => {
		const negativeRate = pricerOf(call(60 * 24 * 90, { discountFactor: "1.5" }));
		expect(negativeRate.floatErrorMicroUsd).toBeCloseTo(1.5 * plain.floatErrorMicroUsd, 12);
		expect(discounted.floatErrorMicroUsd).toBe(plain.floatErrorMicroUsd);
	});
});

describe("an option that expires before the horizon", () => {
	it("is worth its intrinsic value on the moved forward, whatever volatility does", () => {
		const pricer = pricerOf(call(60 * 8), SAMPLE_PARAMS);
		const later = (ppm: bigint) => moved(ppm, { laterMs: 86_400_000, vols: { BTC: "up" } });
		expect(pricer.lane(later(20_000n), WHOLE)).toBeCloseTo(3_000 * 100_000, 3);
		expect(pricer.lane(later(-20_000n), WHOLE)).toBe(0);
		expect(pricer.laneDown(later(20_000n), WHOLE)).toBe(299_999_999n);
	});

	it("keeps what the average has collected when it settles within the horizon", () => {
		const pricer = pricerOf(call(10, { fixedForwardUsd: "66666" }), SAMPLE_PARAMS);
		const later = moved(100_000n, { laterMs: 86_400_000 });
		expect(pricer.lane(later, WHOLE)).toBeCloseTo((66_666 + 33_334 * 1.1 - 99_000) * 100_000, 3);
	});
});

describe("the integers of an option's row", () => {
	it("are its unrounded lanes rounded down by less than 1 µUSD and twice the float error", () => {
		const pricer = pricerOf(call(60 * 24 * 30), SAMPLE_PARAMS);
		for (let ppm = -900_000n; ppm <= 2_000_000n; ppm += 37_123n) {
			const lost = pricer.lane(moved(ppm), WHOLE) - Number(pricer.laneDown(moved(ppm), WHOLE));
			expect(lost).toBeGreaterThanOrEqual(0);
			expect(lost).toBeLessThan(1 + 2 * pricer.floatErrorMicroUsd);
		}
	});

	it("stop at 0 for weights up to 1 and go below it for larger ones, which only vectors ask for", () => {
		const pricer = pricerOf(call(60 * 24 * 30));
		const crash = (units: bigint) => moved(-900_000n, { weight: { units, decimals: 0 } });
		expect(pricer.laneDown(crash(1n), WHOLE)).toBe(0n);
		expect(pricer.laneDown(crash(4n), WHOLE)).toBeLessThan(-100_000_000n);
	});
});
