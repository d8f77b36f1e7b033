import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { loadHighsSolver } from "../../../src/node/solver/highs-solver.ts";
import { findHedge, type Hedge, type HedgeResult } from "../../../src/risk/hedge/find-hedge.ts";
import type { LinearSolver } from "../../../src/risk/hedge/linear-program.ts";
import { tradedHoldings } from "../../../src/risk/hedge/trade-terms.ts";
import { assessMargin, decideSolvency } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { MARCH_EXPIRY_MS, SMALL_MARKET_TIME_MS } from "../../support/market/small-market.ts";
import { type Draw, drawFrom } from "../../support/random/seeded-draw.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SMALL_MARKED, SMALL_SOURCES, SMALL_TABLES, smallBook } from "../../support/tables/small-book.ts";

const SEED = 20_261_128;
const USD = SMALL_MARKED.find(({ name }) => name === "USD");
const nameOf = (id: number) => SMALL_MARKED.find((one) => one.id === id)?.name ?? "";

let solve: LinearSolver;
beforeAll(async () => {
	solve = await loadHighsSolver();
});

type Change = Partial<Parameters<typeof findHedge>[0]>;

function hedgeOf(holdings: readonly Holding[], targetMicroUsd: bigint, change: Change = {}): HedgeResult {
	return findHedge({ ...SMALL_SOURCES, holdings, targetMicroUsd, mostLines: 16, solve, ...change });
}

/** A hedge, or the test fails with what was found instead. */
function hedged(result: HedgeResult): Hedge {
	if (result.outcome !== "hedged") throw new Error(`${result.outcome}: ${JSON.stringify(result, bigints)}`);
	return result.hedge;
}

const bigints = (_key: string, value: unknown) => (typeof value === "bigint" ? value.toString() : value);
const freeOf = (holdings: readonly Holding[], rows = SMALL_SOURCES.table.rows) =>
	assessMargin(rows, holdings).freeCollateralMicroUsd;

/** Cash of either sign, and up to seven lines of a few coins' worth. */
function randomBook(draw: Draw): Holding[] {
	const units: Record<string, number> = { ETH: 20, "ETH-PERPETUAL": 20, USDC: 40_000 };
	return SMALL_MARKED.flatMap(({ id, name, kind, lot }) => {
		const size = kind === "hold" ? draw.chance(0.2) && 500 : draw.chance(0.5) && (units[name] ?? 1.5);
		if (kind === "order" || (size === false && name !== "USD")) return [];
		const lots = Math.round((name === "USD" ? 60_000 : Number(size)) / Number(lot));
		const qtyLots = BigInt(draw.integer(kind === "hold" ? 1 : -lots, lots));
		return qtyLots === 0n ? [] : [{ id, qtyLots }];
	});
}

describe(`a hedge (seed ${SEED})`, () => {
	it("restores the target according to the engine, or says why not, at both levels", () => {
		const outcomes: Record<string, number> = {};
		fc.assert(
			fc.property(fc.nat(), fc.constantFrom("maintenance", "initial"), (seed, level) => {
				const draw = drawFrom(seed);
				const holdings = randomBook(draw);
				const { rows } = SMALL_TABLES[level];
				const { equityMicroUsd } = assessMargin(rows, holdings);
				// From nothing to somewhat more than an account without risk could have.
				const target =
					equityMicroUsd > 0n ? (equityMicroUsd * BigInt(draw.integer(0, 110))) / 100n : 1_000_000n;
				const result = hedgeOf(holdings, target, { table: SMALL_TABLES[level] });
				outcomes[result.outcome] = (outcomes[result.outcome] ?? 0) + 1;
				expect(result.freeCollateralMicroUsd).toBe(freeOf(holdings, rows));
				if (result.outcome === "satisfied") {
					expect(result.freeCollateralMicroUsd).toBeGreaterThanOrEqual(target);
					return;
				}
				expect(result.freeCollateralMicroUsd).toBeLessThan(target);
				if (result.outcome === "hedged") {
					const { hedge } = result;
					const after = tradedHoldings({ holdings, trades: hedge.trades, cash: USD as never });
					expect(after).toEqual(hedge.holdings);
					expect(decideSolvency(assessMargin(rows, after), target)).toEqual({ accepted: true });
					expect(after.length).toBeLessThanOrEqual(16);
					expect(hedge.trades.length).toBeGreaterThan(0);
					return;
				}
				const reached = result.best?.freeCollateralMicroUsd ?? result.freeCollateralMicroUsd;
				expect(reached).toBeLessThan(target);
				expect(result.missingMicroUsd).toBe(target - reached);
				if (result.reason === "EQUITY_BELOW_TARGET") expect(equityMicroUsd).toBeLessThan(target);
			}),
			{ seed: SEED, numRuns: 120 },
		);
		// Every outcome is among the random books.
		expect(Object.keys(outcomes).sort()).toEqual(["hedged", "outOfReach", "satisfied"]);
	});

	it("is the smallest on one instrument: one lot less does not do", () => {
		const holdings = smallBook({ USD: "12000", "BTC-PERPETUAL": "1" });
		const target = 6_000_000_000n;
		const { trades } = hedged(hedgeOf(holdings, target));
		expect(trades.map(({ terms }) => terms.instrument.name)).toEqual(["BTC-PERPETUAL"]);
		const [trade] = trades;
		expect(trade?.qtyLots).toBeLessThan(0n);
		const oneLess = trades.map((one) => ({ ...one, qtyLots: one.qtyLots + 1n }));
		expect(freeOf(tradedHoldings({ holdings, trades: oneLess, cash: USD as never }))).toBeLessThan(target);
	});

	it("never trades more notional than a hedge in the perpetual alone", () => {
		const holdings = smallBook({ USD: "30000", "BTC-27MAR26-100000-C": "-3", "BTC-27FEB26-60000-C": "-1" });
		const target = 8_000_000_000n;
		const all = hedged(hedgeOf(holdings, target));
		const perpetualOnly = hedged(
			hedgeOf(holdings, target, {
				marked: SMALL_MARKED.filter(
					({ id, kind }) =>
						kind === "perpetual" || holdings.some((one) => one.id === id) || nameOf(id) === "USD",
				),
			}),
		);
		expect(all.notionalMicroUsd + all.costMicroUsd).toBeLessThanOrEqual(
			perpetualOnly.notionalMicroUsd + perpetualOnly.costMicroUsd,
		);
	});

	it("does nothing for an account that has enough, to the µUSD", () => {
		const holdings = smallBook({ USD: "12000", "BTC-PERPETUAL": "0.1" });
		const never: LinearSolver = () => {
			throw new Error("nothing has to be solved");
		};
		expect(hedgeOf(holdings, freeOf(holdings), { solve: never }).outcome).toBe("satisfied");
		expect(hedgeOf(holdings, freeOf(holdings) + 1n).outcome).toBe("hedged");
	});

	it("pays fee and slippage: equity falls by what the hedge says it costs, rounding apart", () => {
		const holdings = smallBook({ USD: "12000", "BTC-PERPETUAL": "1", "ETH-PERPETUAL": "3" });
		const { costMicroUsd, holdings: after } = hedged(hedgeOf(holdings, 11_000_000_000n));
		const equity = (of: readonly Holding[]) => assessMargin(SMALL_SOURCES.table.rows, of).equityMicroUsd;
		const fell = equity(holdings) - equity(after);
		expect(costMicroUsd).toBeGreaterThan(0n);
		// A cent for the lot of cash, and a few µUSD for prices.
		expect(fell).toBeGreaterThanOrEqual(costMicroUsd - 10n);
		expect(fell).toBeLessThanOrEqual(costMicroUsd + 10_010n);
	});

	it("knows that no trade raises equity, and that others are not enough", () => {
		const book = smallBook({ USD: "12000", "BTC-PERPETUAL": "1" });
		expect(hedgeOf(book, 12_001_000_000n)).toMatchObject({
			outcome: "outOfReach",
			reason: "EQUITY_BELOW_TARGET",
		});
		// Closing everything leaves equity less what closing costs.
		expect(hedgeOf(book, 11_990_000_000n)).toMatchObject({
			outcome: "outOfReach",
			reason: "TRADES_NOT_ENOUGH",
		});
	});

	it("opens nothing for an account of nothing, and says what is missing", () => {
		expect(hedgeOf([], 5_000_000n)).toMatchObject({
			outcome: "outOfReach",
			reason: "EQUITY_BELOW_TARGET",
			best: undefined,
			missingMicroUsd: 5_000_000n,
		});
	});

	it("opens no loan and no balance: coins and stables only move toward zero", () => {
		const holdings = smallBook({ USD: "-20000", BTC: "0.6", ETH: "-2", USDC: "9000" });
		const { trades } = hedged(hedgeOf(holdings, 20_000_000_000n));
		for (const { terms, qtyLots } of trades) {
			const now = holdings.find(({ id }) => id === terms.instrument.id)?.qtyLots ?? 0n;
			if (terms.instrument.assetClass === undefined) continue;
			expect(now * qtyLots).toBeLessThan(0n);
			expect(now > 0n ? now + qtyLots : -now - qtyLots).toBeGreaterThanOrEqual(0n);
		}
	});

	it("opens nothing that expires sooner than asked", () => {
		const holdings = smallBook({ USD: "30000", "BTC-27MAR26-60000-P": "-2" });
		const shortestMs = MARCH_EXPIRY_MS - SMALL_MARKET_TIME_MS + 1;
		const { trades } = hedged(hedgeOf(holdings, 9_000_000_000n, { shortestMs }));
		for (const { terms } of trades) {
			const isHeld = holdings.some(({ id }) => id === terms.instrument.id);
			expect(isHeld || terms.instrument.expiryMs === undefined).toBe(true);
		}
	});

	it("keeps within the lines of an account, at the price of larger trades", () => {
		const holdings = smallBook({ USD: "60000", "BTC-27MAR26-60000-P": "-2", "ETH-PERPETUAL": "8" });
		const target = 45_000_000_000n;
		const wide = hedged(hedgeOf(holdings, target));
		expect(wide.holdings.length).toBeGreaterThan(3);
		const narrow = hedged(hedgeOf(holdings, target, { mostLines: 3 }));
		expect(narrow.holdings.length).toBeLessThanOrEqual(3);
		expect(narrow.notionalMicroUsd).toBeGreaterThan(wide.notionalMicroUsd);
		expect(decideSolvency(assessMargin(SMALL_SOURCES.table.rows, narrow.holdings), target).accepted).toBe(
			true,
		);
	});

	it("refuses a target that no statement could prove", () => {
		expect(thrownBy(() => hedgeOf(smallBook({ USD: "5" }), -1n)).code).toBe("SURPLUS_OUT_OF_RANGE");
	});
});
