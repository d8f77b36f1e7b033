import { beforeAll, describe, expect, test } from "vitest";
import { type Account, parseAccount } from "../../src/ledger/account-file.ts";
import { settleAccount } from "../../src/ledger/settle-account.ts";
import { afterFills, worstFills } from "../../src/ledger/worst-fills.ts";
import { blackPrice, MS_PER_YEAR } from "../../src/market/pricing/black-76.ts";
import { buildListing } from "../../src/market/snapshot/listing.ts";
import type { MarketSnapshot } from "../../src/market/snapshot/market-snapshot.ts";
import { assessMargin } from "../../src/risk/margin/margin-engine.ts";
import type { RiskTables } from "../../src/risk/table/build-risk-table.ts";
import { SMALL_MARKET } from "../support/market/small-market.ts";
import { buildSmallTables } from "../support/tables/small-tables.ts";
import { accountOf } from "./ledger-fixtures.ts";

/** The small market and what settles in USDC beside it: the perpetual, and a call of the same strike and expiry. */
const BOTH: MarketSnapshot = {
	...SMALL_MARKET,
	perpetuals: [
		...SMALL_MARKET.perpetuals,
		{ underlying: "BTC", settles: "USDC", markUsd: "63850", lot: "0.001" },
	],
	optionExpiries: [
		...SMALL_MARKET.optionExpiries,
		{
			underlying: "BTC",
			settles: "USDC",
			expiryMs: SMALL_MARKET.optionExpiries[0]?.expiryMs ?? 0,
			forwardUsd: "63980",
			lot: "0.01",
			options: [{ strike: "60000", optionType: "C", iv: "0.71" }],
		},
	],
};
const LISTING = buildListing(BOTH);
let tables: RiskTables;
beforeAll(async () => {
	tables = await buildSmallTables({ snapshot: BOTH });
}, 300_000);

function assess(account: Account) {
	const { holdings } = settleAccount({ account, listing: LISTING, sizeClass: "smallest" });
	return assessMargin(tables.initial.rows, holdings);
}
const worst = (account: Account) => worstFills({ account, listing: LISTING, rows: tables.initial.rows });
const balances = [{ asset: "USD", amount: "500000" }];
const perpetual = (size: string, price = "63844.5") => ({ instrument: "BTC-PERPETUAL", size, price });

describe("contracts that settle in a stablecoin, in one table with those that settle in the coin", () => {
	test("net with them: a short call is covered by one of the other settlement", () => {
		const short = { instrument: "BTC-27MAR26-60000-C", size: "-5" };
		const long = { instrument: "BTC_USDC-27MAR26-60000-C", size: "5" };
		const alone = assess(accountOf({ balances, positions: [short] }));
		const covered = assess(accountOf({ balances, positions: [short, long] }));
		expect(alone.totals.uncoveredShortMicroUsd).toBeGreaterThan(0n);
		expect(covered.totals.uncoveredShortMicroUsd).toBe(0n);
	});

	test("are worth their price in the stablecoin times the stablecoin's", () => {
		// Long one kind of perpetual and short the other: what is left is 0.02 % of the move, of USDC at 0.9998.
		const legs = [
			{ instrument: "BTC-PERPETUAL", size: "-1", entryPrice: "63844.5" },
			{ instrument: "BTC_USDC-PERPETUAL", size: "1", entryPrice: "63850" },
		];
		const { stressMicroUsd, equityMicroUsd } = assess(accountOf({ balances, positions: legs }));
		expect(equityMicroUsd).toBe(500_000_000_000n);
		const largest = stressMicroUsd
			.map((value) => Number(value - equityMicroUsd))
			.reduce((a, b) => Math.max(a, Math.abs(b)));
		expect(largest).toBeGreaterThan(0);
		// Below 1 % of a move of a whole coin: the rest is the bases, which move alike.
		expect(largest).toBeLessThan(63_850_000_000 * 0.01);
	});
});

describe("the worst set of fills", () => {
	test("is all orders on one side, when the other side hedges them", () => {
		const orders = [perpetual("2"), perpetual("-3"), perpetual("1"), perpetual("-0.5")];
		const account = accountOf({ balances, positions: [], orders });
		const { filled, orderMarginUsd, setsTried, isExhaustive } = worst(account);
		expect([filled, setsTried, isExhaustive]).toEqual([[1, 3], 16, true]);
		const after = assess(afterFills(account, [perpetual("-3"), perpetual("-0.5")], LISTING));
		const before = assess(afterFills(account, [], LISTING));
		const cost = before.freeCollateralMicroUsd - after.freeCollateralMicroUsd;
		expect(orderMarginUsd).toBe((Number(cost) / 1e6).toString());
	});

	test("is none when every fill lowers the risk: then nothing is reserved", () => {
		const positions = [{ instrument: "BTC-PERPETUAL", size: "5", entryPrice: "63844.5" }];
		const { filled, orderMarginUsd } = worst(accountOf({ balances, positions, orders: [perpetual("-1")] }));
		expect([filled, orderMarginUsd]).toEqual([[], "0"]);
	});

	test("has the loss of a fill at a price that is worse than the mark", () => {
		const at = (price: string) =>
			Number(worst(accountOf({ balances, positions: [], orders: [perpetual("1", price)] })).orderMarginUsd);
		expect(at("64844.5") - at("63844.5")).toBeCloseTo(1000, 6);
	});

	test("takes inverse orders by their size in USD", () => {
		const inverse = { instrument: "BTC-PERPETUAL", sizeUsd: "-127689", price: "63844.5" };
		const one = worst(accountOf({ balances, positions: [], orders: [inverse] }));
		const same = worst(accountOf({ balances, positions: [], orders: [perpetual("-2")] }));
		expect(one.orderMarginUsd).toBe(same.orderMarginUsd);
	});

	test("of more orders than can be tried out is at least as bad as every single one and all of them", () => {
		const orders = Array.from({ length: 12 }, (_, at) => perpetual(at % 2 === 0 ? `${1 + at}` : `-${at}`));
		const account = accountOf({ balances: [{ asset: "USD", amount: "5000000" }], positions: [], orders });
		const { orderMarginUsd, isExhaustive, setsTried } = worst(account);
		expect(isExhaustive).toBe(false);
		expect(setsTried).toBeLessThan(400);
		const before = assess(afterFills(account, [], LISTING)).freeCollateralMicroUsd;
		for (const filled of [
			...orders.map((order) => [order]),
			orders,
			orders.filter((_, at) => at % 2 === 0),
		]) {
			const { freeCollateralMicroUsd } = assess(afterFills(account, filled, LISTING));
			expect(Number(before - freeCollateralMicroUsd) / 1e6).toBeLessThanOrEqual(Number(orderMarginUsd));
		}
	});
});

/**
 * Paradex's own engine on a synthetic account (paradex-py, margin/portfolio_margin.py at 334a7f8, MIT): long a put, with
 * orders that sell perpetuals and another put. Its worst scenario is spot +16 %, volatility +40 %·(30/days)^0.13.
 */
describe("an account at Paradex with open orders", () => {
	const NOW = Date.UTC(2026, 3, 22);
	const EXPIRY = Date.UTC(2026, 4, 29, 8);
	const SPOT = 77_939.768;
	const PERPETUAL_MARK = 77_888.84;
	const PUTS = { "70000": { mark: 1617.717, iv: 0.48 }, "60000": { mark: 519.797, iv: 0.6 } } as const;
	const FEE = 0.0003;
	const listing = buildListing({
		timeMs: NOW,
		source: "Paradex",
		assets: [
			{ symbol: "USD", assetClass: "fiat", underlying: "USD", priceUsd: "1", lot: "0.01" },
			{ symbol: "USDC", assetClass: "stable", underlying: "USD", priceUsd: "1", lot: "0.01" },
			{ symbol: "BTC", assetClass: "coin", underlying: "BTC", priceUsd: `${SPOT}`, lot: "0.00001" },
		],
		perpetuals: [{ underlying: "BTC", settles: "USDC", markUsd: `${PERPETUAL_MARK}`, lot: "0.001" }],
		futures: [],
		optionExpiries: [
			{
				underlying: "BTC",
				settles: "USDC",
				expiryMs: EXPIRY,
				forwardUsd: `${SPOT}`,
				lot: "0.1",
				options: [
					{ strike: "60000", optionType: "P", iv: "0.6" },
					{ strike: "70000", optionType: "P", iv: "0.48" },
				],
			},
		],
	});

	/** USDC and positions at the marks, or after Paradex's worst scenario. */
	function worth(account: Account, isShocked: boolean): number {
		const spotMove = isShocked ? 0.16 : 0;
		const days = (EXPIRY - NOW) / 86_400_000;
		const volMove = isShocked ? 0.4 * (30 / days) ** 0.13 : 0;
		const { holdings } = settleAccount({ account, listing });
		return holdings.reduce((sum, { id, qtyLots }) => {
			const { kind, lot, strike } = listing.instruments[id - 1] ?? { kind: "cash", lot: "0" };
			const size = Number(qtyLots) * Number(lot);
			if (kind === "cash") return sum + size;
			if (kind === "perpetual") return sum + size * PERPETUAL_MARK * spotMove;
			const { mark, iv } = PUTS[strike as keyof typeof PUTS];
			const price = blackPrice({
				forward: SPOT * (1 + spotMove),
				strike: Number(strike),
				volatility: iv * (1 + volMove),
				years: (EXPIRY - NOW) / MS_PER_YEAR,
				optionType: "P",
			});
			return sum + size * (isShocked ? price : mark);
		}, 0);
	}

	test("asks for the 10,198.63 of its own engine, repriced after all fills", () => {
		const account = parseAccount({
			format: "zkmargin-account/2",
			name: "paradex",
			balances: [{ asset: "USDC", amount: "20000" }],
			positions: [{ instrument: "BTC_USDC-29MAY26-70000-P", size: "1" }],
			orders: [
				{ instrument: "BTC_USDC-PERPETUAL", size: "-0.7", price: "77500" },
				{ instrument: "BTC_USDC-29MAY26-60000-P", size: "-2", price: "300" },
			],
		});
		const after = afterFills(account, account.orders ?? [], listing);
		expect(after.positions.map(({ instrument, size }) => `${size} ${instrument}`)).toEqual([
			"1 BTC_USDC-29MAY26-70000-P",
			"-0.7 BTC_USDC-PERPETUAL",
			"-2 BTC_USDC-29MAY26-60000-P",
		]);
		const loss = worth(afterFills(account, [], listing), false) - worth(after, true);
		const fees = FEE * (0.7 * PERPETUAL_MARK + 3 * SPOT);
		// With an exact normal distribution: 10,198.62152…; theirs, of seven digits, gives 10,198.63499. USDC is in cents.
		expect(Math.abs(loss + fees - 10_198.621522)).toBeLessThan(0.01);
		expect(Math.abs(loss + fees - 10_198.634987)).toBeLessThan(0.02);
	});
});
