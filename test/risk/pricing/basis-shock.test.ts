import { describe, expect, it } from "vitest";
import { MARK_SCENARIO, type Scenario } from "../../../src/risk/model/scenario.ts";
import { basisMovePpm } from "../../../src/risk/pricing/basis-shock.ts";
import { futurePricer } from "../../../src/risk/pricing/linear-lanes.ts";

const NOW_MS = Date.UTC(2026, 1, 5);
const DAY_MS = 86_400_000;
const WHOLE = { units: 1n, decimals: 0 };
const scenario = (change: Partial<Scenario>): Scenario => ({
	...MARK_SCENARIO,
	laterMs: 86_400_000,
	...change,
});
const widening = scenario({ basisPerYearPpm: { BTC: 36_500n } });
const moveAfter = (days: number, given = widening) =>
	basisMovePpm({ underlying: "BTC", expiryMs: NOW_MS + days * DAY_MS }, given, NOW_MS);

describe("a basis shock", () => {
	it("is in proportion to the time left a day later", () => {
		expect(moveAfter(11)).toBe(1_000n);
		expect(moveAfter(101)).toBe(10_000n);
		expect(moveAfter(100, scenario({ laterMs: 0, basisPerYearPpm: { BTC: 36_500n } }))).toBe(10_000n);
	});

	it("is nothing at and after expiry, for perpetuals and for other underlyings", () => {
		expect([moveAfter(1), moveAfter(0.5)]).toEqual([0n, 0n]);
		expect(basisMovePpm({ underlying: "BTC" }, widening, NOW_MS)).toBe(0n);
		expect(basisMovePpm({ underlying: "ETH", expiryMs: NOW_MS + 9e9 }, widening, NOW_MS)).toBe(0n);
	});

	it("is capped at 10 % both ways", () => {
		const wide = (ppm: bigint) => scenario({ basisPerYearPpm: { BTC: ppm } });
		expect(moveAfter(1000, wide(900_000n))).toBe(100_000n);
		expect(moveAfter(1000, wide(-900_000n))).toBe(-100_000n);
	});

	it("moves a future on top of spot, exactly, and leaves a perpetual with spot", () => {
		const future = {
			id: 1,
			name: "BTC-F",
			kind: "future",
			underlying: "BTC",
			priceUsd: "60000",
			indexUsd: "59000",
			lot: "1",
			expiryMs: NOW_MS + 101 * DAY_MS,
		} as const;
		const both = scenario({ movesPpm: { BTC: -100_000n }, basisPerYearPpm: { BTC: 36_500n } });
		// 60 000 · (0.9 · 1.01 − 1) = −5 460 USD
		expect(futurePricer(future, NOW_MS).changeNearest(both, WHOLE)).toBe(-5_460_000_000n);
		const { expiryMs: _expiryMs, ...perpetual } = { ...future, kind: "perpetual" as const };
		expect(futurePricer(perpetual, NOW_MS).changeNearest(both, WHOLE)).toBe(-6_000_000_000n);
	});
});
