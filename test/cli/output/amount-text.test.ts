import { describe, expect, test } from "vitest";
import {
	approximate,
	percentDown,
	percentUp,
	sizeText,
	usdDown,
	usdUp,
} from "../../../src/cli/output/amount-text.ts";
import { textTable } from "../../../src/cli/output/text-table.ts";

describe("amounts for people", () => {
	test("have a typographic minus, thousands separators and a rounding direction", () => {
		expect(usdDown(-1_234_567_891n)).toBe("−1,234.57");
		expect(usdUp(-1_234_567_891n)).toBe("−1,234.56");
		expect(sizeText("-180000.5")).toBe("−180,000.5");
		expect(sizeText("0.00001234")).toBe("0.00001234");
	});

	test("are percentages with one decimal, rounded down or up", () => {
		expect(percentDown(853_999n)).toBe("85.3 %");
		expect(percentUp(853_001n)).toBe("85.4 %");
		expect(percentDown(-1n)).toBe("−0.1 %");
		expect(percentDown(15_896_000_000n)).toBe("1,589,600.0 %");
	});

	test("are floats to the nearest, without a negative zero", () => {
		expect(approximate(-1234.567, 2)).toBe("−1,234.57");
		expect(approximate(-0.001, 2)).toBe("0.00");
	});
});

test("a text table aligns numbers right and counts characters, not UTF-16 units", () => {
	const columns = [
		{ heading: "name", align: "left" },
		{ heading: "size", align: "right" },
	] as const;
	expect(textTable(columns, [["𝟙", "−5"]])).toEqual(["name   size", "𝟙        −5"]);
});
