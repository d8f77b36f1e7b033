import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyTrade, parseTrade } from "../../src/ledger/apply-trade.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { formatScaled, parseScaled } from "../../src/units/decimal.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import { ALICE_ACCOUNT, accountOf, LISTING } from "./ledger-fixtures.ts";

const SEED = 20260206;

function trade(account: Parameters<typeof applyTrade>[0]["account"], text: string) {
	return applyTrade({ account, listing: LISTING, trade: parseTrade(text) });
}

describe("reading a trade", () => {
	test("takes instrument, size and an optional price", () => {
		expect(parseTrade("BTC-PERPETUAL:-0.5")).toEqual({ instrument: "BTC-PERPETUAL", size: "-0.5" });
		expect(parseTrade("BTC-27MAR26-90000-C:3@1250")).toEqual({
			instrument: "BTC-27MAR26-90000-C",
			size: "3",
			price: "1250",
		});
	});

	test.each([
		["", "TRADE_MALFORMED"],
		["BTC-PERPETUAL", "TRADE_MALFORMED"],
		["BTC-PERPETUAL:1:2", "TRADE_MALFORMED"],
		["BTC-PERPETUAL:1@", "TRADE_MALFORMED"],
		["BTC-PERPETUAL:+1", "DECIMAL_MALFORMED"],
		["BTC-PERPETUAL:0", "AMOUNT_ZERO"],
		["BTC-PERPETUAL:1@-5", "AMOUNT_NEGATIVE"],
	])("refuses %j", (text, code) => {
		expect(thrownBy(() => parseTrade(text)).code).toBe(code);
	});
});

describe("a what-if trade", () => {
	const cash = accountOf({ balances: [{ asset: "USD", amount: "10000" }] });

	test("pays the premium of an option from cash", () => {
		const after = trade(cash, "BTC-27MAR26-90000-C:3@1250");
		expect(after.balances).toEqual([{ asset: "USD", amount: "6250" }]);
		expect(after.positions).toEqual([{ instrument: "BTC-27MAR26-90000-C", size: "3" }]);
	});

	test("closes a position without leaving a line of zero", () => {
		const after = trade(ALICE_ACCOUNT, "BTC-27MAR26-70000-C:1.2@100");
		expect(after.positions.map(({ instrument }) => instrument)).toEqual(["BTC-PERPETUAL"]);
		expect(after.balances[0]).toEqual({ asset: "USD", amount: "-1120.5" });
	});

	test("trades a perpetual at the settlement price when none is given, which moves no money", () => {
		const after = trade(cash, "BTC-PERPETUAL:-0.5");
		expect(after.balances).toEqual(cash.balances);
		expect(settleAccount({ account: after, listing: LISTING }).variation).toEqual([
			{ instrument: "BTC-PERPETUAL", amountUsd: "0" },
		]);
	});

	test("buys coins with cash at a price and deposits them without one", () => {
		expect(trade(cash, "BTC:0.1@60000").balances).toEqual([
			{ asset: "USD", amount: "4000" },
			{ asset: "BTC", amount: "0.1" },
		]);
		expect(trade(cash, "BTC:0.1").balances[0]).toEqual({ asset: "USD", amount: "10000" });
		expect(trade(cash, "USD:-10000").balances).toEqual([]);
	});

	test("on a held perpetual settles to the exact cash of both trades", () => {
		const size = fc.bigInt({ min: -(10n ** 8n), max: 10n ** 8n }).filter((lots) => lots !== 0n);
		const price = fc.bigInt({ min: 1n, max: 10n ** 11n });
		fc.assert(
			fc.property(size, size, price, price, (heldE4, tradedE4, entryE6, tradeE6) => {
				const account = accountOf({
					positions: [
						{
							instrument: "BTC-PERPETUAL",
							size: formatScaled(heldE4, 4),
							entryPrice: formatScaled(entryE6, 6),
						},
					],
				});
				const after = trade(
					account,
					`BTC-PERPETUAL:${formatScaled(tradedE4, 4)}@${formatScaled(tradeE6, 6)}`,
				);
				const { variation } = settleAccount({ account: after, listing: LISTING });
				const booked = [
					...variation.map(({ amountUsd }) => amountUsd),
					...after.balances.map((b) => b.amount),
				];
				const bookedE10 = booked.reduce((sum, amount) => sum + parseScaled(amount, 10, "booked"), 0n);
				const settlementE6 = 63720250000n;
				expect(bookedE10).toBe(heldE4 * (settlementE6 - entryE6) + tradedE4 * (settlementE6 - tradeE6));
			}),
			{ seed: SEED, verbose: 1 },
		);
	});

	test("does not invent an entry price for a position that has none", () => {
		const unpriced = accountOf({ positions: [{ instrument: "BTC-PERPETUAL", size: "1" }] });
		expect(thrownBy(() => trade(unpriced, "BTC-PERPETUAL:-1@60000")).code).toBe("ENTRY_PRICE_MISSING");
	});

	test.each([
		["BTC-27MAR26-90000-C:3", "TRADE_PRICE_MISSING"],
		["BTC-27MAR26-90000-C:0.05@10", "SIZE_NOT_WHOLE_LOTS"],
		["BTC-27MAR26-91000-C:1@10", "INSTRUMENT_UNKNOWN"],
		["USD:100@1", "TRADE_PRICE_UNUSED"],
		["USD-HOLD:-100", "TRADE_NOT_POSSIBLE"],
	])("refuses %s", (text, code) => {
		expect(thrownBy(() => trade(cash, text)).code).toBe(code);
	});
});
