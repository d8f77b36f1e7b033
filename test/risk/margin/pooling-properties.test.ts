/**
 * Why one pooled account is safe, and what splitting it would save: `docs/margin-properties.md` lists
 * these tests by name.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assessMargin, type MarginAssessment } from "../../../src/risk/margin/margin-engine.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import { type MarketRows, marketRows } from "../../support/market/market-rows.ts";
import { randomHoldings, randomMarket, splitHoldings } from "../../support/market/random-market.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { basisOnEveryNet, vegaOnEveryNet } from "../../support/tables/basis-on-every-net.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES } from "../../support/tables/small-tables.ts";
import { STEEP_PARAMS } from "../../support/tables/steep-params.ts";

const SEED = 20260205;
const LEVELS: readonly MarginLevel[] = ["maintenance", "initial"];
const MARKETS = [SAMPLE_PARAMS, SAMPLE_PARAMS, STEEP_PARAMS].map((params, seed) =>
	marketRows({ snapshot: randomMarket(drawFrom(seed)), params, closes: SMALL_CLOSES }),
);
const SMALL = marketRows({ snapshot: SMALL_MARKET, params: SAMPLE_PARAMS, closes: SMALL_CLOSES });

type Parts = {
	readonly pooled: MarginAssessment;
	readonly one: MarginAssessment;
	readonly other: MarginAssessment;
};

/** Random accounts cut in two, by lot and by position. */
function forRandomSplits(check: (parts: Parts) => void, offsetting = true): void {
	const drawn = fc.tuple(fc.nat(), fc.constantFrom(...MARKETS), fc.constantFrom(...LEVELS));
	fc.assert(
		fc.property(drawn, ([seed, market, level]) => {
			const draw = drawFrom(seed);
			const rows = market.rows[level];
			const holdings = randomHoldings(draw, market);
			const [one, other] = splitHoldings(draw, holdings, offsetting && draw.chance(0.5));
			check({
				pooled: assessMargin(rows, holdings),
				one: assessMargin(rows, one),
				other: assessMargin(rows, other),
			});
		}),
		{ seed: SEED, numRuns: 300 },
	);
}

/** The part of the pooled account is at most the sum of the parts of the two. */
function expectSubadditive({ pooled, one, other }: Parts, part: (account: MarginAssessment) => bigint): void {
	expect(part(pooled) <= part(one) + part(other)).toBe(true);
}

describe(`splitting an account in two (seed ${SEED})`, () => {
	it("leaves its value as it is in every scenario", () => {
		forRandomSplits(({ pooled, one, other }) => {
			pooled.stressMicroUsd.forEach((value, s) => {
				expect((one.stressMicroUsd[s] as bigint) + (other.stressMicroUsd[s] as bigint)).toBe(value);
			});
		});
	});

	it("never lowers the loss in the worst scenario that hits all", () => {
		forRandomSplits((parts) =>
			expectSubadditive(parts, ({ equityMicroUsd, stressMicroUsd }) => {
				return equityMicroUsd - stressMicroUsd.reduce((least, value) => (value < least ? value : least));
			}),
		);
	});

	it("never lowers what an underlying loses alone, where both parts hold options on it", () => {
		const lossOf = (account: MarginAssessment, key: number) => {
			const values = account.aloneSets.find((set) => set.key === key)?.valuesMicroUsd;
			return values && account.equityMicroUsd - values.reduce((least, v) => (v < least ? v : least));
		};
		forRandomSplits(({ pooled, one, other }) => {
			for (const { key } of pooled.aloneSets) {
				const [both, first, second] = [pooled, one, other].map((account) => lossOf(account, key));
				if (first === undefined || second === undefined) continue;
				expect((both as bigint) <= first + second).toBe(true);
			}
		});
	});

	it("never lowers the tail loss", () => {
		forRandomSplits((parts) =>
			expectSubadditive(parts, ({ equityMicroUsd, expectedShortfallMicroUsd }) => {
				return equityMicroUsd + expectedShortfallMicroUsd;
			}),
		);
	});

	it("never lowers the basis part beyond what expiries of bought options alone are not asked", () => {
		forRandomSplits((parts) => {
			expect(
				parts.pooled.totals.basisMicroUsd <= basisOnEveryNet(parts.one) + basisOnEveryNet(parts.other),
			).toBe(true);
			expectSubadditive(parts, basisOnEveryNet);
		});
	});

	it("never lowers the vega part beyond what an account short no option is not asked", () => {
		forRandomSplits((parts) => {
			expect(
				parts.pooled.totals.vegaMicroUsd <= vegaOnEveryNet(parts.one) + vegaOnEveryNet(parts.other),
			).toBe(true);
			expectSubadditive(parts, vegaOnEveryNet);
		});
	});

	it.each(["uncoveredShort", "offsetFloor"] as const)("never lowers the %s part", (part) => {
		forRandomSplits((parts) => expectSubadditive(parts, ({ totals }) => totals[`${part}MicroUsd`]));
	});

	it("without offsetting parts never raises the charge per position, and may lower it", () => {
		let lowered = 0;
		forRandomSplits(({ pooled, one, other }) => {
			const saved =
				pooled.totals.haircutsAndCostsMicroUsd -
				one.totals.haircutsAndCostsMicroUsd -
				other.totals.haircutsAndCostsMicroUsd;
			expect(saved >= 0n).toBe(true);
			lowered += saved > 0n ? 1 : 0;
		}, false);
		expect(lowered).toBeGreaterThan(0);
	});
});

describe("a customer with two leaves", () => {
	const lots = (market: MarketRows, name: string, usd: bigint) => {
		const id = market.idOf(name);
		const lot = market.rows.initial[id]?.stressMicroUsd[0] as bigint;
		return { id, qtyLots: (usd * 1_000_000n) / lot };
	};

	it("saves 1.8 million USD of haircut on 60 million USD of BTC, which tiers by size would charge", () => {
		const whole = lots(SMALL, "BTC", 60_000_000n);
		const half = { ...whole, qtyLots: whole.qtyLots / 2n };
		const charge = (holding: typeof whole) =>
			Number(assessMargin(SMALL.rows.initial, [holding]).totals.haircutsAndCostsMicroUsd / 1_000_000n);
		expect(charge(whole)).toBe(4_290_500);
		expect(2 * charge(half)).toBe(2_490_542);
	});

	it("pays nothing for a net delta of 40 million USD, because each leaf has a free part of its own", () => {
		const id = SMALL.idOf("BTC-PERPETUAL");
		const whole = { id, qtyLots: 627_000n };
		const half = { id, qtyLots: whole.qtyLots / 2n };
		const size = (holding: typeof whole) =>
			Number(assessMargin(SMALL.rows.initial, [holding]).totals.concentrationMicroUsd / 1_000_000n);
		expect(size(whole)).toBe(399_035);
		expect(size(half)).toBe(0);
	});

	it("hides a debt: the leaf with the coins is solvent, the customer is not", () => {
		const coins = lots(SMALL, "BTC", 1_000_000n);
		const debt = { id: SMALL.idOf("USD"), qtyLots: -100_000_000n };
		const free = (holdings: readonly (typeof coins)[]) =>
			assessMargin(
				SMALL.rows.initial,
				[...holdings].sort((a, b) => a.id - b.id),
			).freeCollateralMicroUsd;
		expect(free([coins]) > 500_000_000_000n).toBe(true);
		expect(free([coins, debt]) < 0n).toBe(true);
	});

	it("that holds a long in one leaf and its short in the other pays for both", () => {
		const id = SMALL.idOf("BTC-PERPETUAL");
		const need = (qtyLots: bigint) => assessMargin(SMALL.rows.initial, [{ id, qtyLots }]).requirementMicroUsd;
		expect(need(1_000n) + need(-1_000n) > need(0n)).toBe(true);
		expect(need(0n)).toBe(0n);
	});
});
