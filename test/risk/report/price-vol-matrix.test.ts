import { describe, expect, it } from "vitest";
import { blackPrice, MS_PER_YEAR } from "../../../src/market/pricing/black-76.ts";
import { priceVolMatrix } from "../../../src/risk/report/price-vol-matrix.ts";
import { MARCH_EXPIRY_MS, SMALL_MARKET_TIME_MS } from "../../support/market/small-market.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { SMALL_MARKED, SMALL_MIXED_BOOK, SMALL_SOURCES, smallBook } from "../../support/tables/small-book.ts";
import { PMRM_LIKE_PARAMS, SAMPLE_PARAMS } from "../../support/tables/small-tables.ts";

const matrixOf = (sizes: Readonly<Record<string, string>>) =>
	priceVolMatrix({ ...SMALL_SOURCES, holdings: smallBook(sizes) });

describe("the price × vol matrix", () => {
	const { movesPpm, volsPpm } = priceVolMatrix({ ...SMALL_SOURCES, holdings: SMALL_MIXED_BOOK });

	it("takes its steps from the stress ladder, and the mark is among them", () => {
		const percent = (ppm: readonly bigint[]) => ppm.map((one) => Number(one) / 10_000);
		expect(percent(movesPpm)).toEqual([-16, -12, -8, -4, 0, 4, 8, 12, 16]);
		expect(percent(volsPpm)).toEqual([-40, -20, 0, 30, 60]);
	});

	it("has the listed moves of a profile among its steps", () => {
		const matrix = priceVolMatrix({ ...SMALL_SOURCES, params: PMRM_LIKE_PARAMS, holdings: SMALL_MIXED_BOOK });
		expect(matrix.movesPpm[0]).toBe(-180_000n);
		expect(matrix.movesPpm.at(-1)).toBe(180_000n);
		expect(matrix.profitMicroUsd).toHaveLength(matrix.movesPpm.length);
	});

	it("is the size times the price move for what is linear, in every column", () => {
		const { profitMicroUsd } = matrixOf({ USD: "5000", "BTC-PERPETUAL": "-0.4", ETH: "10" });
		profitMicroUsd.forEach((cells, row) => {
			const usd = -0.4 * 63_844.5 + 10 * 1881.9;
			for (const cell of cells) {
				expect(Number(cell) / 1e6).toBeCloseTo((usd * Number(movesPpm[row])) / 1e6, 5);
			}
		});
	});

	it("prices an option by Black-76 at the moved forward and volatility", () => {
		const { profitMicroUsd } = matrixOf({ "BTC-27MAR26-60000-P": "2" });
		const price = (move: number, vol: number) =>
			blackPrice({
				forward: 63_971.95 * (1 + move),
				strike: 60_000,
				volatility: 0.7105 * (1 + vol),
				years: (MARCH_EXPIRY_MS - SMALL_MARKET_TIME_MS) / MS_PER_YEAR,
				optionType: "P",
			});
		profitMicroUsd.forEach((cells, row) => {
			cells.forEach((cell, column) => {
				const expected =
					2 * (price(Number(movesPpm[row]) / 1e6, Number(volsPpm[column]) / 1e6) - price(0, 0));
				expect(Number(cell) / 1e6).toBeCloseTo(expected, 5);
			});
		});
	});

	it("does not depend on the lot in which an instrument is listed", () => {
		const finer = SMALL_MARKED.map((one) =>
			one.name === "BTC-27MAR26-60000-P" ? { ...one, lot: "0.0001" } : one,
		);
		const id = finer.find(({ name }) => name === "BTC-27MAR26-60000-P")?.id ?? 0;
		const fine = priceVolMatrix({ ...SMALL_SOURCES, marked: finer, holdings: [{ id, qtyLots: 20_000n }] });
		expect(fine).toEqual(matrixOf({ "BTC-27MAR26-60000-P": "2" }));
	});

	it("agrees with a table whose scenarios happen at once, to a µUSD per lot", () => {
		const row = movesPpm.indexOf(-80_000n);
		const atMark = SMALL_SOURCES.scenarios.stress.findIndex(({ name }) => name === "common −8 %, vol flat");
		expect(atMark).toBeGreaterThan(0);
		// Futures and coins do not decay, so their lane is the same one day later.
		const holdings = smallBook({ BTC: "0.5", "BTC-27MAR26": "0.25", ETH: "-3" });
		const { profitMicroUsd } = priceVolMatrix({ ...SMALL_SOURCES, holdings });
		const { rows } = SMALL_SOURCES.table;
		const maintenance = holdings.reduce((sum, { id, qtyLots }) => {
			const lanes = rows[id]?.stressMicroUsd ?? [];
			return sum + qtyLots * ((lanes[atMark] ?? 0n) - (lanes[0] ?? 0n));
		}, 0n);
		const full = Number(profitMicroUsd[row]?.[volsPpm.indexOf(0n)]);
		const lots = holdings.reduce((sum, { qtyLots }) => sum + Math.abs(Number(qtyLots)), 0);
		const m = Number(SAMPLE_PARAMS.levels.initialMultiplier) / 1e6;
		expect(Math.abs(full / m - Number(maintenance))).toBeLessThanOrEqual(2 * lots);
	});

	it("is 0 where nothing moves, and marks the largest loss", () => {
		const { profitMicroUsd, worst } = priceVolMatrix({ ...SMALL_SOURCES, holdings: SMALL_MIXED_BOOK });
		expect(profitMicroUsd[movesPpm.indexOf(0n)]?.[volsPpm.indexOf(0n)]).toBe(0n);
		const smallest = profitMicroUsd.flat().reduce((least, cell) => (cell < least ? cell : least));
		expect(smallest).toBeLessThan(0n);
		expect(worst.profitMicroUsd).toBe(smallest);
		expect(profitMicroUsd[worst.row]?.[worst.column]).toBe(smallest);
	});

	it("of no position, or of cash and holds alone, has no loss", () => {
		for (const holdings of [[], smallBook({ USD: "-3", "USD-HOLD": "70", USDC: "4" })]) {
			const { profitMicroUsd, worst } = priceVolMatrix({ ...SMALL_SOURCES, holdings });
			expect(new Set(profitMicroUsd.flat())).toEqual(new Set([0n]));
			expect(worst.profitMicroUsd).toBe(0n);
		}
	});

	it("refuses a holding without marks", () => {
		const error = thrownBy(() => priceVolMatrix({ ...SMALL_SOURCES, holdings: [{ id: 99, qtyLots: 1n }] }));
		expect(error.code).toBe("HOLDING_NOT_MARKED");
	});
});
