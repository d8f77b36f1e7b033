/** Engine and circuit give the same answer at the edges of every bound. */
import { beforeAll, describe, expect, it } from "vitest";
import { PER_LOT_LIMIT } from "../../../src/risk/model/dimensions.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { checkRiskTable } from "../../../src/risk/table/check-risk-table.ts";
import { MAX_QTY_LOTS } from "../../../src/units/lots.ts";
import { compareVerdicts } from "../../support/circuits/circuit-agreement.ts";
import { type CircuitBench, openCircuitBench } from "../../support/circuits/circuit-setup.ts";
import { type PortfolioKind, randomPortfolio } from "../../support/random/random-portfolio.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { CASH_ID, randomRows, type TableShape, tableOf } from "../../support/tables/random-table.ts";

const HUGE = PER_LOT_LIMIT - 1n;
const ROUNDS = 8;

const GROUPS: readonly (readonly [seed: number, shape: TableShape, perLot: bigint, kind: PortfolioKind])[] = [
	[52_001, "listing", 1n << 16n, "whole sizes"],
	[52_002, "one-set", 1n << 16n, "whole sizes"],
	[52_003, "listing", 1n << 20n, "whole sizes"],
	[52_004, "listing", HUGE, "gross just under the limit"],
	[52_005, "one-set", HUGE, "gross just under the limit"],
	[52_006, "listing", 1n << 24n, "gross just under the limit"],
	[52_007, "one-set", 1n << 30n, "gross just under the limit"],
	[52_008, "listing", HUGE, "gross just over the limit"],
	[52_009, "one-set", 1n << 24n, "gross just over the limit"],
	[52_010, "one-set", HUGE, "all short"],
	[52_011, "one-set", 1n << 30n, "full"],
	[52_012, "one-set", HUGE, "full"],
	[52_013, "one-set", 1n << 16n, "with zero quantities"],
	[52_014, "listing", HUGE, "single"],
	[52_015, "listing", HUGE, "all short"],
	[52_016, "listing", HUGE, "full"],
	[52_017, "one-set", 1n << 24n, "any"],
	[52_018, "listing", 1000n, "any"],
	[52_019, "listing", 1000n, "whole sizes"],
	[52_020, "one-set", 1000n, "full"],
	[52_021, "listing", 1n << 20n, "gross just over the limit"],
	[52_022, "listing", 1n << 16n, "single"],
	[52_023, "one-set", 1000n, "all short"],
];

/** Stress scenarios are more than tail days and asked of each underlying, too: smaller ones let days be the worst. */
function calmStress(row: RiskRow): RiskRow {
	const [mark = 0n] = row.stressMicroUsd;
	return { ...row, stressMicroUsd: row.stressMicroUsd.map((value) => mark + ((value - mark) * 4n) / 5n) };
}

let bench: CircuitBench;
const seen = new Map<string, number>();

beforeAll(async () => {
	bench = await openCircuitBench();
});

describe.each(GROUPS)("seed %i, %s table of numbers up to %i", (seed, shape, perLot, kind) => {
	it(`agrees on portfolios: ${kind}`, async () => {
		const rows = randomRows(seed, perLot, shape);
		const table = tableOf(seed % 2 === 0 ? rows.map(calmStress) : rows, bench.hash);
		checkRiskTable(table.rows, table.labels);
		const draw = drawFrom(seed);
		for (let round = 0; round < ROUNDS; round++) {
			const holdings = randomPortfolio(draw, table.rows, kind);
			const outcome = await compareVerdicts(bench, table, holdings, `seed ${seed}, round ${round}`);
			seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
		}
	});
});

describe("single accounts at an edge", () => {
	let table: RiskTable;

	beforeAll(() => {
		table = tableOf(randomRows(52_100, 1n << 20n), bench.hash);
	});

	it.each([
		["nothing", [], "stress"],
		["zero of something", [{ id: 20, qtyLots: 0n }], "stress"],
		["one lot of cash", [{ id: CASH_ID, qtyLots: 1n }], "stress"],
		["one lot of debt", [{ id: CASH_ID, qtyLots: -1n }], "SHORTFALL"],
		["all the cash there can be", [{ id: CASH_ID, qtyLots: MAX_QTY_LOTS }], "stress"],
		["all the debt there can be", [{ id: CASH_ID, qtyLots: -MAX_QTY_LOTS }], "SHORTFALL"],
		["zero of sixteen", Array.from({ length: 16 }, (_, at) => ({ id: at + 10, qtyLots: 0n })), "stress"],
	] as const)("agrees on %s", async (label, holdings, outcome) => {
		expect(await compareVerdicts(bench, table, holdings, label)).toBe(outcome);
	});
});

it("has met solvent accounts, shortfalls and gross positions over the limit", () => {
	expect([...seen.values()].reduce((sum, count) => sum + count, 0)).toBe(GROUPS.length * ROUNDS);
	for (const outcome of ["stress", "tail", "SHORTFALL", "GROSS_TOO_LARGE"]) {
		expect(seen.get(outcome), outcome).toBeGreaterThanOrEqual(10);
	}
});
