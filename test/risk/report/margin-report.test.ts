import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { poseidon } from "../../../src/field/poseidon.ts";
import type { MarginLine } from "../../../src/risk/margin/margin-engine.ts";
import { TAIL_WORST_COUNT } from "../../../src/risk/model/dimensions.ts";
import { type MarginReport, marginReport } from "../../../src/risk/report/margin-report.ts";
import { PORTFOLIO_KINDS, randomPortfolio } from "../../support/random/random-portfolio.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { HAND_HOLDINGS, HAND_MARKED, handTable } from "../../support/tables/hand-book.ts";
import { randomRows, tableOf } from "../../support/tables/random-table.ts";

const SEED = 20260205;
const LINES: readonly MarginLine[] = ["stress", "tail", "floor"];

const table = handTable();
const report = marginReport({ table, holdings: HAND_HOLDINGS, marked: HAND_MARKED });
const RANDOM_TABLE = tableOf(randomRows(SEED, 1_000_000_000n), poseidon);

const sum = (values: readonly bigint[]) => values.reduce((total, value) => total + value, 0n);

/** Any account under a random table. */
function forRandomReports(check: (report: MarginReport) => void): void {
	const reports = fc.tuple(fc.nat(), fc.constantFrom(...PORTFOLIO_KINDS)).map(([seed, kind]) =>
		marginReport({
			table: RANDOM_TABLE,
			holdings: randomPortfolio(drawFrom(seed), RANDOM_TABLE.rows, kind),
		}),
	);
	fc.assert(fc.property(reports, check), { seed: SEED, numRuns: 60 });
}

describe(`the sums of a margin report (seed ${SEED})`, () => {
	it("leave equity when requirement and free collateral are added", () => {
		forRandomReports(({ equityMicroUsd, requirementMicroUsd, freeCollateralMicroUsd }) => {
			expect(requirementMicroUsd + freeCollateralMicroUsd).toBe(equityMicroUsd);
		});
	});

	it("make the total of each charge from its parts, and C from the totals", () => {
		forRandomReports(({ charges, offsetFloor, chargeMicroUsd }) => {
			for (const { totalMicroUsd, parts } of [...Object.values(charges), offsetFloor]) {
				expect(sum(parts.map((part) => part.amountMicroUsd))).toBe(totalMicroUsd);
				expect(parts.every((part) => part.amountMicroUsd > 0n)).toBe(true);
			}
			expect(sum(Object.values(charges).map((charge) => charge.totalMicroUsd))).toBe(chargeMicroUsd);
		});
	});

	it("make each line from equity, its loss and the charges", () => {
		forRandomReports(
			({ equityMicroUsd, chargeMicroUsd, lines, offsetFloor, worstStress, bindingTest, ...rest }) => {
				for (const line of LINES) {
					const { lossMicroUsd, slackMicroUsd } = lines[line];
					expect(equityMicroUsd - lossMicroUsd - chargeMicroUsd).toBe(slackMicroUsd);
					expect(slackMicroUsd >= lines[bindingTest].slackMicroUsd).toBe(true);
				}
				expect(lines.stress.lossMicroUsd).toBe(worstStress.lossMicroUsd);
				expect(lines.tail.lossMicroUsd).toBe(equityMicroUsd + rest.expectedShortfallMicroUsd);
				expect(lines.floor.lossMicroUsd).toBe(offsetFloor.totalMicroUsd);
				expect(rest.requirementMicroUsd).toBe(chargeMicroUsd + lines[bindingTest].lossMicroUsd);
			},
		);
	});

	it("make equity, the worst stress loss and H from the positions", () => {
		forRandomReports(({ positions, equityMicroUsd, worstStress, charges }) => {
			expect(sum(positions.map((position) => position.valueMicroUsd))).toBe(equityMicroUsd);
			expect(sum(positions.map((position) => position.worstStressLossMicroUsd))).toBe(
				worstStress.lossMicroUsd,
			);
			expect(sum(positions.map((position) => position.chargeMicroUsd))).toBe(
				charges.haircutsAndCosts.totalMicroUsd,
			);
		});
	});

	it("make the tail loss from the positions, each rounded up by less than one µUSD", () => {
		forRandomReports(({ positions, lines }) => {
			const rounding =
				sum(positions.map((position) => position.worstTailLossMicroUsdUp)) - lines.tail.lossMicroUsd;
			expect(rounding >= 0n && rounding <= BigInt(positions.length)).toBe(true);
		});
	});

	it("never ask for less than nothing", () => {
		forRandomReports(({ requirementMicroUsd }) => {
			expect(requirementMicroUsd >= 0n).toBe(true);
		});
	});
});

describe("the names in a margin report", () => {
	it("are those of the table's labels", () => {
		const names = (kind: keyof MarginReport["charges"]) => report.charges[kind].parts.map(({ name }) => name);
		expect(names("haircutsAndCosts")).toEqual(HAND_MARKED.map(({ name }) => name));
		// June is bought and alone: nothing of it is asked.
		expect(names("basis")).toEqual(["BTC-27MAR26", "ETH-27MAR26"]);
		// June too: its net vega is long, but other options are short.
		expect(names("vega")).toEqual(["BTC-27MAR26", "BTC-26JUN26", "ETH-27MAR26"]);
		expect(names("uncoveredShort")).toEqual(["BTC-27MAR26-70000", "ETH-27MAR26-2400"]);
		expect(names("concentration")).toEqual(["BTC", "ETH"]);
		expect(report.offsetFloor.parts.map(({ name }) => name)).toEqual(["BTC", "ETH"]);
		expect(report.positions.map(({ name, size }) => `${size} ${name}`)).toContain("-5 BTC-27MAR26-70000-C");
	});

	it("fall back to ids where a table carries no label", () => {
		const unnamed = marginReport({
			table: { ...table, labels: { ...table.labels, instruments: [], expiries: {}, stress: [], tail: [] } },
			holdings: HAND_HOLDINGS,
		});
		expect(unnamed.positions[0]?.name).toBe("instrument 1");
		expect(unnamed.charges.basis.parts[0]?.name).toBe("set 5");
		expect(unnamed.worstStress.name).toBe("BTC alone: stress scenario 25");
		expect(unnamed.worstTail[0]?.name).toBe("tail scenario 72");
	});
});

describe("the scenarios in a margin report", () => {
	it("are the worst stress scenario, then five others from bad to better", () => {
		const losses = [report.worstStress, ...report.nextStress].map(({ lossMicroUsd }) => lossMicroUsd);
		expect(losses).toHaveLength(6);
		expect(losses).toEqual([...losses].sort((a, b) => Number(b - a)));
		expect(report.worstStress.name).toBe("BTC alone: common +16 %, vol down");
	});

	it("do not repeat the unused lanes of a table", () => {
		const usdOnly = marginReport({ table, holdings: [{ id: 1, qtyLots: 100n }] });
		const names = [usdOnly.worstStress, ...usdOnly.nextStress].map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
	});

	it("average to the expected shortfall", () => {
		expect(report.worstTail).toHaveLength(TAIL_WORST_COUNT);
		const values = sum(report.worstTail.map(({ valueMicroUsd }) => valueMicroUsd));
		expect(report.expectedShortfallMicroUsd).toBe(-values / BigInt(TAIL_WORST_COUNT));
	});
});

describe("the verdict of a margin report", () => {
	const free = report.freeCollateralMicroUsd;
	const decide = (surplusMicroUsd: bigint) =>
		marginReport({ table, holdings: HAND_HOLDINGS, surplusMicroUsd }).atSurplus.decision;

	it("accepts exactly the free collateral as surplus", () => {
		expect(decide(free)).toEqual({ accepted: true });
	});

	it("refuses one µUSD more, and says that it is missing", () => {
		expect(decide(free + 1n)).toEqual({ accepted: false, reason: "SHORTFALL", shortfallMicroUsd: 1n });
	});

	it("is given at surplus 0 as well", () => {
		const asked = marginReport({ table, holdings: HAND_HOLDINGS, surplusMicroUsd: free + 1n });
		expect(asked.atZeroSurplus).toEqual({ surplusMicroUsd: 0n, decision: { accepted: true } });
	});

	it("is a result for an account that is under water", () => {
		const { atZeroSurplus, marginRatioPpmDown } = marginReport({
			table,
			holdings: [{ id: 7, qtyLots: -500n }],
		});
		expect(atZeroSurplus.decision).toMatchObject({ accepted: false, reason: "SHORTFALL" });
		expect(marginRatioPpmDown).toBeLessThan(0n);
	});

	it("names the overflow bound when an account is too large to prove", () => {
		const { atZeroSurplus } = marginReport({ table, holdings: [{ id: 7, qtyLots: 1n << 39n }] });
		expect(atZeroSurplus.decision).toMatchObject({ accepted: false, reason: "GROSS_TOO_LARGE" });
	});

	it("refuses a surplus out of range with SURPLUS_OUT_OF_RANGE", () => {
		expect(thrownBy(() => decide(-1n)).code).toBe("SURPLUS_OUT_OF_RANGE");
		expect(thrownBy(() => decide(1n << 61n)).code).toBe("SURPLUS_OUT_OF_RANGE");
	});
});

describe("the margin ratio", () => {
	it("is equity over requirement in ppm, rounded down", () => {
		const ratio = report.marginRatioPpmDown ?? 0n;
		expect(ratio * report.requirementMicroUsd <= report.equityMicroUsd * 1_000_000n).toBe(true);
		expect((ratio + 1n) * report.requirementMicroUsd > report.equityMicroUsd * 1_000_000n).toBe(true);
	});

	it("is absent for an account that needs nothing", () => {
		const { requirementMicroUsd, marginRatioPpmDown } = marginReport({ table, holdings: [] });
		expect(requirementMicroUsd).toBe(0n);
		expect(marginRatioPpmDown).toBeUndefined();
	});
});

test("Greeks are reported only with marks, and dust is passed through", () => {
	const dust = [{ instrument: "BTC", amount: "0.0000041" }];
	const plain = marginReport({ table, holdings: HAND_HOLDINGS, dust });
	expect(plain.greeks).toBeUndefined();
	expect(plain.dust).toEqual(dust);
	expect(report.greeks?.underlyings.map(({ underlying }) => underlying)).toEqual(["BTC", "ETH"]);
	expect(report.dust).toEqual([]);
});
