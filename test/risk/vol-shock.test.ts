import { describe, expect, it } from "vitest";
import { shockedVolatility, tenorScale } from "../../src/risk/vol-shock.ts";
import { SAMPLE_PARAMS } from "../support/small-tables.ts";

const shocked = (volatility: number, days: number, shock: Parameters<typeof shockedVolatility>[0]["shock"]) =>
	shockedVolatility({
		params: SAMPLE_PARAMS,
		volatility,
		tenorScale: tenorScale(SAMPLE_PARAMS, days),
		shock,
	});

describe("a volatility shock", () => {
	it("is the stated range at 30 days", () => {
		expect(shocked(0.5, 30, "up")).toBeCloseTo(0.8, 12);
		expect(shocked(0.5, 30, "down")).toBeCloseTo(0.3, 12);
		expect(shocked(0.5, 30, "flat")).toBe(0.5);
		expect(shocked(0.5, 30, { shiftPpm: -100_000n })).toBeCloseTo(0.45, 12);
	});

	it("grows toward short tenors and stops growing at the floor", () => {
		// (30/7)^0.3 and (30/90)^0.13
		expect(tenorScale(SAMPLE_PARAMS, 7)).toBeCloseTo(1.547416, 6);
		expect(tenorScale(SAMPLE_PARAMS, 90)).toBeCloseTo(0.86691, 6);
		expect(tenorScale(SAMPLE_PARAMS, 0.1)).toBe(tenorScale(SAMPLE_PARAMS, 1));
	});

	it("ends at the absolute floor when up, and never below 0 when down", () => {
		expect(shocked(0.1, 30, "up")).toBe(0.4);
		expect(shocked(0.5, 1, "down")).toBe(0);
		expect(shocked(0.5, 1, { shiftPpm: -900_000n })).toBe(0);
	});
});
