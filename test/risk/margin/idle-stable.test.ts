/** What a stable is asked: by size, for what can be promised in dollars, and of two pegs that break together. */
import { beforeAll, describe, expect, it } from "vitest";
import { assessMargin } from "../../../src/risk/margin/margin-engine.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskTables } from "../../../src/risk/table/build-risk-table.ts";
import { buildSmallTables } from "../../support/tables/small-tables.ts";

let tables: RiskTables;
beforeAll(async () => {
	tables = await buildSmallTables();
});

const LOTS_PER_USD = 100n;
const MILLION = 1_000_000n;
/** USDC in March 2023. */
const WORST_PPM = 120_000n;

function marginOf(level: "maintenance" | "initial", book: Readonly<Record<string, bigint>>) {
	const { rows, labels } = tables[level];
	const holdings = Object.entries(book)
		.map(([name, usd]): Holding => ({ id: labels.instruments.indexOf(name), qtyLots: usd * LOTS_PER_USD }))
		.sort((a, b) => a.id - b.id);
	const { freeCollateralMicroUsd, equityMicroUsd } = assessMargin(rows, holdings);
	return {
		freeUsd: Number(freeCollateralMicroUsd) / 1e6,
		equityUsd: Number(equityMicroUsd) / 1e6,
	};
}

const asked = (level: "maintenance" | "initial", book: Readonly<Record<string, bigint>>) => {
	const { freeUsd, equityUsd } = marginOf(level, book);
	return (equityUsd - freeUsd) / equityUsd;
};

describe("a stable held idle", () => {
	it("is solvent whatever its size, and asks about half of the worst depeg of what it promises in dollars", () => {
		for (const usd of [1n, 1_000_000n, 1_000_000_000n]) {
			expect(marginOf("initial", { USDC: usd }).freeUsd).toBeGreaterThanOrEqual(0);
		}
		expect(asked("initial", { USDC: 1_000_000n })).toBeCloseTo(0.0607, 3);
		expect(asked("maintenance", { USDC: 1_000_000n })).toBeCloseTo(0.0486, 3);
	});

	it("asks more the more there is to sell, up to all of the worst depeg for what is above 50 million", () => {
		const shares = [1n, 10n, 30n, 60n, 200n].map((millions) =>
			asked("initial", { USDC: millions * MILLION }),
		);
		expect(shares).toEqual([...shares].sort((a, b) => a - b));
		const next = marginOf("initial", { USDC: 201n * MILLION }).freeUsd;
		const added = next - marginOf("initial", { USDC: 200n * MILLION }).freeUsd;
		expect(added / 1_000_000).toBeCloseTo(1 - Number(WORST_PPM) / 1e6, 2);
	});
});

describe("dollars owed against a stable", () => {
	it("at 0.88 lose no more than 2.5 times what maintenance asked", () => {
		const owed = { USDC: 1_000_000n, USD: -940_000n };
		const { freeUsd, equityUsd } = marginOf("maintenance", owed);
		const lostUsd = Number((1_000_000n * WORST_PPM) / MILLION);
		expect(lostUsd / (equityUsd - freeUsd)).toBeLessThan(2.5);
		expect(lostUsd / (equityUsd - freeUsd)).toBeGreaterThan(2);
	});
});
