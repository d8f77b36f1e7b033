import { describe, expect, it } from "vitest";
import { largestLoss } from "../../../src/risk/charges/long-slope-cap.ts";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import { positionCharge } from "../../../src/risk/margin/position-charge.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import type { MarginLevel } from "../../../src/risk/model/risk-table.ts";
import type { HaircutTier, RiskParams } from "../../../src/risk/params/risk-params.ts";
import { exactHaircuts } from "../../../src/risk/report/exact-haircut.ts";
import { type MarketRows, marketRows } from "../../support/market/market-rows.ts";
import { SMALL_MARKET } from "../../support/market/small-market.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { SAMPLE_PARAMS, SMALL_CLOSES } from "../../support/tables/small-tables.ts";

const SEED = 20260205;
const LEVELS: readonly MarginLevel[] = ["maintenance", "initial"];

/** Nine tiers, so that five segments cannot be exact; none so steep that the slope cap binds. */
const NINE_TIERS: readonly HaircutTier[] = Array.from({ length: 9 }, (_, k) => ({
	fromUsd: BigInt(k * k) * 1_000_000_000_000n,
	haircut: 20_000n + 40_000n * BigInt(k),
}));

function paramsWith(change: Partial<RiskParams["charges"]>): RiskParams {
	return { ...SAMPLE_PARAMS, charges: { ...SAMPLE_PARAMS.charges, dynamicHaircut: "off", ...change } };
}

const nine = {
	stable: NINE_TIERS,
	coin: NINE_TIERS,
	wrapped: NINE_TIERS,
	assets: {},
} as RiskParams["charges"]["haircuts"];
const ON_TOP = paramsWith({ haircuts: nine });
const NET = paramsWith({ haircuts: nine, haircutBasis: "netOfShock" });

const marketOf = (params: RiskParams) => marketRows({ snapshot: SMALL_MARKET, params, closes: SMALL_CLOSES });
const MARKETS = new Map([ON_TOP, NET].map((params) => [params, marketOf(params)] as const));

function haircutOf(params: RiskParams, level: MarginLevel, name: string, qtyLots: bigint) {
	const { rows, instruments, idOf } = MARKETS.get(params) as MarketRows;
	const labels = { haircutFactors: {} } as never;
	const table = { rows: rows[level], origin: { level } as never, labels };
	return exactHaircuts({ table, holdings: [{ id: idOf(name), qtyLots }], marked: instruments, params })[0];
}

describe("the exact haircut of a balance", () => {
	it("is the sum of its tiers and the cost of selling, at the level of the table", () => {
		// 100 BTC at 63,718.97 USD: 2 % of the first million, 6 % of three, 10 % of the rest; 0.15 % of all.
		const exact = 20_000_000_000n + 180_000_000_000n + 237_189_700_000n + 9_557_845_500n;
		expect(haircutOf(ON_TOP, "initial", "BTC", 10_000_000n)).toMatchObject({
			name: "BTC",
			valueMicroUsdUp: 6_371_897_000_000n,
			exactMicroUsdUp: exact,
		});
		expect(haircutOf(ON_TOP, "maintenance", "BTC", 10_000_000n)?.exactMicroUsdUp).toBe((exact * 4n) / 5n);
	});

	it("is what `H` charges, less the excess of the five segments and of rounding", () => {
		const found = haircutOf(ON_TOP, "initial", "BTC", 10_000_000n);
		const row = MARKETS.get(ON_TOP)?.rows.initial[MARKETS.get(ON_TOP)?.idOf("BTC") ?? 0] as RiskRow;
		const charged = positionCharge(row, { id: 1, qtyLots: 10_000_000n }).chargeMicroUsd;
		expect(found?.tableMicroUsd).toBe(charged);
		expect(found?.excessMicroUsd).toBe(charged - (found?.exactMicroUsdUp ?? 0n));
		expect(found?.excessMicroUsd).toBeGreaterThan(0n);
	});

	it.each([
		["on top of a shock", ON_TOP],
		["net of it", NET],
	] as const)(`%s is never above what the table charges (seed ${SEED})`, (_, params) => {
		const draw = drawFrom(SEED);
		for (let run = 0; run < 400; run++) {
			const name = draw.pick(["BTC", "ETH", "WBTC", "USDC"]);
			const level = draw.pick(LEVELS);
			const qtyLots = 1n + draw.anyMagnitude(30);
			const found = haircutOf(params, level, name, qtyLots);
			expect((found?.excessMicroUsd ?? -1n) >= 0n, `${qtyLots} lots of ${name} at ${level} level`).toBe(true);
		}
	});

	it("is not reported for fiat, derivatives, debts and empty lines", () => {
		for (const [name, qtyLots] of [
			["USD", 5n],
			["BTC-PERPETUAL", 5n],
			["BTC", -5n],
			["BTC", 0n],
		] as const) {
			expect(haircutOf(ON_TOP, "initial", name, qtyLots)).toBeUndefined();
		}
	});
});

describe("a haircut net of the price shock", () => {
	it("leaves of a coin in its worst lane the lesser of its shocked and its discounted value", () => {
		const { rows, idOf } = MARKETS.get(NET) as MarketRows;
		const { stressMicroUsd, tailMicroUsd, longCharge } = rows.initial[idOf("BTC")] as RiskRow;
		const lanes = [...stressMicroUsd, ...tailMicroUsd];
		const [mark = 0n] = lanes;
		const worst = mark - largestLoss(lanes);
		// The first tier's 2 % is less than the shock: only selling and the rounding buffer are charged.
		expect(longCharge.baseSlopeMicroUsd).toBe((mark * 15n) / 10_000n + 1n + MARGIN);
		expect(worst - longCharge.baseSlopeMicroUsd > 0n).toBe(true);
		// The last tier's 34 % is more: what is left is the discounted value, less selling and margin.
		const steepest = longCharge.slopeStepsMicroUsd.reduce((most, step) => (step > most ? step : most));
		const selling = longCharge.baseSlopeMicroUsd;
		const discounted = mark - (mark * 34n) / 100n;
		expect(discounted < worst).toBe(true);
		const left = worst - selling - steepest;
		expect(discounted - selling - left >= 0n && discounted - selling - left <= 2n).toBe(true);
	});

	it("asks less than one on top, and lets a hedged balance escape the haircut", () => {
		const hedged = (params: RiskParams) => {
			const { rows, idOf } = MARKETS.get(params) as MarketRows;
			return assessMargin(rows.initial, [
				{ id: idOf("BTC"), qtyLots: 5_000_000n },
				{ id: idOf("BTC-PERPETUAL"), qtyLots: -50_000n },
			]);
		};
		const [onTop, net] = [hedged(ON_TOP), hedged(NET)];
		expect(net.totals.haircutsAndCostsMicroUsd < onTop.totals.haircutsAndCostsMicroUsd).toBe(true);
		// The short perpetual takes the shock away, so neither haircut nor shock is left.
		expect(net.equityMicroUsd - net.worstStress.valueMicroUsd < net.equityMicroUsd / 100n).toBe(true);
	});
});

/** Rounding buffer of the long side of a coin at initial level. */
const MARGIN = 5n;
