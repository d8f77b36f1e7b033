/** Answers made by hand after the venues' documented forms. */
import { describe, expect, test } from "vitest";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import type { Venue } from "../../src/market/spellings/read-venue-name.ts";
import { importAccount, unlistedNames } from "../../src/venues/imports/import-account.ts";
import { SMALL_MARKET } from "../support/market/small-market.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

function imported(venue: Venue, ...answers: unknown[]) {
	return importAccount({ venue, answers, name: "desk" });
}

const bybit = (list: readonly object[]) => ({ retCode: 0, retMsg: "OK", result: { list }, time: 1 });
const okx = (data: readonly object[]) => ({ code: "0", msg: "", data });
const rpc = (result: unknown) => ({ jsonrpc: "2.0", id: 1, result });

describe("an account at Deribit", () => {
	const summary = { currency: "BTC", balance: 2, equity: 1.99, session_upl: -0.01, margin_model: "cross_pm" };
	const inverse = {
		instrument_name: "BTC-PERPETUAL",
		kind: "future",
		size: -50_000,
		direction: "sell",
		average_price: 60_000,
		settlement_price: 62_500,
		mark_price: 63_291.13924050633,
		floating_profit_loss: -0.01,
	};

	test("has the entry price at which the session's profit begins, not the average one", () => {
		const { account, figures, missing } = imported("deribit", rpc({ summaries: [summary] }), rpc([inverse]));
		// −50,000 · (1/62,500 − 1/63,291.1392…) = −0.01.
		expect(account.positions).toEqual([
			{ instrument: "BTC-PERPETUAL", sizeUsd: "-50000", entryPrice: "62500" },
		]);
		expect(account.balances).toEqual([{ asset: "BTC", amount: "2" }]);
		expect(missing).toEqual([]);
		expect(
			figures.every(({ difference, because }) => difference === "0" || because?.startsWith("rounding")),
		).toBe(true);
	});

	test("keeps what no entry price explains as a balance, so that equity is the venue's", () => {
		const half = { ...inverse, floating_profit_loss: -0.02345678 };
		const { account, figures } = imported("deribit", rpc({ ...summary, equity: 1.97654322 }), rpc([half]));
		expect(account.positions[0]).toMatchObject({ entryPrice: "62500" });
		expect(account.balances[0]?.parts?.map(({ reason }) => reason)).toEqual([
			"profit of BTC-PERPETUAL in this session beyond its entry price",
			"balance",
		]);
		const equity = figures.find(({ what }) => what === "equity of BTC");
		expect(equity?.because ?? "rounding").toMatch(/^rounding/);
	});

	test("has USDC contracts and options in coins beside inverse ones", () => {
		const { account } = imported(
			"deribit",
			rpc([
				inverse,
				{ ...inverse, instrument_name: "BTC_USDC-PERPETUAL", size: -0.5, floating_profit_loss: -395.57 },
				{
					instrument_name: "BTC-27MAR26-60000-C",
					kind: "option",
					size: 3,
					direction: "buy",
					mark_price: 0.1,
				},
				{ instrument_name: "BTC-27MAR26-60000-P", kind: "option", size: 0, direction: "zero" },
			]),
		);
		expect(account.positions.slice(1)).toEqual([
			{ instrument: "BTC_USDC-PERPETUAL", size: "-0.5", entryPrice: "62500" },
			{ instrument: "BTC-27MAR26-60000-C", size: "3" },
		]);
	});

	test("is not whole while the answers speak of positions that they do not list", () => {
		expect(imported("deribit", rpc(summary)).missing).toEqual([
			"positions in BTC (profit): get_positions has them",
		]);
	});

	test("has open orders, but none that waits for something else or has no price", () => {
		const order = {
			instrument_name: "BTC-PERPETUAL",
			direction: "sell",
			amount: 1000,
			filled_amount: 400,
			price: 70_000,
			order_state: "open",
		};
		const { account, leftOut } = imported(
			"deribit",
			rpc([order, { ...order, order_state: "untriggered" }, { ...order, price: "market_price" }]),
		);
		expect(account.orders).toEqual([{ instrument: "BTC-PERPETUAL", sizeUsd: "-600", price: "70000" }]);
		expect(leftOut).toHaveLength(2);
	});

	test("is asked for again when the answer is an error", () => {
		const error = thrownBy(() =>
			imported("deribit", { jsonrpc: "2.0", error: { code: 13009, message: "x" } }),
		);
		expect(error.code).toBe("VENUE_ERROR");
	});
});

describe("an account at Bybit", () => {
	const leg = { symbol: "BTCUSDT", tradeMode: 0, markPrice: "101" };

	test("keeps long and short of hedge mode as two legs of one position", () => {
		const { account } = imported(
			"bybit",
			bybit([
				{ ...leg, side: "Buy", size: "2", avgPrice: "100", positionIdx: 1 },
				{ ...leg, side: "Sell", size: "1.5", avgPrice: "102", positionIdx: 2 },
			]),
		);
		expect(account.positions).toEqual([
			{
				instrument: "BTC_USDT-PERPETUAL",
				legs: [
					{ size: "2", entryPrice: "100" },
					{ size: "-1.5", entryPrice: "102" },
				],
			},
		]);
	});

	test("shows gross borrow and interest beside the wallet", () => {
		const coin = {
			coin: "USDT",
			walletBalance: "1200",
			spotBorrow: "200",
			borrowAmount: "200",
			accruedInterest: "0.5",
			equity: "1000",
		};
		const { account, figures } = imported("bybit", bybit([{ accountType: "UNIFIED", coin: [coin] }]));
		expect(account.balances).toEqual([
			{
				asset: "USDT",
				amount: "999.5",
				parts: [
					{ reason: "wallet", amount: "1200" },
					{ reason: "borrowed", amount: "-200" },
					{ reason: "accrued interest", amount: "-0.5" },
				],
			},
		]);
		expect(figures[0]).toMatchObject({ difference: "-0.5", because: expect.stringContaining("interest") });
	});

	test("does not count a debt twice that is in the wallet already", () => {
		const coin = { coin: "USDT", walletBalance: "-50", borrowAmount: "50", equity: "-50" };
		const { account } = imported("bybit", bybit([{ coin: [coin] }]));
		expect(account.balances).toEqual([{ asset: "USDT", amount: "-50" }]);
	});

	test("has an isolated position as an account of its own", () => {
		const isolated = { ...leg, tradeMode: 1, side: "Buy", size: "1", avgPrice: "100", positionBalance: "12" };
		const { account, isolated: own } = imported("bybit", bybit([isolated]));
		expect(account.positions).toEqual([]);
		expect(own).toMatchObject([
			{
				name: "desk-isolated-btcusdt",
				balances: [{ asset: "USDT", amount: "12" }],
				positions: [{ instrument: "BTC_USDT-PERPETUAL", size: "1" }],
			},
		]);
	});

	test.each([
		[[{ baseCoin: "BTC", totalDelta: "1" }], "ANSWER_IS_NO_ACCOUNT"],
		[[{ something: "else" }], "ANSWER_UNKNOWN"],
	])("is not in %j", (list, code) => {
		expect(thrownBy(() => imported("bybit", bybit(list))).code).toBe(code);
	});
});

describe("an account at OKX", () => {
	const swap = { instType: "SWAP", mgnMode: "cross", posSide: "net", avgPx: "90000", markPx: "91000" };

	test("counts contracts by their size, from the answer before the ones that are known", () => {
		const { account, figures } = imported(
			"okx",
			okx([
				{ ...swap, instId: "BTC-USDT-SWAP", pos: "-3", upl: "-30" },
				{ ...swap, instId: "BTC-USD-SWAP", pos: "7", upl: "0.0000854700854700854" },
				{ ...swap, instId: "PEPE-USDT-SWAP", pos: "2", upl: "20000000000", posSide: "short" },
			]),
			okx([{ instId: "PEPE-USDT-SWAP", ctVal: "10000000", ctMult: "1", ctValCcy: "PEPE" }]),
		);
		expect(account.positions).toEqual([
			{ instrument: "BTC_USDT-PERPETUAL", size: "-0.03", entryPrice: "90000" },
			{ instrument: "BTC-PERPETUAL", sizeUsd: "700", entryPrice: "90000" },
			{ instrument: "PEPE_USDT-PERPETUAL", size: "-20000000", entryPrice: "90000" },
		]);
		expect(figures[0]).toMatchObject({ ours: "-30", difference: "0" });
	});

	test("is not whole where nobody says the size of a contract", () => {
		const { missing } = imported("okx", okx([{ ...swap, instId: "PEPE-USDT-SWAP", pos: "2" }]));
		expect(missing[0]).toBe("contract size of PEPE-USDT-SWAP: public/instruments has it");
	});

	test("says what of the equity is in trading bots", () => {
		const detail = { ccy: "USDT", cashBal: "100", eq: "150", upl: "0", stgyEq: "50", isoEq: "0" };
		const { figures, leftOut } = imported("okx", okx([{ details: [detail], totalEq: "" }]));
		expect(figures[0]).toMatchObject({ difference: "-50", because: "-50 in trading bots" });
		expect(leftOut[0]?.what).toBe("50 USDT in trading bots");
	});
});

describe("an account at Binance", () => {
	test("counts COIN-M contracts in USD, and both sides of hedge mode", () => {
		const { account } = imported("binance", [
			{
				symbol: "BTCUSD_PERP",
				positionAmt: "100",
				entryPrice: "50000",
				markPrice: "40000",
				unRealizedProfit: "-0.05",
			},
			{ symbol: "ETHUSDT", positionAmt: "2", entryPrice: "3000", positionSide: "LONG" },
			{ symbol: "ETHUSDT", positionAmt: "-5", entryPrice: "3100", positionSide: "SHORT" },
		]);
		expect(account.positions).toEqual([
			{ instrument: "BTC-PERPETUAL", sizeUsd: "10000", entryPrice: "50000" },
			{
				instrument: "ETH_USDT-PERPETUAL",
				legs: [
					{ size: "2", entryPrice: "3000" },
					{ size: "-5", entryPrice: "3100" },
				],
			},
		]);
	});

	test("agrees with the venue's published profit of an inverse leg", () => {
		// 10,000 USD long from 50,000, marked at 40,000: −0.05 BTC.
		const { figures } = imported("binance", [
			{
				symbol: "BTCUSD_PERP",
				positionAmt: "100",
				entryPrice: "50000",
				markPrice: "40000",
				unRealizedProfit: "-0.05",
			},
		]);
		expect(figures).toMatchObject([{ ofVenue: "-0.05", ours: "-0.05", difference: "0" }]);
	});
});

describe("an account at Hyperliquid", () => {
	test("has cross profit in its positions and isolated ones as accounts of their own", () => {
		const position = (coin: string, type: string, marginUsed: string) => ({
			position: {
				coin,
				szi: "2",
				entryPx: "100",
				positionValue: "210",
				unrealizedPnl: "10",
				marginUsed,
				leverage: { type },
			},
		});
		const { account, isolated, figures } = imported("hyperliquid", {
			assetPositions: [position("BTC", "cross", "21"), position("ETH", "isolated", "30")],
			crossMarginSummary: { accountValue: "1010" },
			marginSummary: { accountValue: "1040" },
		});
		expect(account.balances).toEqual([{ asset: "USDC", amount: "1000" }]);
		expect(account.positions).toEqual([{ instrument: "BTC_USDC-PERPETUAL", size: "2", entryPrice: "100" }]);
		expect(isolated).toMatchObject([{ name: "desk-isolated-eth", balances: [{ amount: "20" }] }]);
		expect(figures.map(({ difference }) => difference)).toEqual(["0", "0", "0", "0"]);
	});

	test("is one of several only when it is said which", () => {
		const users = {
			a: { clearinghouseState: { assetPositions: [] } },
			b: { clearinghouseState: { assetPositions: [] } },
		};
		expect(thrownBy(() => imported("hyperliquid", { users })).code).toBe("ACCOUNT_NOT_CHOSEN");
	});
});

describe("an account at Paradex", () => {
	test("has funding that is not paid yet as USDC, and agrees with the account value", () => {
		const { account, figures, missing } = imported(
			"paradex",
			{ account_value: "10098", margin_methodology: "portfolio_margin" },
			{ results: [{ token: "USDC", size: "10000" }] },
			{
				results: [
					{
						market: "BTC-USD-PERP",
						side: "SHORT",
						size: "-0.5",
						status: "OPEN",
						average_entry_price: "78000",
						unrealized_pnl: "98",
						unrealized_funding_pnl: "-2",
					},
				],
			},
			{
				results: [
					{ market: "BTC-USD-PERP", side: "SELL", type: "LIMIT", remaining_size: "0.7", price: "77500" },
				],
			},
		);
		expect(account.positions).toEqual([
			{ instrument: "BTC_USDC-PERPETUAL", size: "-0.5", entryPrice: "78000" },
		]);
		expect(account.orders).toEqual([{ instrument: "BTC_USDC-PERPETUAL", size: "-0.7", price: "77500" }]);
		expect(account.balances[0]).toMatchObject({ asset: "USDC", amount: "9998" });
		expect(figures).toMatchObject([{ what: "account value", difference: "0" }]);
		expect(missing).toEqual([]);
	});
});

test("what a listing does not have is named with what is nearest in meaning", () => {
	const { account } = imported(
		"bybit",
		bybit([{ symbol: "BTC-28MAR26-99000-C-USDT", side: "Buy", size: "1", markPrice: "5" }]),
	);
	expect(unlistedNames(account, buildListing(SMALL_MARKET))).toEqual([
		{
			name: "BTC_USDT-28MAR26-99000-C",
			nearest: ["BTC-27MAR26-100000-C", "BTC-27MAR26-60000-C", "BTC-27FEB26-60000-C"],
		},
	]);
});
