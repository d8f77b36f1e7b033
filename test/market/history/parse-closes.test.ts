import { describe, expect, it } from "vitest";
import { parseDailyCloses } from "../../../src/market/history/parse-closes.ts";

const withCode = (code: string) => expect.objectContaining({ code });

describe("daily closes", () => {
	it("reads dates, symbols and prices, with null where a symbol has no close", () => {
		expect(parseDailyCloses("date,BTC,SOL\n2020-01-01,7200.850,\r\n2020-01-03,6965,1.5\n")).toEqual({
			dates: ["2020-01-01", "2020-01-03"],
			symbols: ["BTC", "SOL"],
			closes: [
				["7200.85", null],
				["6965", "1.5"],
			],
		});
	});

	it.each([
		["date,BTC\n2020-01-02,1\n2020-01-01,2\n", "CLOSES_DATE_ORDER"],
		["date,BTC\n2020-01-02,1\n2020-01-02,1\n", "CLOSES_DATE_ORDER"],
		["day,BTC\n2020-01-02,1\n", "CLOSES_MALFORMED"],
		["date\n2020-01-02\n", "CLOSES_MALFORMED"],
		["date,btc\n2020-01-02,1\n", "CLOSES_MALFORMED"],
		["date,BTC\n2020-02-30,1\n", "CLOSES_MALFORMED"],
		["date,BTC\n2020-1-2,1\n", "CLOSES_MALFORMED"],
		["date,BTC,BTC\n2020-01-02,1,1\n", "CSV_MALFORMED"],
		["date,BTC\n2020-01-02,1,1\n", "CSV_MALFORMED"],
		['date,BTC\n2020-01-02,"1\n', "CSV_MALFORMED"],
		["", "CSV_MALFORMED"],
		["date,BTC\n2020-01-02,-1\n", "PRICE_NEGATIVE"],
		["date,BTC\n2020-01-02,0.00\n", "PRICE_NOT_POSITIVE"],
		["date,BTC\n2020-01-02,1e4\n", "DECIMAL_MALFORMED"],
		["date,BTC\n2020-01-02,NaN\n", "DECIMAL_MALFORMED"],
		["date,BTC\n2020-01-02,1.23456789012345678901\n", "DECIMAL_TOO_PRECISE"],
	])("refuses %j with %s", (csv, code) => {
		expect(() => parseDailyCloses(csv)).toThrow(withCode(code));
	});
});
