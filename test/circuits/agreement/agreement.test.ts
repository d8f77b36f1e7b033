/** Engine and circuit give the same answer on random portfolios: accept, reject, and where exactly. */
import { beforeAll, describe, expect, it } from "vitest";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { checkRiskTable } from "../../../src/risk/table/check-risk-table.ts";
import { compareVerdicts } from "../../support/circuits/circuit-agreement.ts";
import { type CircuitBench, openCircuitBench } from "../../support/circuits/circuit-setup.ts";
import { type PortfolioKind, randomPortfolio } from "../../support/random/random-portfolio.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { randomRows, tableOf } from "../../support/tables/random-table.ts";

const FIRST_SEED = 41_000;
const TABLES = 12;
const PER_LOT_LIMITS = [1n << 16n, 1n << 24n, 1n << 30n, (1n << 36n) - 1n];
const KINDS: readonly PortfolioKind[] = [
	"any",
	"any",
	"full",
	"full",
	"all short",
	"with zero quantities",
	"single",
];
const ROUNDS = 2;

let bench: CircuitBench;
const seen = new Map<string, number>();

beforeAll(async () => {
	bench = await openCircuitBench();
});

describe.each(Array.from({ length: TABLES }, (_, at) => FIRST_SEED + at))("table of seed %i", (seed) => {
	let table: RiskTable;

	beforeAll(() => {
		table = tableOf(randomRows(seed, PER_LOT_LIMITS[seed % PER_LOT_LIMITS.length] as bigint), bench.hash);
		checkRiskTable(table.rows, table.labels);
	});

	it.each(KINDS.map((kind, at) => [at, kind] as const))("agrees on portfolios %i: %s", async (at, kind) => {
		const draw = drawFrom(seed * 1_000 + at);
		for (let round = 0; round < ROUNDS; round++) {
			const holdings = randomPortfolio(draw, table.rows, kind);
			const outcome = await compareVerdicts(bench, table, holdings, `seed ${seed}, ${kind} ${at}.${round}`);
			seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
		}
	});
});

it("has met solvent accounts bound by each line, and insolvent ones", () => {
	const total = [...seen.values()].reduce((sum, count) => sum + count, 0);
	expect(total).toBe(TABLES * KINDS.length * ROUNDS);
	for (const outcome of ["stress", "tail", "floor"])
		expect(seen.get(outcome), outcome).toBeGreaterThanOrEqual(3);
	const insolvent = seen.get("SHORTFALL") ?? 0;
	expect(insolvent / total).toBeGreaterThan(0.3);
	expect(insolvent / total).toBeLessThan(0.7);
});
