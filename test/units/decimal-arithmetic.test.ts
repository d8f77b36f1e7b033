import { expect, test } from "vitest";
import {
	addDecimals,
	DECIMAL_ZERO,
	multiplyDecimals,
	negateDecimal,
	subtractDecimals,
} from "../../src/units/decimal-arithmetic.ts";

const QUARTER = { units: 25n, decimals: 2 };
const ONE_AND_A_HALF = { units: 15n, decimals: 1 };

test("a sum keeps the digits of the more precise summand", () => {
	expect(addDecimals(ONE_AND_A_HALF, QUARTER)).toEqual({ units: 175n, decimals: 2 });
	expect(addDecimals(QUARTER, ONE_AND_A_HALF)).toEqual({ units: 175n, decimals: 2 });
	expect(addDecimals(DECIMAL_ZERO, QUARTER)).toEqual(QUARTER);
});

test("a difference is the sum with the negated", () => {
	expect(subtractDecimals(QUARTER, ONE_AND_A_HALF)).toEqual({ units: -125n, decimals: 2 });
	expect(negateDecimal(QUARTER)).toEqual({ units: -25n, decimals: 2 });
});

test("a product has the digits of both factors", () => {
	expect(multiplyDecimals(QUARTER, negateDecimal(ONE_AND_A_HALF))).toEqual({ units: -375n, decimals: 3 });
});
