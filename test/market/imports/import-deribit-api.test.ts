import { describe, expect, it } from "vitest";
import { importDeribitApi } from "../../../src/market/imports/import-deribit-api.ts";
import { numberToDecimal } from "../../../src/units/number-to-decimal.ts";

const withCode = (code: string) => expect.objectContaining({ code });
const TIME_MS = Date.parse("2026-02-05T21:29:37Z");
const MARCH_MS = Date.parse("2026-03-27T08:00:00Z");

/** Hand-made, in the shape that docs.deribit.com gives for public/get_book_summary_by_currency. */
function optionSummary(name: string, change: Record<string, unknown> = {}) {
	return {
		volume: 0.55,
		volume_usd: 1201.67,
		underlying_price: 63971.95,
		underlying_index: "BTC-27MAR26",
		quote_currency: "BTC",
		price_change: -26.7793594,
		open_interest: 0.55,
		mid_price: null,
		mark_price: 0.08213,
		mark_iv: 71.05,
		low: null,
		last: 0.08,
		interest_rate: 0,
		instrument_name: name,
		high: null,
		creation_timestamp: TIME_MS,
		bid_price: 0.0815,
		base_currency: "BTC",
		ask_price: null,
		estimated_delivery_price: 63718.97,
		...change,
	};
}

function futureSummary(name: string, mark: number | null) {
	return {
		volume_usd: 68_430_620,
		volume_notional: 68_430_620,
		volume: 1073.9,
		quote_currency: "USD",
		price_change: -12.01,
		open_interest: 1_023_456_780,
		mid_price: 63_844.25,
		mark_price: mark,
		low: 60_010,
		last: 63_844,
		instrument_name: name,
		high: 72_000.5,
		funding_8h: 0.00001,
		current_funding: 0,
		estimated_delivery_price: 63_718.97,
		creation_timestamp: TIME_MS,
		bid_price: 63_844,
		base_currency: "BTC",
		ask_price: 63_844.5,
	};
}

/** In the shape of public/get_instruments. */
function instrument(name: string, kind: "option" | "future", expiryMs: number, isActive = true) {
	return {
		tick_size: 0.0001,
		taker_commission: 0.0003,
		settlement_period: "month",
		settlement_currency: "BTC",
		quote_currency: "BTC",
		price_index: "btc_usd",
		min_trade_amount: 0.1,
		kind,
		is_active: isActive,
		instrument_name: name,
		instrument_id: 124_972,
		expiration_timestamp: expiryMs,
		creation_timestamp: 1_743_494_400_000,
		contract_size: 1,
		base_currency: "BTC",
	};
}

const answer = (result: unknown) => ({
	jsonrpc: "2.0",
	id: 9344,
	result,
	usIn: 1,
	usOut: 2,
	usDiff: 1,
	testnet: false,
});

const RESPONSES = {
	timeMs: TIME_MS,
	indexUsd: { BTC: 63718.97 },
	bookSummaries: [
		answer([
			optionSummary("BTC-27MAR26-60000-C"),
			optionSummary("BTC-27MAR26-60000-P", { underlying_price: 63972.5 }),
			optionSummary("BTC-27MAR26-70000-C", { underlying_price: 63980, mark_iv: 68.1 }),
			optionSummary("BTC-27MAR26-80000-C", { mark_iv: null }),
			optionSummary("BTC-27MAR26-90000-C"),
			optionSummary("BTC-27MAR26-95000-C"),
			optionSummary("BTC-28MAR26-60000-C"),
		]),
		answer([
			futureSummary("BTC-PERPETUAL", 63844.5),
			futureSummary("BTC-27MAR26", 63971.95),
			futureSummary("BTC-26JUN26", null),
			futureSummary("BTC_USDC-PERPETUAL", 63844.5),
			futureSummary("BTC-FS-27MAR26_PERP", 127.5),
		]),
	],
	instruments: [
		answer([
			...["60000-C", "60000-P", "70000-C", "80000-C"].map((end) =>
				instrument(`BTC-27MAR26-${end}`, "option", MARCH_MS),
			),
			instrument("BTC-27MAR26-90000-C", "option", MARCH_MS, false),
			instrument("BTC-28MAR26-60000-C", "option", MARCH_MS),
		]),
		answer([
			instrument("BTC-PERPETUAL", "future", 32_503_708_800_000),
			instrument("BTC-27MAR26", "future", MARCH_MS),
			instrument("BTC-26JUN26", "future", Date.parse("2026-06-26T08:00:00Z")),
		]),
	],
};

describe("importing Deribit's public API", () => {
	it("takes active inverse instruments, IVs as fractions and one forward per expiry", () => {
		const { snapshot } = importDeribitApi(RESPONSES);
		expect(snapshot.assets.map(({ symbol, priceUsd }) => [symbol, priceUsd])).toEqual([
			["USD", "1"],
			["USDC", "1"],
			["BTC", "63718.97"],
			["WBTC", "63718.97"],
		]);
		expect(snapshot.perpetuals).toEqual([{ underlying: "BTC", markUsd: "63844.5", lot: "0.001" }]);
		expect(snapshot.futures).toEqual([
			{ underlying: "BTC", expiryMs: MARCH_MS, markUsd: "63971.95", lot: "0.001" },
		]);
		expect(snapshot.optionExpiries).toEqual([
			{
				underlying: "BTC",
				expiryMs: MARCH_MS,
				forwardUsd: "63972.5",
				discountFactor: "0.996036890852",
				lot: "0.01",
				options: [
					{ strike: "60000", optionType: "C", iv: "0.7105" },
					{ strike: "60000", optionType: "P", iv: "0.7105" },
					{ strike: "70000", optionType: "C", iv: "0.681" },
				],
			},
		]);
	});

	it("drops the rest with a reason", () => {
		expect(importDeribitApi(RESPONSES).dropped).toEqual([
			{ name: "BTC-27MAR26-90000-C", reason: "not an active instrument" },
			{ name: "BTC-27MAR26-95000-C", reason: "not an active instrument" },
			{ name: "BTC-28MAR26-60000-C", reason: "its expiry is not 08:00 UTC of the day in its name" },
			{ name: "BTC-26JUN26", reason: "no mark price" },
			{ name: "BTC_USDC-PERPETUAL", reason: "not an active instrument" },
			{ name: "BTC-FS-27MAR26_PERP", reason: "spot pair or combination" },
			{ name: "BTC-27MAR26-80000-C", reason: "no implied volatility" },
		]);
	});

	it("refuses answers of another shape with DERIBIT_RESPONSE_MALFORMED", () => {
		const shapes = [
			null,
			"busy",
			{},
			{ result: {} },
			answer([{ instrument_name: 7 }]),
			answer([{ mark_iv: 1 }]),
		];
		for (const shape of shapes) {
			const code = withCode("DERIBIT_RESPONSE_MALFORMED");
			expect(() => importDeribitApi({ ...RESPONSES, bookSummaries: [shape] })).toThrow(code);
			expect(() => importDeribitApi({ ...RESPONSES, instruments: [shape] })).toThrow(code);
		}
	});

	it("reports an error answer as DERIBIT_ERROR, which may succeed later", () => {
		const busy = { jsonrpc: "2.0", error: { code: 10028, message: "too_many_requests" } };
		expect(() => importDeribitApi({ ...RESPONSES, bookSummaries: [busy] })).toThrow(
			expect.objectContaining({ code: "DERIBIT_ERROR", name: "RetryableError" }),
		);
	});

	it("refuses a negative mark with PRICE_NEGATIVE", () => {
		const bookSummaries = [answer([futureSummary("BTC-PERPETUAL", -1)])];
		expect(() => importDeribitApi({ ...RESPONSES, bookSummaries })).toThrow(withCode("PRICE_NEGATIVE"));
	});

	it("writes numbers as plain decimals", () => {
		const numbers = [0, 0.1, -2.5, 63718.97, 1e21, 1.25e22, 1.5e-7, -1e-8, 123456789012345680000];
		expect(numbers.map(numberToDecimal)).toEqual([
			"0",
			"0.1",
			"-2.5",
			"63718.97",
			"1000000000000000000000",
			"12500000000000000000000",
			"0.00000015",
			"-0.00000001",
			"123456789012345680000",
		]);
		for (const value of numbers) expect(Number(numberToDecimal(value))).toBe(value);
	});
});
