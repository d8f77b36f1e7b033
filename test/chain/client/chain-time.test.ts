import { describe, expect, it } from "vitest";
import { fromChainSeconds, toChainSecondsDown } from "../../../src/chain/client/chain-time.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

describe("milliseconds to seconds", () => {
	it.each([
		[0, 0],
		[999, 0],
		[1_000, 1],
		[1_770_278_400_999, 1_770_278_400],
		[1_770_278_401_000, 1_770_278_401],
	])("%s ms is second %s, rounded down", (timeMs, seconds) => {
		expect(toChainSecondsDown(timeMs, "time")).toBe(seconds);
	});

	it("keeps the order of two times, and makes those within one second simultaneous", () => {
		const [ledgerMs, riskMs] = [1_770_278_400_001, 1_770_278_400_999];
		expect(toChainSecondsDown(riskMs, "risk")).toBe(toChainSecondsDown(ledgerMs, "ledger"));
		expect(toChainSecondsDown(riskMs + 1, "risk")).toBe(toChainSecondsDown(ledgerMs, "ledger") + 1);
	});

	it("fits the 40 bits of the contracts, up to the last second", () => {
		expect(toChainSecondsDown(2 ** 40 * 1_000 - 1, "time")).toBe(2 ** 40 - 1);
		expect(thrownBy(() => toChainSecondsDown(2 ** 40 * 1_000, "time")).code).toBe("TIME_OUT_OF_RANGE");
	});

	it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("%s is refused", (timeMs) => {
		expect(thrownBy(() => toChainSecondsDown(timeMs, "deadlineMs"))).toMatchObject({
			code: "TIME_OUT_OF_RANGE",
			field: "deadlineMs",
		});
	});

	it("a time in milliseconds does not fit where the contracts want seconds", () => {
		expect(1_770_278_400_000).toBeGreaterThan(2 ** 40 - 1);
	});
});

it("seconds to milliseconds is exact", () => {
	expect(fromChainSeconds(1_770_278_400n)).toBe(1_770_278_400_000);
});
