import { beforeAll, describe, expect, it } from "vitest";
import type { MarketSnapshot } from "../../../src/market/snapshot/market-snapshot.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { SMALL_MARKET, SMALL_MARKET_TIME_MS } from "../../support/market/small-market.ts";
import { buildSmallTables, SMALL_CLOSES } from "../../support/tables/small-tables.ts";

let tables: RiskTables;
beforeAll(async () => {
	tables = await buildSmallTables();
});

function rowOf(table: RiskTable, name: string): RiskRow {
	const row = table.rows[table.labels.instruments.indexOf(name)];
	if (row === undefined) throw new Error(`no row of ${name}`);
	return row;
}

function lane(table: RiskTable, name: string, scenario: string): bigint | undefined {
	return rowOf(table, name).stressMicroUsd[table.labels.stress.indexOf(scenario)];
}

describe("value lanes", () => {
	it("of coins and perpetuals are exact at initial level, rounded down once", () => {
		// 0.00001 · 63718.97 · 0.88 and 0.001 · 63844.5 · (−0.12)
		expect(lane(tables.initial, "BTC", "common −12 %, vol up")).toBe(560_726n);
		expect(lane(tables.initial, "BTC-PERPETUAL", "common −12 %, vol up")).toBe(-7_661_340n);
		expect(lane(tables.initial, "BTC-PERPETUAL", "mark")).toBe(0n);
	});

	it("at maintenance level deviate from the mark by 1/m of that", () => {
		expect(lane(tables.maintenance, "BTC-PERPETUAL", "common −12 %, vol up")).toBe(-6_129_072n);
		// 637189 + floor((560726 − 637189) / 1.25)
		expect(lane(tables.maintenance, "BTC", "common −12 %, vol up")).toBe(576_018n);
	});

	it("of a perpetual count from the settlement price of the listing", async () => {
		const listed = await buildSmallTables();
		const moved: MarketSnapshot = {
			...SMALL_MARKET,
			perpetuals: SMALL_MARKET.perpetuals.map((p) => ({ ...p, markUsd: "64000" })),
		};
		expect(lane(listed.initial, "BTC-PERPETUAL", "mark")).toBe(0n);
		expect(lane((await buildSmallTables({ snapshot: moved })).initial, "BTC-PERPETUAL", "mark")).toBe(0n);
	});

	it("take pegged assets off their peg in their own scenarios only", () => {
		expect(lane(tables.initial, "USDC", "USDC depeg −6 %")).toBe(9_398n);
		expect(lane(tables.initial, "USDC", "common −16 %, vol up")).toBe(9_998n);
		// 0.637 · 0.85 · 0.84
		expect(lane(tables.initial, "WBTC", "WBTC depeg −15 %, common −16 %")).toBe(454_818n);
		// 0.637 · 1.02 · 0.84
		expect(lane(tables.initial, "WBTC", "USDC depeg −6 %, common −16 %")).toBe(545_781n);
	});

	it("of options lose a day of time value in every scenario but the mark", () => {
		const name = "BTC-27FEB26-60000-C";
		const still = lane(tables.initial, name, "common 0 %, vol flat") as bigint;
		expect(still).toBeLessThan(lane(tables.initial, name, "mark") as bigint);
		expect(lane(tables.initial, name, "common 0 %, vol up")).toBeGreaterThan(still);
		expect(lane(tables.initial, name, "common 0 %, vol down")).toBeLessThan(still);
	});

	it("of an option that expires within the day are intrinsic, whatever volatility does", async () => {
		const soon: MarketSnapshot = {
			...SMALL_MARKET,
			optionExpiries: SMALL_MARKET.optionExpiries.map((expiry, at) =>
				at === 1 ? { ...expiry, expiryMs: Date.UTC(2026, 1, 6, 8) } : expiry,
			),
		};
		const { initial } = await buildSmallTables({ snapshot: soon });
		// 0.01 · (63761.81 − 60000), less 1 µUSD: the float error is taken off before rounding down.
		for (const vol of ["up", "flat", "down"]) {
			expect(lane(initial, "BTC-6FEB26-60000-C", `common 0 %, vol ${vol}`)).toBe(37_618_099n);
		}
		expect(lane(initial, "BTC-6FEB26-60000-C", "mark")).toBeGreaterThan(37_618_100n);
		expect(initial.origin.nextExpiryMs).toBe(Date.UTC(2026, 1, 6, 8));
		expect(initial.origin.nextExpiryMs).toBeGreaterThan(SMALL_MARKET_TIME_MS);
	});

	it("repeat the mark where the configured set leaves a lane unused", () => {
		for (const table of [tables.initial, tables.maintenance]) {
			for (const row of table.rows) expect(row.stressMicroUsd.at(-1)).toBe(row.stressMicroUsd[0]);
		}
	});
});

describe("cash and obligations", () => {
	it("charge nothing for owning USD and interest for owing it", () => {
		for (const table of [tables.initial, tables.maintenance]) {
			const usd = rowOf(table, "USD");
			expect(new Set([...usd.stressMicroUsd, ...usd.tailMicroUsd])).toEqual(new Set([10_000n]));
			expect(usd.longCharge.baseSlopeMicroUsd).toBe(0n);
			expect(usd.shortCharge.baseSlopeMicroUsd).toBe(3n);
		}
	});

	it("count a hold as −1 USD in every lane of both levels, an order at initial level only", () => {
		const owed = new Set([-10_000n]);
		const values = (table: RiskTable, name: string) =>
			new Set([...rowOf(table, name).stressMicroUsd, ...rowOf(table, name).tailMicroUsd]);
		expect(values(tables.initial, "USD-HOLD")).toEqual(owed);
		expect(values(tables.maintenance, "USD-HOLD")).toEqual(owed);
		expect(values(tables.initial, "USD-ORDER")).toEqual(owed);
		expect(values(tables.maintenance, "USD-ORDER")).toEqual(new Set([0n]));
	});

	it("make an obligation owed to the account worth nothing", () => {
		for (const name of ["USD-HOLD", "USD-ORDER"]) {
			for (const table of [tables.initial, tables.maintenance]) {
				const row = rowOf(table, name);
				expect(-(row.stressMicroUsd[0] as bigint) - row.shortCharge.baseSlopeMicroUsd).toBe(0n);
			}
		}
	});
});

describe("netting sets", () => {
	it("are numbered by their first member and named for reports", () => {
		const { labels } = tables.initial;
		const id = (name: string) => labels.instruments.indexOf(name);
		expect(rowOf(tables.initial, "BTC-27MAR26-60000-P").keys).toEqual({
			strike: id("BTC-27MAR26-60000-C"),
			expiry: id("BTC-27MAR26"),
			underlying: id("BTC"),
		});
		expect(rowOf(tables.initial, "ETH-PERPETUAL").keys).toEqual({
			strike: 0,
			expiry: 0,
			underlying: id("ETH"),
		});
		expect(rowOf(tables.initial, "USDC").keys).toEqual({ strike: 0, expiry: 0, underlying: 0 });
		expect(labels.expiries[id("BTC-27MAR26")]).toBe("BTC-27MAR26");
		expect(labels.strikes[id("BTC-27MAR26-60000-C")]).toBe("BTC-27MAR26-60000");
		expect(labels.underlyings[id("BTC")]).toBe("BTC");
	});

	it("charge an uncovered option on spot, calls and puts alike", () => {
		// 0.005 · 63718.97 · 0.01, to the nearest µUSD
		expect(rowOf(tables.initial, "BTC-27MAR26-60000-C").uncoveredShortMicroUsd).toBe(3_185_949n);
		expect(rowOf(tables.initial, "BTC-27MAR26-60000-P").uncoveredShortMicroUsd).toBe(3_185_949n);
		expect(rowOf(tables.initial, "BTC-27MAR26").uncoveredShortMicroUsd).toBe(0n);
	});

	it("let a future of an expiry hedge the basis of its options, and give perpetuals none", () => {
		const future = rowOf(tables.initial, "BTC-27MAR26");
		expect(future.basisUpMicroUsd).toBe(-future.basisDownMicroUsd);
		expect(future.basisUpMicroUsd).toBeGreaterThan(0n);
		expect(rowOf(tables.initial, "BTC-27MAR26-60000-P").basisUpMicroUsd).toBeLessThan(0n);
		expect(rowOf(tables.initial, "BTC-PERPETUAL").basisUpMicroUsd).toBe(0n);
	});

	it("give call and put of one strike the same vega", () => {
		const call = rowOf(tables.initial, "BTC-27MAR26-60000-C").vegaMicroUsd;
		const put = rowOf(tables.initial, "BTC-27MAR26-60000-P").vegaMicroUsd;
		expect(call).toBeGreaterThan(0n);
		expect(put).toBe(call);
	});

	it("share one free delta per underlying: rate × free USD", () => {
		// 0.02 · 20 M USD
		expect(rowOf(tables.initial, "BTC").deltaAllowanceMicroUsd).toBe(400_000_000_000n);
		expect(rowOf(tables.initial, "BTC-27MAR26-60000-C").deltaAllowanceMicroUsd).toBe(400_000_000_000n);
		expect(rowOf(tables.initial, "ETH-PERPETUAL").deltaAllowanceMicroUsd).toBe(200_000_000_000n);
	});
});

describe("a build", () => {
	it("has one root per content: the order of marks in the snapshot does not matter", async () => {
		const shuffled: MarketSnapshot = {
			...SMALL_MARKET,
			assets: SMALL_MARKET.assets.toReversed(),
			optionExpiries: SMALL_MARKET.optionExpiries.toReversed(),
		};
		const again = await buildSmallTables({ snapshot: shuffled });
		expect(again.initial.tree.root).toBe(tables.initial.tree.root);
		expect(again.maintenance.tree.root).toBe(tables.maintenance.tree.root);
		expect(again.initial.origin).toEqual(tables.initial.origin);
		expect(tables.initial.tree.root).not.toBe(tables.maintenance.tree.root);
	});

	it("has a parameters hash that covers the tail set: another history, another hash", async () => {
		const closes = { ...SMALL_CLOSES, closes: SMALL_CLOSES.closes.with(-1, ["1", "1"]) };
		const other = await buildSmallTables({ closes });
		expect(other.initial.origin.parametersHash).not.toBe(tables.initial.origin.parametersHash);
		expect(other.initial.origin.marketHash).toBe(tables.initial.origin.marketHash);
	});

	it("reports progress row by row, over both levels", async () => {
		const seen: string[] = [];
		await buildSmallTables({ onProgress: (done, total) => seen.push(`${done}/${total}`) });
		expect(seen).toHaveLength(30);
		expect(seen.at(-1)).toBe("30/30");
	});

	it("refuses a lot whose row exceeds the bounds of the circuit, naming instrument and number", async () => {
		const heavy: MarketSnapshot = {
			...SMALL_MARKET,
			assets: SMALL_MARKET.assets.map((a) => (a.symbol === "BTC" ? { ...a, lot: "2" } : a)),
		};
		await expect(buildSmallTables({ snapshot: heavy })).rejects.toMatchObject({
			code: "ROW_TOO_LARGE",
			field: "BTC",
			message: expect.stringMatching(/^BTC: \w+\[\d+\] is \d+ µUSD per lot/) as unknown,
		});
	});
});
