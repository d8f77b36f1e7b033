import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
	divideCeil,
	divideFloor,
	formatScaled,
	formatUsdDown,
	formatUsdUp,
	parseDecimal,
	parseScaled,
} from "../../src/units/decimal.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

const SEED = 20260205;

describe("parseDecimal", () => {
	test.each([
		["0", 0n, 0],
		["-0", 0n, 0],
		["12.5", 125n, 1],
		["-0.25", -25n, 2],
		["1.500", 1500n, 3],
		["0.00000001", 1n, 8],
		["9".repeat(38), 10n ** 38n - 1n, 0],
		[`0.${"0".repeat(37)}1`, 1n, 38],
	])("reads %s exactly, trailing zeros included", (text, units, decimals) => {
		expect(parseDecimal(text, "size")).toEqual({ units, decimals });
	});

	test.each([
		"",
		" 1",
		"1 ",
		"1\n",
		"+1",
		"--1",
		"1e3",
		"1E-3",
		".5",
		"5.",
		"1.2.3",
		"01",
		"1,000",
		"1_000",
		"0x10",
		"NaN",
		"Infinity",
		"-",
		"١",
		"１",
		"1".repeat(39),
		`0.${"1".repeat(39)}`,
	])("refuses %j, which needs interpretation", (text) => {
		expect(thrownBy(() => parseDecimal(text, "size"))).toMatchObject({
			code: "DECIMAL_MALFORMED",
			field: "size",
		});
	});

	test.each([1, 1n, null, undefined, ["1"], { toString: () => "1" }])(
		"refuses %o, which is not text",
		(value) => {
			expect(thrownBy(() => parseDecimal(value, "size")).code).toBe("DECIMAL_MALFORMED");
		},
	);

	test("quotes no more than 40 characters of what it refuses", () => {
		const { message } = thrownBy(() => parseDecimal("x".repeat(1000), "size"));
		expect(message).toContain(`"${"x".repeat(40)}"…`);
		expect(message).not.toContain("x".repeat(41));
	});
});

describe("parseScaled", () => {
	test.each([
		["1.5", 6, 1_500_000n],
		["-1.5", 1, -15n],
		["1.50", 1, 15n],
		["1.000", 0, 1n],
		["0.000", 0, 0n],
	])("reads %s at %i decimals", (text, decimals, units) => {
		expect(parseScaled(text, decimals, "price")).toBe(units);
	});

	test.each([
		["1.55", 1],
		["-0.001", 2],
		["0.5", 0],
	])("refuses %s at %i decimals instead of rounding it", (text, decimals) => {
		expect(thrownBy(() => parseScaled(text, decimals, "price"))).toMatchObject({
			code: "DECIMAL_TOO_PRECISE",
			field: "price",
		});
	});
});

describe("formatScaled", () => {
	test.each([
		[0n, 0, "0"],
		[0n, 6, "0"],
		[-1_500_000n, 6, "-1.5"],
		[1n, 8, "0.00000001"],
		[-1n, 2, "-0.01"],
		[100n, 0, "100"],
		[100n, 2, "1"],
	])("writes %s at %i decimals as %s", (units, decimals, text) => {
		expect(formatScaled(units, decimals)).toBe(text);
	});

	test("is undone by parseScaled, and is the shortest text that is", () => {
		fc.assert(
			fc.property(
				fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }),
				fc.integer({ min: 0, max: 20 }),
				(units, decimals) => {
					const text = formatScaled(units, decimals);
					expect(parseScaled(text, decimals, "value")).toBe(units);
					expect(text).not.toMatch(/\.\d*0$|\.$|^-0$/);
				},
			),
			{ seed: SEED },
		);
	});
});

describe("formatUsdDown", () => {
	test.each([
		[0n, "0.00"],
		[9_999n, "0.00"],
		[10_000n, "0.01"],
		[-1n, "-0.01"],
		[-10_000n, "-0.01"],
		[-10_001n, "-0.02"],
		[999_999_999n, "999.99"],
		[1_000_000_000n, "1,000.00"],
		[-1_234_567_890_000n, "-1,234,567.89"],
	])("writes %s µUSD as %s, never more than there is", (microUsd, text) => {
		expect(formatUsdDown(microUsd)).toBe(text);
	});
});

describe("formatUsdUp", () => {
	test.each([
		[0n, "0.00"],
		[1n, "0.01"],
		[10_001n, "0.02"],
		[-1n, "0.00"],
		[-10_001n, "-0.01"],
		[999_990_001n, "1,000.00"],
		[-1_234_567_899_999n, "-1,234,567.89"],
	])("writes %s µUSD as %s, never less than is owed", (microUsd, text) => {
		expect(formatUsdUp(microUsd)).toBe(text);
	});
});

describe("divideFloor and divideCeil", () => {
	test.each([
		[7n, 2n, 3n, 4n],
		[-7n, 2n, -4n, -3n],
		[6n, 2n, 3n, 3n],
		[-6n, 2n, -3n, -3n],
		[0n, 5n, 0n, 0n],
		[-1n, 10n ** 30n, -1n, 0n],
		[1n, 10n ** 30n, 0n, 1n],
	])("put %s / %s between %s and %s", (dividend, divisor, floor, ceil) => {
		expect(divideFloor(dividend, divisor)).toBe(floor);
		expect(divideCeil(dividend, divisor)).toBe(ceil);
	});

	test("are the nearest integers on either side of the quotient", () => {
		const dividends = fc.bigInt({ min: -(1n << 80n), max: 1n << 80n });
		const divisors = fc.bigInt({ min: 1n, max: 1n << 70n });
		fc.assert(
			fc.property(dividends, divisors, (dividend, divisor) => {
				const floor = divideFloor(dividend, divisor);
				const ceil = divideCeil(dividend, divisor);
				expect(floor * divisor <= dividend && dividend < (floor + 1n) * divisor).toBe(true);
				expect((ceil - 1n) * divisor < dividend && dividend <= ceil * divisor).toBe(true);
			}),
			{ seed: SEED },
		);
	});
});
