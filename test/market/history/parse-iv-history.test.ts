import { describe, expect, it } from "vitest";
import { IV_HISTORY_COLUMNS, parseIvHistory } from "../../../src/market/history/parse-iv-history.ts";

const HEADER = IV_HISTORY_COLUMNS.join(",");
const line = (time: string, change: Partial<Record<number, string>> = {}) =>
	[time, "BTC", "60000", "50", "48.10", "47", "46", "-5.0", "1.2", "4"]
		.map((field, at) => change[at] ?? field)
		.join(",");
const read = (...lines: string[]) => parseIvHistory([HEADER, ...lines].join("\n"));
const withCode = (code: string) => expect.objectContaining({ code });

describe("a history of implied volatilities", () => {
	it("keeps the last row of each UTC day, in canonical numbers", () => {
		const history = read(
			line("2026-02-04T04:00:00Z"),
			line("2026-02-04T23:59:59Z", { 2: "61000", 7: "-6.50" }),
			line("2026-02-05T00:00:00Z", { 2: "62000" }),
		);
		expect(history.get("BTC")).toEqual([
			{
				date: "2026-02-04",
				timeMs: Date.UTC(2026, 1, 4, 23, 59, 59),
				indexUsd: "61000",
				atmIvPercent: ["50", "48.1", "47", "46"],
				riskReversalPoints: "-6.5",
				flyPoints: "1.2",
				basisPercentPerYear: "4",
			},
			expect.objectContaining({ date: "2026-02-05", indexUsd: "62000", riskReversalPoints: "-5" }),
		]);
	});

	it("takes the basis as the day's median, of two middle ones the lower: one bad row changes nothing", () => {
		const basisOf = (...values: string[]) =>
			read(...values.map((basis, at) => line(`2026-06-07T0${at}:00:00Z`, { 9: basis }))).get("BTC")?.[0]
				?.basisPercentPerYear;
		expect(basisOf("3.166", "3.176", "3.266", "-1.362")).toBe("3.166");
		expect(basisOf("10", "9", "2")).toBe("9");
		expect(basisOf("2")).toBe("2");
	});

	it("leaves out a row with an empty number, so that the day ends with the one before", () => {
		const history = read(line("2026-02-04T04:00:00Z"), line("2026-02-04T09:00:00Z", { 6: "" }));
		expect(history.get("BTC")).toHaveLength(1);
		expect(history.get("BTC")?.[0]?.timeMs).toBe(Date.UTC(2026, 1, 4, 4));
	});

	it("keeps currencies apart and ignores further columns and their order", () => {
		const columns = ["n_options", ...IV_HISTORY_COLUMNS.toReversed()];
		const row = (currency: string) =>
			["630", ...line("2026-02-04T04:00:00Z", { 1: currency }).split(",").reverse()].join(",");
		const history = parseIvHistory(`${columns.join(",")}\n${row("BTC")}\n${row("ETH")}\n`);
		expect([...history.keys()]).toEqual(["BTC", "ETH"]);
		expect(history.get("ETH")?.[0]?.atmIvPercent[1]).toBe("48.1");
	});

	it.each([
		["a moment twice", [line("2026-02-04T04:00:00Z"), line("2026-02-04T04:00:00Z")], "IV_HISTORY_ORDER"],
		[
			"an earlier row later",
			[line("2026-02-04T04:00:00Z"), line("2026-02-03T04:00:00Z")],
			"IV_HISTORY_ORDER",
		],
		[
			"an earlier row later that is incomplete",
			[line("2026-02-04T04:00:00Z"), line("2026-02-03T04:00:00Z", { 3: "" })],
			"IV_HISTORY_ORDER",
		],
		["a time without a zone", [line("2026-02-04T04:00:00")], "TIME_MALFORMED"],
		["a day that does not exist", [line("2026-02-30T04:00:00Z")], "TIME_MALFORMED"],
		["a currency in small letters", [line("2026-02-04T04:00:00Z", { 1: "btc" })], "IV_HISTORY_MALFORMED"],
		[
			"a volatility that is no percentage",
			[line("2026-02-04T04:00:00Z", { 4: "4810" })],
			"IV_HISTORY_MALFORMED",
		],
		["a skew beyond reason", [line("2026-02-04T04:00:00Z", { 7: "-5000" })], "IV_HISTORY_MALFORMED"],
		["no volatility", [line("2026-02-04T04:00:00Z", { 4: "0" })], "PRICE_NOT_POSITIVE"],
		["a negative volatility", [line("2026-02-04T04:00:00Z", { 3: "-1" })], "PRICE_NEGATIVE"],
		["a negative price", [line("2026-02-04T04:00:00Z", { 2: "-1" })], "PRICE_NEGATIVE"],
		["a word for a number", [line("2026-02-04T04:00:00Z", { 8: "nan" })], "DECIMAL_MALFORMED"],
		["an exponent", [line("2026-02-04T04:00:00Z", { 9: "1e1" })], "DECIMAL_MALFORMED"],
		["a field too many", [`${line("2026-02-04T04:00:00Z")},1`], "CSV_MALFORMED"],
	])("refuses %s", (_what, lines, code) => {
		expect(() => read(...lines)).toThrow(withCode(code));
	});

	it("refuses a file without one of its columns", () => {
		const csv = `${HEADER}\n`.replace("fly25_30d", "fly");
		expect(() => parseIvHistory(csv)).toThrow(withCode("CSV_MALFORMED"));
	});

	it("is empty for a header alone", () => {
		expect(parseIvHistory(`${HEADER}\n`).size).toBe(0);
	});
});
