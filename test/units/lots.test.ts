import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDecimal } from "../../src/units/decimal.ts";
import { addDecimals } from "../../src/units/decimal-arithmetic.ts";
import { balanceToLotsDown, lotsToSize, MAX_QTY_LOTS, tradedSizeToLots } from "../../src/units/lots.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

const SEED = 20260206;

describe("a traded size", () => {
	test.each([
		["-1.5", "0.1", -15n],
		["1.50", "0.1", 15n],
		["3", "1.5", 2n],
		["0", "0.1", 0n],
		["0.00001", "0.00001", 1n],
		[MAX_QTY_LOTS.toString(), "1", MAX_QTY_LOTS],
		[(-MAX_QTY_LOTS).toString(), "1", -MAX_QTY_LOTS],
	])("of %s in lots of %s is %s lots", (size, lot, qtyLots) => {
		expect(tradedSizeToLots(size, lot, "positions[0].size")).toBe(qtyLots);
	});

	test.each([
		["1.55", "0.1"],
		["-0.05", "0.1"],
		["1", "1.5"],
		["0.000001", "0.00001"],
	])("of %s in lots of %s is refused, not rounded", (size, lot) => {
		expect(thrownBy(() => tradedSizeToLots(size, lot, "positions[0].size"))).toMatchObject({
			code: "SIZE_NOT_WHOLE_LOTS",
			field: "positions[0].size",
		});
	});

	test.each([MAX_QTY_LOTS + 1n, -MAX_QTY_LOTS - 1n])("of 2^40 lots (%s) is refused", (lots) => {
		expect(thrownBy(() => tradedSizeToLots(lots.toString(), "1", "size")).code).toBe("SIZE_TOO_LARGE");
	});

	test("in scientific notation is refused", () => {
		expect(thrownBy(() => tradedSizeToLots("1e2", "1", "size")).code).toBe("DECIMAL_MALFORMED");
	});

	test.each(["0", "-0.1"])("cannot be counted in lots of %s", (lot) => {
		expect(thrownBy(() => tradedSizeToLots("1", lot, "size")).code).toBe("LOT_NOT_POSITIVE");
	});
});

describe("a balance", () => {
	test.each([
		["1.239", "0.01", 123n, "0.009"],
		["-1.231", "0.01", -124n, "0.009"],
		["-0.001", "0.01", -1n, "0.009"],
		["1.23", "0.01", 123n, "0"],
		["0.009", "0.01", 0n, "0.009"],
	])(
		"of %s in lots of %s rounds against the account to %s lots and %s dust",
		(balance, lot, qtyLots, dust) => {
			expect(balanceToLotsDown(balance, lot, "balances.USD")).toEqual({ qtyLots, dust });
		},
	);

	test("is refused at 2^40 lots", () => {
		const tooMuch = (MAX_QTY_LOTS + 1n).toString();
		expect(thrownBy(() => balanceToLotsDown(tooMuch, "1", "balances.USD"))).toMatchObject({
			code: "SIZE_TOO_LARGE",
			field: "balances.USD",
		});
	});

	test("is its lots plus its dust, and the dust is less than a lot", () => {
		const balances = fc.tuple(fc.bigInt({ min: -(10n ** 7n), max: 10n ** 7n }), fc.nat(99_999_999));
		const lots = fc.constantFrom("0.01", "0.00001", "0.25", "1", "7");
		fc.assert(
			fc.property(balances, lots, ([whole, fraction], lot) => {
				const text = `${whole}.${fraction.toString().padStart(8, "0")}`;
				const { qtyLots, dust } = balanceToLotsDown(text, lot, "balance");
				const parts = addDecimals(parseDecimal(lotsToSize(qtyLots, lot), "lots"), parseDecimal(dust, "dust"));
				expect(scaledTo20(parts)).toBe(scaledTo20(parseDecimal(text, "balance")));
				const dustUnits = scaledTo20(parseDecimal(dust, "dust"));
				expect(dustUnits >= 0n && dustUnits < scaledTo20(parseDecimal(lot, "lot"))).toBe(true);
			}),
			{ seed: SEED },
		);
	});
});

test("lots written as a size are read back as the same lots", () => {
	expect(lotsToSize(-15n, "0.1")).toBe("-1.5");
	expect(lotsToSize(0n, "0.1")).toBe("0");
	const quantities = fc.bigInt({ min: -MAX_QTY_LOTS, max: MAX_QTY_LOTS });
	fc.assert(
		fc.property(quantities, fc.constantFrom("0.00001", "0.1", "2.5", "10"), (qtyLots, lot) => {
			expect(tradedSizeToLots(lotsToSize(qtyLots, lot), lot, "size")).toBe(qtyLots);
		}),
		{ seed: SEED },
	);
});

function scaledTo20({ units, decimals }: { units: bigint; decimals: number }): bigint {
	return units * 10n ** BigInt(20 - decimals);
}
