import { describe, expect, test } from "vitest";
import { FIELD_ORDER, formatFieldElement, parseFieldElement, toField } from "../../src/field/bn254.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

describe("toField", () => {
	test.each([
		[0n, 0n],
		[FIELD_ORDER, 0n],
		[-1n, FIELD_ORDER - 1n],
		[-FIELD_ORDER, 0n],
		[2n * FIELD_ORDER + 5n, 5n],
		[-FIELD_ORDER - 3n, FIELD_ORDER - 3n],
	])("wraps %s to %s", (value, element) => {
		expect(toField(value)).toBe(element);
	});
});

describe("parseFieldElement", () => {
	test("reads decimal and hexadecimal text up to the field order", () => {
		expect(parseFieldElement("0", "root")).toBe(0n);
		expect(parseFieldElement("0xFf", "root")).toBe(255n);
		expect(parseFieldElement((FIELD_ORDER - 1n).toString(), "root")).toBe(FIELD_ORDER - 1n);
		expect(parseFieldElement(formatFieldElement(FIELD_ORDER - 1n), "root")).toBe(FIELD_ORDER - 1n);
	});

	// An alias such as r + 5 would be a second name for 5: a way past every "already used" list.
	test.each([
		FIELD_ORDER.toString(),
		(FIELD_ORDER + 5n).toString(),
		`0x${FIELD_ORDER.toString(16)}`,
		`0x${"f".repeat(64)}`,
		"-1",
		"01",
		"0x",
		"0X1",
		" 1",
		"1.0",
		"",
		`0x${"0".repeat(65)}`,
	])("refuses %s", (text) => {
		expect(thrownBy(() => parseFieldElement(text, "root"))).toMatchObject({
			code: "FIELD_ELEMENT_MALFORMED",
			field: "root",
		});
	});

	test.each([1, 1n, null, undefined])("refuses %o, which is not text", (value) => {
		expect(thrownBy(() => parseFieldElement(value, "root")).code).toBe("FIELD_ELEMENT_MALFORMED");
	});
});

test("formatFieldElement writes 64 hexadecimal digits", () => {
	expect(formatFieldElement(0n)).toBe(`0x${"0".repeat(64)}`);
	expect(formatFieldElement(255n)).toBe(`0x${"0".repeat(62)}ff`);
});
