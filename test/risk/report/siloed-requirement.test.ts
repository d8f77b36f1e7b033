/**
 * Which parts of the requirement are subadditive, that is, never more for an account than for its
 * pieces: the stress loss, the tail loss, B, W, K and R, all of them maxima of linear functions. Not:
 *
 * - H is convex in the size of one position. A silo holds whole positions, so H is equal on both sides;
 *   splitting one position over two accounts would lower it, which is why a ledger has one leaf per customer.
 * - D leaves a free net delta per account, so silos may pay less. It is why no test here says that one
 *   account never needs more than its legs; by underlying it does hold, because D is per underlying.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assessMargin, type MarginAssessment } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import { type RiskRow, ZERO_ROW } from "../../../src/risk/model/risk-row.ts";
import { siloedByUnderlying, siloedRequirement } from "../../../src/risk/report/siloed-requirement.ts";
import { PORTFOLIO_KINDS, randomPortfolio } from "../../support/random/random-portfolio.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { basisOnEveryNet, vegaOnEveryNet } from "../../support/tables/basis-on-every-net.ts";
import { HAND_HOLDINGS, handTable } from "../../support/tables/hand-book.ts";
import { randomRows } from "../../support/tables/random-table.ts";

const SEED = 20260206;
const LABELS = handTable().labels;
const RANDOM = { rows: randomRows(SEED, 1_000_000_000n), labels: LABELS };

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);
const stressLoss = (a: MarginAssessment) => a.equityMicroUsd - a.worstStress.valueMicroUsd;
const tailLoss = (a: MarginAssessment) => a.equityMicroUsd + a.expectedShortfallMicroUsd;

function forRandomAccounts(check: (holdings: readonly Holding[]) => void): void {
	const accounts = fc
		.tuple(fc.nat(), fc.constantFrom(...PORTFOLIO_KINDS))
		.map(([seed, kind]) => randomPortfolio(drawFrom(seed), RANDOM.rows, kind));
	fc.assert(fc.property(accounts, check), { seed: SEED, numRuns: 60 });
}

function assessments(holdings: readonly Holding[]) {
	return {
		unified: assessMargin(RANDOM.rows, holdings),
		legs: holdings.map((holding) => assessMargin(RANDOM.rows, [holding])),
	};
}

describe(`one account against its legs (seed ${SEED})`, () => {
	it.each<[string, (assessment: MarginAssessment) => bigint]>([
		["the stress loss", stressLoss],
		["the tail loss", tailLoss],
		["B, basis, on every net", basisOnEveryNet],
		["W, term structure, on every net", vegaOnEveryNet],
		["K, uncovered shorts", (a) => a.totals.uncoveredShortMicroUsd],
		["R, the floor", (a) => a.totals.offsetFloorMicroUsd],
	])("never has more of %s", (_, part) => {
		forRandomAccounts((holdings) => {
			const { unified, legs } = assessments(holdings);
			expect(part(unified) <= sum(legs.map(part))).toBe(true);
		});
	});

	it("has the same H, because it is charged per position", () => {
		forRandomAccounts((holdings) => {
			const { unified, legs } = assessments(holdings);
			const part = (a: MarginAssessment) => a.totals.haircutsAndCostsMicroUsd;
			expect(part(unified)).toBe(sum(legs.map(part)));
		});
	});

	it("needs at most D more than the legs, and B and W of bought options that are alone in a leg", () => {
		forRandomAccounts((holdings) => {
			const { requirementMicroUsd } = siloedRequirement({ table: RANDOM, holdings });
			const { unified, legs } = assessments(holdings);
			const letOff = sum(
				legs.map(
					(leg) =>
						basisOnEveryNet(leg) - leg.totals.basisMicroUsd + vegaOnEveryNet(leg) - leg.totals.vegaMicroUsd,
				),
			);
			const most = unified.totals.concentrationMicroUsd + letOff;
			expect(unified.requirementMicroUsd - requirementMicroUsd <= most).toBe(true);
		});
	});
});

describe(`one account against one per underlying (seed ${SEED})`, () => {
	it("has the same charges and at most the same floor, but for W of underlyings that are short no option", () => {
		forRandomAccounts((holdings) => {
			const key = ({ id }: Holding) => RANDOM.rows[id]?.keys.underlying ?? 0;
			const groups = [...Map.groupBy(holdings, key).values()].map((group) =>
				assessMargin(RANDOM.rows, group),
			);
			const { totals } = assessMargin(RANDOM.rows, holdings);
			const { vegaMicroUsd } = totals;
			const withoutVega = sum(groups.map((a) => a.totals.chargeMicroUsd - a.totals.vegaMicroUsd));
			expect(withoutVega).toBe(totals.chargeMicroUsd - vegaMicroUsd);
			expect(sum(groups.map((a) => a.totals.vegaMicroUsd)) <= vegaMicroUsd).toBe(true);
			expect(totals.offsetFloorMicroUsd <= sum(groups.map((a) => a.totals.offsetFloorMicroUsd))).toBe(true);
		});
	});

	it("never needs more, but for that W", () => {
		forRandomAccounts((holdings) => {
			const silos = siloedByUnderlying({ table: RANDOM, holdings });
			const { vegaMicroUsd } = assessMargin(RANDOM.rows, holdings).totals;
			expect(silos.unifiedRequirementMicroUsd - vegaMicroUsd <= silos.requirementMicroUsd).toBe(true);
		});
	});
});

describe("a silo comparison", () => {
	const table = handTable();

	it("adds up requirement and equity over the silos", () => {
		const { equityMicroUsd } = assessMargin(table.rows, HAND_HOLDINGS);
		for (const compare of [siloedRequirement, siloedByUnderlying]) {
			const { silos, requirementMicroUsd } = compare({ table, holdings: HAND_HOLDINGS });
			expect(sum(silos.map((silo) => silo.requirementMicroUsd))).toBe(requirementMicroUsd);
			expect(sum(silos.map((silo) => silo.equityMicroUsd))).toBe(equityMicroUsd);
		}
	});

	it("names its silos, cash being one account of its own", () => {
		const names = (comparison: { silos: readonly { name: string }[] }) =>
			comparison.silos.map(({ name }) => name);
		expect(names(siloedByUnderlying({ table, holdings: HAND_HOLDINGS }))).toEqual(["cash", "BTC", "ETH"]);
		expect(names(siloedRequirement({ table, holdings: HAND_HOLDINGS }))).toEqual(
			table.labels.instruments.slice(1),
		);
	});

	it("is defined for a short option alone, which is worth less than nothing, and for cash, which needs nearly nothing", () => {
		const { silos } = siloedRequirement({ table, holdings: HAND_HOLDINGS });
		const short = silos.find(({ name }) => name === "BTC-27MAR26-70000-C");
		const cash = silos.find(({ name }) => name === "USD");
		expect(short?.equityMicroUsd).toBe(-20_500_000_000n);
		expect(short?.requirementMicroUsd).toBeGreaterThan(0n);
		expect(cash?.requirementMicroUsd).toBe(45_000_000n);
	});

	it("states the benefit rounded down", () => {
		const { benefitPpmDown, requirementMicroUsd, unifiedRequirementMicroUsd } = siloedRequirement({
			table,
			holdings: HAND_HOLDINGS,
		});
		const saved = (requirementMicroUsd - unifiedRequirementMicroUsd) * 1_000_000n;
		expect(benefitPpmDown).toBe(saved / requirementMicroUsd);
	});

	it("states no benefit when nothing is required", () => {
		expect(siloedRequirement({ table, holdings: [] })).toMatchObject({
			silos: [],
			requirementMicroUsd: 0n,
			benefitPpmDown: undefined,
		});
	});

	it("is negative where each leg alone stays within the free net delta", () => {
		// Two longs of 60 with a free delta of 100: apart they pay nothing for size, together 20.
		const row: RiskRow = {
			...ZERO_ROW,
			deltaMicroUsd: 1n,
			deltaAllowanceMicroUsd: 100n,
			longCharge: { ...ZERO_ROW.longCharge, baseSlopeMicroUsd: 3n },
			keys: { strike: 0, expiry: 0, underlying: 1 },
			boundMicroUsd: 3n,
		};
		const comparison = siloedRequirement({
			table: { rows: [ZERO_ROW, row, row], labels: LABELS },
			holdings: [
				{ id: 1, qtyLots: 60n },
				{ id: 2, qtyLots: 60n },
			],
		});
		expect(comparison.requirementMicroUsd).toBe(360n);
		expect(comparison.unifiedRequirementMicroUsd).toBe(380n);
		expect(comparison.benefitPpmDown).toBe(-55_556n);
	});
});
