import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyTrade, parseTrade } from "../../src/ledger/apply-trade.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import { SMALL_MARKET } from "../support/market/small-market.ts";
import { thrownBy } from "../support/session/thrown-by.ts";
import { accountOf } from "./ledger-fixtures.ts";

const SEED = 94_711;

/** The small market (BTC perpetual at 63,844.5) with contracts that settle in USDC beside it. */
const LISTING = buildListing({
	...SMALL_MARKET,
	perpetuals: [
		...SMALL_MARKET.perpetuals,
		{ underlying: "BTC", settles: "USDC", markUsd: "63850", lot: "0.001" },
	],
});
const nameOf = new Map(LISTING.instruments.map(({ id, name }) => [id, name]));

function settle(parts: Record<string, unknown>) {
	const settled = settleAccount({ account: accountOf(parts), listing: LISTING });
	const lots = Object.fromEntries(settled.holdings.map(({ id, qtyLots }) => [nameOf.get(id), qtyLots]));
	return { ...settled, lots };
}

const position = (terms: object) => ({ positions: [{ instrument: "BTC-PERPETUAL", ...terms }] });

describe("an inverse position", () => {
	test("of 100,000 USD short at 94,711.2 is 1.056 coins of the linear contract short and the rest in coins", () => {
		const { inverse, lots } = settle(position({ sizeUsd: "-100000", entryPrice: "94711.2" }));
		// −100000 / 94711.2 = −1.0558413366…
		expect(inverse).toEqual([
			{
				instrument: "BTC-PERPETUAL",
				sizeUsd: "-100000",
				linearSize: "-1.056",
				coins: "0.000158663389335157",
			},
		]);
		// −1.056 · 63844.5 + 100000 = 32580.208 USD; 0.0001586… coins are 15 lots.
		expect(lots).toEqual({ "BTC-PERPETUAL": -1056n, BTC: 15n, USD: 3258020n });
	});

	test("is worth (N/E)·P − N at every price, to less than one unit of the 18th place of a coin", () => {
		const amount = fc.integer({ min: 1, max: 10 ** 7 });
		const cents = fc.integer({ min: 10 ** 5, max: 10 ** 7 });
		fc.assert(
			fc.property(amount, fc.boolean(), cents, amount, (usd, isShort, entryCents, price) => {
				const n = BigInt(isShort ? -usd : usd);
				const entryPrice = `${Math.floor(entryCents / 100) + 1}.${String(entryCents % 100).padStart(2, "0")}`;
				const { inverse, variation } = settle(position({ sizeUsd: n.toString(), entryPrice }));
				const scaled = (text = "0") => {
					const [whole = "0", part = ""] = text.split(".");
					return BigInt(whole + part.padEnd(18, "0"));
				};
				const e18 = 10n ** 18n;
				// L·(P − S) + c·P + (L·S − N), all times 10^18; S cancels.
				const settlement = scaled(SMALL_MARKET.perpetuals[1]?.markUsd);
				const linear = scaled(inverse[0]?.linearSize);
				const ours =
					(linear * (BigInt(price) * e18 - settlement)) / e18 +
					scaled(inverse[0]?.coins) * BigInt(price) +
					scaled(variation[0]?.amountUsd);
				const exactTop = n * BigInt(price) * e18 * e18;
				const exact = exactTop / scaled(entryPrice) - n * e18;
				const miss = exact - ours;
				expect(miss).toBeGreaterThanOrEqual(-2n);
				expect(miss).toBeLessThanOrEqual(BigInt(price) + 2n);
			}),
			{ seed: SEED, numRuns: 200 },
		);
	});

	test("smaller than a lot is coins bought with USD", () => {
		const { lots, inverse } = settle(position({ sizeUsd: "20", entryPrice: "63844.5" }));
		expect(inverse[0]?.linearSize).toBe("0");
		expect(lots).toEqual({ BTC: 31n, USD: -2000n });
	});

	test("nets with a linear one of the same contract as legs, and trades after it are one more leg", () => {
		const legs = [
			{ sizeUsd: "63844.5", entryPrice: "63844.5" },
			{ size: "-0.5", entryPrice: "63000" },
		];
		const account = accountOf(position({ legs }));
		const after = applyTrade({ account, listing: LISTING, trade: parseTrade("BTC-PERPETUAL:-0.5") });
		const settled = settleAccount({ account: after, listing: LISTING });
		// 1 − 0.5 − 0.5 coins: only the profit of the second leg is left.
		expect(settled.variation).toEqual([{ instrument: "BTC-PERPETUAL", amountUsd: "-422.25" }]);
		expect(settled.holdings).toEqual([{ id: 1, qtyLots: -42225n }]);
	});

	test.each([
		[{ instrument: "BTC-27MAR26-60000-C", sizeUsd: "5" }, "positions[0].sizeUsd"],
		[{ instrument: "BTC_USDC-PERPETUAL", sizeUsd: "5", entryPrice: "1" }, "positions[0].sizeUsd"],
	])("is refused where a contract cannot be inverse: %j", (terms, field) => {
		const error = thrownBy(() => settle({ positions: [terms] }));
		expect([error.code, error.field]).toEqual(["POSITION_NOT_INVERSE", field]);
	});
});

describe("a position", () => {
	test("that settles in a stablecoin pays its variation in that stablecoin", () => {
		const { lots, variation } = settle({
			balances: [{ asset: "USDC", amount: "100" }],
			positions: [{ instrument: "BTC_USDC-PERPETUAL", size: "0.5", entryPrice: "63000" }],
		});
		expect(variation).toEqual([{ instrument: "BTC_USDC-PERPETUAL", amountUsd: "425", currency: "USDC" }]);
		expect(lots).toEqual({ USDC: 52500n, "BTC_USDC-PERPETUAL": 500n });
	});

	test("held long and short in hedge mode nets, and keeps the profit of both", () => {
		const { lots, variation } = settle(
			position({
				legs: [
					{ size: "2", entryPrice: "60000" },
					{ size: "-2", entryPrice: "61000" },
				],
			}),
		);
		expect(variation).toEqual([{ instrument: "BTC-PERPETUAL", amountUsd: "2000" }]);
		expect(lots).toEqual({ USD: 200000n });
	});

	test("that is wrong is named together with all others that are", () => {
		const error = thrownBy(() =>
			settle({
				balances: [{ asset: "DOGE", amount: "1" }],
				positions: [
					{ instrument: "BTC-PERPETUAL", size: "0.0005", entryPrice: "1" },
					{ instrument: "ETH-PERPETUAL", size: "1" },
				],
			}),
		);
		expect(error.code).toBe("SIZE_NOT_WHOLE_LOTS");
		for (const part of ["3 problems:", "positions[0].size", "positions[1].entryPrice", '"DOGE"']) {
			expect(error.message).toContain(part);
		}
	});

	test("with open orders beside it needs what they reserve", () => {
		const orders = [{ instrument: "BTC-PERPETUAL", size: "1", price: "60000" }];
		expect(thrownBy(() => settle({ orders })).code).toBe("ORDER_MARGIN_MISSING");
		expect(settle({ orders, orderMarginUsd: "5" }).lots).toEqual({ "USD-ORDER": 500n });
	});
});
