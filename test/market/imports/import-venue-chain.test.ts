/** Answers recorded by hand after the venues' documented forms, a few instruments each. */
import { describe, expect, test } from "vitest";
import { fetchVenueChain } from "../../../src/cli/commands/risk/fetch-venue-chain.ts";
import { importVenueChain } from "../../../src/market/imports/import-venue-chain.ts";
import { buildListing } from "../../../src/market/snapshot/listing.ts";
import { markInstruments } from "../../../src/market/snapshot/mark-instruments.ts";
import type { Venue } from "../../../src/market/spellings/read-venue-name.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

const TIME_MS = Date.UTC(2026, 1, 5, 8);

function chain(venue: Venue, answers: readonly unknown[], more: { stableUsd?: Record<string, string> } = {}) {
	const { snapshot, dropped } = importVenueChain({
		venue,
		answers,
		timeMs: TIME_MS,
		currencies: ["BTC"],
		...more,
	});
	const listing = buildListing(snapshot);
	const marks = markInstruments(listing, snapshot).map(({ name, priceUsd, indexUsd, iv }) => [
		name,
		{ priceUsd, indexUsd, iv },
	]);
	return { snapshot, dropped, marks: Object.fromEntries(marks) };
}

const BYBIT = [
	{
		retCode: 0,
		result: {
			category: "linear",
			list: [
				{ symbol: "BTCUSDT", markPrice: "70100.5", indexPrice: "70080" },
				{ symbol: "BTCPERP", markPrice: "70050", indexPrice: "70040", fundingRate: "0.0001" },
				{ symbol: "DOGEUSDT", markPrice: "0.2", indexPrice: "0.2" },
				{ symbol: "BTC-27MAR26", markPrice: "70500", indexPrice: "70040" },
			],
		},
	},
	{
		retCode: 0,
		result: { category: "inverse", list: [{ symbol: "BTCUSD", markPrice: "70020", indexPrice: "70000" }] },
	},
	{
		retCode: 0,
		result: {
			category: "option",
			list: [
				{
					symbol: "BTC-27MAR26-60000-C-USDT",
					markPrice: "11000",
					markIv: "0.52",
					underlyingPrice: "70510",
					indexPrice: "70005",
				},
				{ symbol: "BTC-27MAR26-60000-P-USDT", markPrice: "500", markIv: "0", underlyingPrice: "70510" },
			],
		},
	},
];
const OKX = [
	{
		code: "0",
		data: [
			{ instId: "BTC-USD", idxPx: "70000" },
			{ instId: "USDT-USD", idxPx: "0.9995" },
			{ instId: "ETH-USD", idxPx: "2000" },
		],
	},
	{
		code: "0",
		data: [
			{ instId: "BTC-USDT-SWAP", markPx: "70100", ts: "1" },
			{ instId: "BTC-USD-SWAP", markPx: "70030", ts: "1" },
		],
	},
	{ code: "0", data: [{ instId: "BTC-USD-260327", markPx: "70400", ts: "1" }] },
	{ code: "0", data: [{ instId: "BTC-USD-260327-60000-C", markVol: "0.5123", fwdPx: "70411.5", ts: "1" }] },
];
const BINANCE = [
	[
		{ symbol: "BTCUSDT", markPrice: "70100", indexPrice: "70080", time: 1 },
		{ symbol: "BTCUSDT_260327", markPrice: "70500", indexPrice: "70080" },
	],
	[{ symbol: "BTCUSD_PERP", markPrice: "70020", indexPrice: "70000", pair: "BTCUSD" }],
	[
		{ symbol: "BTC-260327-60000-C", markPrice: "11000", markIV: "0.5", delta: "0.8" },
		{ symbol: "BTC-260327-60000-P", markPrice: "500", markIV: "0.5" },
		{ symbol: "BTC-260327-80000-C", markPrice: "2000", markIV: "0.48" },
	],
];
const HYPERLIQUID = [
	[
		{ universe: [{ name: "BTC" }, { name: "OLD", isDelisted: true }, { name: "ETH" }] },
		[
			{ markPx: "70010", oraclePx: "70000" },
			{ markPx: "1", oraclePx: "1" },
			{ markPx: "2000", oraclePx: "2000" },
		],
	],
];
const PARADEX = [
	{
		results: [
			{ symbol: "BTC-USD-PERP", mark_price: "70010", underlying_price: "70000", mark_iv: null },
			{ symbol: "BTC-USD-27MAR26-60000-P", mark_price: "510", underlying_price: "70000", mark_iv: "0.55" },
		],
	},
];

describe("a chain of Bybit", () => {
	test("has each settlement with its own mark, and the inverse contract's index", () => {
		const { marks, dropped, snapshot } = chain("bybit", BYBIT, { stableUsd: { USDT: "0.999", USDC: "1" } });
		expect(marks).toMatchObject({
			"BTC-PERPETUAL": { priceUsd: "70020", indexUsd: "70000" },
			"BTC_USDC-PERPETUAL": { priceUsd: "70050" },
			// 70100.5 · 0.999
			"BTC_USDT-PERPETUAL": { priceUsd: "70030.3995" },
			"BTC_USDC-27MAR26": { priceUsd: "70500" },
			"BTC_USDT-27MAR26-60000-C": { priceUsd: "70510", iv: "0.52" },
		});
		expect(dropped).toEqual([{ name: "BTC_USDT-27MAR26-60000-P", reason: "no implied volatility" }]);
		expect(snapshot.assets.map(({ symbol }) => symbol)).not.toContain("DOGE");
	});

	test("says which stablecoins count as a dollar because nobody prices them", () => {
		expect(chain("bybit", BYBIT).snapshot.source).toBe("bybit, public API; USDC, USDT at 1 USD");
	});
});

describe("a chain of OKX", () => {
	test("takes indices in USD, marks and volatilities from three answers", () => {
		const { marks, dropped, snapshot } = chain("okx", OKX);
		expect(marks).toMatchObject({
			USDT: { priceUsd: "0.9995" },
			"BTC-PERPETUAL": { priceUsd: "70030", indexUsd: "70000" },
			"BTC_USDT-PERPETUAL": { priceUsd: "70064.95" },
			"BTC-27MAR26": { priceUsd: "70400" },
			"BTC-27MAR26-60000-C": { priceUsd: "70411.5", iv: "0.5123" },
		});
		expect(dropped).toEqual([]);
		// A premium in coin is discounted by index over forward.
		expect(snapshot.optionExpiries[0]?.discountFactor).toBe("0.994155784211");
	});

	test("without its perpetual is named", () => {
		const { dropped } = chain("okx", [OKX[0], OKX[2], OKX[3]]);
		expect(dropped).toEqual([{ name: "BTC-PERPETUAL", reason: "no perpetual among the quotes" }]);
	});
});

describe("a chain of Binance", () => {
	test("has forwards of its options from put-call parity", () => {
		const { marks } = chain("binance", BINANCE);
		// 60000 + 11000 − 500
		expect(marks["BTC_USDT-27MAR26-60000-C"]).toMatchObject({
			priceUsd: "70500",
			iv: "0.5",
			indexUsd: "70000",
		});
		expect(marks["BTC_USDT-27MAR26-80000-C"]).toMatchObject({ priceUsd: "70500" });
		expect(marks["BTC_USDT-27MAR26"]).toMatchObject({ priceUsd: "70500" });
	});
});

describe("a chain of Hyperliquid and of Paradex", () => {
	test("settles in USDC", () => {
		expect(chain("hyperliquid", HYPERLIQUID).marks).toMatchObject({
			"BTC_USDC-PERPETUAL": { priceUsd: "70010", indexUsd: "70000" },
		});
		expect(chain("paradex", PARADEX).marks).toMatchObject({
			"BTC_USDC-PERPETUAL": { priceUsd: "70010" },
			"BTC_USDC-27MAR26-60000-P": { priceUsd: "70000", iv: "0.55" },
		});
	});
});

test.each<[Venue, unknown, string]>([
	["bybit", { retCode: 10006, result: {} }, "VENUE_ERROR"],
	["okx", { code: "50011", data: [] }, "VENUE_ERROR"],
	["binance", { code: -1003, msg: "too many requests" }, "VENUE_ERROR"],
	["okx", { code: "0", data: [{ instId: "DOGE-USDT-SWAP", markPx: "1" }] }, "CHAIN_EMPTY"],
	["hyperliquid", { something: "else" }, "CHAIN_ANSWER_UNKNOWN"],
])("an answer of %s that is no chain is refused: %j with %s", (venue, answer, code) => {
	expect(thrownBy(() => chain(venue, [answer])).code).toBe(code);
});

test.each([
	["bybit", BYBIT],
	["okx", OKX],
	["binance", BINANCE],
	["hyperliquid", HYPERLIQUID],
	["paradex", PARADEX],
] as const)("what is asked of %s makes one market", async (venue, recorded) => {
	const asked: string[] = [];
	const answers = await fetchVenueChain({
		venue,
		currencies: ["BTC"],
		report: () => {},
		ask: async ({ url }) => recorded[asked.push(url) - 1],
	});
	expect(asked).toHaveLength(recorded.length);
	expect(asked.every((url) => url.startsWith("https://"))).toBe(true);
	expect(chain(venue, answers).snapshot.perpetuals.length).toBeGreaterThan(0);
});
