/**
 * Deribit's own marks from its own volatilities: is Black-76, undiscounted, with years of 365 days,
 * what the exchange uses, and is ours right?
 *
 * A snapshot is not of one instant: volatility, mark and forward of a row may be seconds apart. A row
 * is incoherent, and dropped, when the error that its publisher states (`reprice_err`) is more than
 * what the last published digits of its numbers account for.
 */
import { describe, expect, it } from "vitest";
import { hasShared } from "../../support/market/shared-data.ts";
import { type RepricedRow, repricedRows } from "./deribit-marks.ts";

/** Rows; of them incoherent; of all rows those that do not even fit the forward of their own pair. */
const COUNTS = [
	["deribit-btc-20251230T2117Z.csv", 630, 103, 5],
	["deribit-eth-20251230T2117Z.csv", 674, 264, 97],
	["deribit-btc-20260204T0424Z.csv", 816, 228, 13],
	["deribit-eth-20260204T0424Z.csv", 892, 703, 218],
	["deribit-btc-20260205T2129Z.csv", 902, 755, 44],
	["deribit-eth-20260205T2129Z.csv", 938, 701, 195],
	["deribit-btc-20260325T2139Z.csv", 906, 435, 14],
	["deribit-eth-20260325T2139Z.csv", 794, 199, 159],
] as const;

/** `reprice_err` has three significant digits, and was computed with more digits of time than are printed. */
const PUBLISHED_DIGITS = 0.005;
const UNPRINTED_TIME = 3e-8;

const isCoherent = ({ publishedError, allowance }: RepricedRow) => Math.abs(publishedError) <= allowance;

describe.skipIf(!hasShared)("Deribit's marks (skipped without the shared data folder)", () => {
	describe.each(COUNTS)("%s", (file, rowCount, incoherentCount, unpairedCount) => {
		const rows = hasShared ? repricedRows(file) : [];

		it("differ from our prices by what an independent repricing found, on every row", () => {
			expect(rows).toHaveLength(rowCount);
			for (const { error, publishedError } of rows) {
				const limit = PUBLISHED_DIGITS * Math.abs(publishedError) + UNPRINTED_TIME;
				expect(Math.abs(error - publishedError)).toBeLessThanOrEqual(limit);
			}
		});

		it("reproduce from their volatilities within published digits on every coherent row", () => {
			const coherent = rows.filter(isCoherent);
			expect(rowCount - coherent.length).toBe(incoherentCount);
			for (const { error, allowance } of coherent) {
				expect(Math.abs(error) / allowance).toBeLessThanOrEqual(1 + PUBLISHED_DIGITS);
			}
		});

		it("reproduce within published digits on most rows once call and put say their forward", () => {
			const off = rows.filter(({ atParity }) => Math.abs(atParity.error) > atParity.allowance);
			expect(off).toHaveLength(unpairedCount);
		});
	});
});
