import { describe, expect, it } from "vitest";
import { PER_LOT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import { parseDecimal } from "../../../src/units/decimal.ts";
import { multiplyDecimals, subtractDecimals } from "../../../src/units/decimal-arithmetic.ts";
import { fewestLots, oneLot } from "../../../tools/vectors/vector-lots.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 38;

describe(`lots of a vector (seed ${SEED})`, () => {
	it("make up the size exactly, whatever its digits", () => {
		const draw = drawFrom(SEED);
		for (let run = 0; run < 300; run++) {
			const size = { units: draw.signed(10n ** 17n) || 1n, decimals: run % 18 };
			const { lot, qtyLots } = fewestLots(size, draw.anyMagnitude(60));
			const product = multiplyDecimals(parseDecimal(lot, "lot"), { units: qtyLots, decimals: 0 });
			expect(subtractDecimals(product, size).units).toBe(0n);
		}
	});

	it("are as few as the limit of a row allows, in steps of 1, 2 and 5", () => {
		const size = parseDecimal("-97.70379561143608", "size");
		expect(fewestLots(size, PER_LOT_LIMIT / 2n)).toEqual({ lot: "97.70379561143608", qtyLots: -1n });
		expect(fewestLots(size, PER_LOT_LIMIT).qtyLots).toBe(-2n);
		expect(fewestLots(size, 3n * PER_LOT_LIMIT).qtyLots).toBe(-5n);
		expect(fewestLots(size, 1200n * PER_LOT_LIMIT).qtyLots).toBe(-2000n);
	});

	it("are one for an evaluation before rounding, large enough that a µUSD is nothing", () => {
		expect(oneLot(parseDecimal("-0.5", "size"), 1000n)).toEqual({ lot: "500", qtyLots: -1n });
	});
});
