import { describe, expect, it } from "vitest";
import { accountMargin } from "../../../src/risk/margin/account-margin.ts";
import {
	type BatchSlacks,
	makeBatchSlacks,
	packAccounts,
	UNDECIDED,
} from "../../../src/risk/margin/batch-accounts.ts";
import { batchTable, EXACT_GROSS_LIMIT } from "../../../src/risk/margin/batch-table.ts";
import { assessMargin, decideSolvency } from "../../../src/risk/margin/margin-engine.ts";
import { marginRange } from "../../../src/risk/margin/margin-range.ts";
import type { Holding } from "../../../src/risk/model/holding.ts";
import type { RiskRow } from "../../../src/risk/model/risk-row.ts";
import { PORTFOLIO_KINDS, randomPortfolio } from "../../support/random/random-portfolio.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";
import { randomRows } from "../../support/tables/random-table.ts";

const SEED = 20261125;
const LIMIT = BigInt(EXACT_GROSS_LIMIT);

function marginAll(rows: readonly RiskRow[], books: readonly (readonly Holding[])[]) {
	const accounts = packAccounts(books);
	const slacks = makeBatchSlacks(accounts.count);
	marginRange({ table: batchTable(rows), accounts, slacks, from: 0, to: accounts.count });
	return { rows, accounts, slacks };
}

/** How many accounts were decided in doubles, accepted, and refused; all equal to the engine. */
function countAgreeing(rows: readonly RiskRow[], books: readonly (readonly Holding[])[]) {
	const batch = marginAll(rows, books);
	const counts = { exact: 0, undecided: 0, accepted: 0, refused: 0 };
	books.forEach((holdings, at) => {
		const assessment = assessMargin(rows, holdings);
		const { slackMicroUsd, bindingTest, freeCollateralMicroUsd } = assessment;
		const { accepted } = decideSolvency(assessment, 0n);
		expect(accountMargin(batch, at), `seed ${SEED}, account ${at}`).toEqual({
			slackMicroUsd,
			bindingTest,
			freeCollateralMicroUsd,
			accepted,
		});
		const isExact = batch.slacks.bindingTest[at] !== UNDECIDED;
		expect(isExact, `account ${at}`).toBe(assessment.overflowBoundMicroUsd < LIMIT);
		counts[isExact ? "exact" : "undecided"]++;
		counts[accepted ? "accepted" : "refused"]++;
	});
	return counts;
}

describe("accounts in a batch", () => {
	it.each([
		["small numbers per lot", 2_000n],
		["everyday numbers per lot", 100_000_000n],
		["the largest numbers per lot", (1n << 36n) - 1n],
	])("have the engine's slacks, line and decision, with %s", (_name, perLotLimit) => {
		const draw = drawFrom(SEED);
		const rows = randomRows(SEED, perLotLimit);
		const books = Array.from({ length: 360 }, (_, at) =>
			randomPortfolio(draw, rows, PORTFOLIO_KINDS[at % PORTFOLIO_KINDS.length] ?? "any"),
		);
		const counts = countAgreeing(rows, books);
		expect(Math.min(counts.exact, counts.undecided, counts.accepted, counts.refused)).toBeGreaterThan(10);
	});

	it("have them when every holding is one run of a set", () => {
		const draw = drawFrom(SEED + 1);
		const rows = randomRows(SEED + 1, 1_000_000n, "one-set");
		const counts = countAgreeing(
			rows,
			Array.from({ length: 200 }, () => randomPortfolio(draw, rows, "full")),
		);
		expect(counts.exact).toBeGreaterThan(10);
	});

	it("have them with as many positions as the largest circuit takes", () => {
		const draw = drawFrom(SEED + 2);
		const block = randomRows(SEED + 2, 50_000_000n);
		const moved = randomRows(SEED + 3, 50_000_000n).slice(1);
		const rows = [...block, ...moved.map((row) => ({ ...row, keys: shifted(row, block.length - 1) }))];
		const books = Array.from({ length: 50 }, () =>
			Array.from({ length: 64 }, (_, at) => ({ id: at + 1, qtyLots: draw.signed(100_000n) })),
		);
		expect(countAgreeing(rows, books).exact).toBe(50);
	});

	it("are exact up to one µUSD below the limit of gross, and the engine's from there on", () => {
		const perLotLimit = 2_000n;
		const rows = randomRows(SEED + 4, perLotLimit).map((row, id) => (id === 2 ? unitRow(row) : row));
		const most = { id: 4, qtyLots: 7n - LIMIT / perLotLimit };
		const left = LIMIT + most.qtyLots * perLotLimit;
		const books = [-1n, 0n, 1n].map((over) => [{ id: 2, qtyLots: left + over }, most]);
		const gross = books.map((book) => assessMargin(rows, book).overflowBoundMicroUsd - LIMIT);
		expect(gross).toEqual([-1n, 0n, 1n]);
		expect(countAgreeing(rows, books)).toMatchObject({ exact: 1, undecided: 2 });
	});

	it.each([
		[
			"unsorted holdings",
			[
				{ id: 3, qtyLots: 1n },
				{ id: 2, qtyLots: 1n },
			],
			"HOLDINGS_NOT_SORTED",
		],
		["an id between two", [{ id: 1.5, qtyLots: 1n }], "HOLDINGS_NOT_SORTED"],
		["a size of 2^40 lots", [{ id: 2, qtyLots: 1n << 40n }], "HOLDING_OUT_OF_RANGE"],
		["an instrument that is not listed", [{ id: 999, qtyLots: 1n }], "INSTRUMENT_NOT_IN_TABLE"],
	])("are refused as the engine refuses them: %s", (_name, holdings, code) => {
		const rows = randomRows(SEED, 1_000n);
		const batch = marginAll(rows, [[], holdings]);
		expect(thrownBy(() => accountMargin(batch, 1)).code).toBe(code);
		expect(accountMargin(batch, 0).accepted).toBe(true);
	});

	it("keep to their range", () => {
		const rows = randomRows(SEED, 1_000n);
		const accounts = packAccounts(Array.from({ length: 4 }, () => [{ id: 1, qtyLots: 5n }]));
		const slacks: BatchSlacks = makeBatchSlacks(4);
		marginRange({ table: batchTable(rows), accounts, slacks, from: 1, to: 3 });
		expect([...slacks.bindingTest].map((line) => line === UNDECIDED)).toEqual([true, false, false, true]);
	});
});

function shifted({ keys }: RiskRow, by: number): RiskRow["keys"] {
	const move = (key: number) => (key === 0 ? 0 : key + by);
	return { strike: move(keys.strike), expiry: move(keys.expiry), underlying: move(keys.underlying) };
}

/** One µUSD of gross per lot. */
function unitRow(row: RiskRow): RiskRow {
	const unit = (lanes: readonly bigint[]) =>
		lanes.map((lane, k) => (k % 3 === 0 ? -1n : lane > 0n ? 1n : 0n));
	const charge = { ...row.longCharge, baseSlopeMicroUsd: 1n, slopeStepsMicroUsd: [1n, 0n, 1n, 0n] };
	return {
		...row,
		stressMicroUsd: unit(row.stressMicroUsd),
		tailMicroUsd: unit(row.tailMicroUsd),
		longCharge: charge,
		shortCharge: charge,
		boundMicroUsd: 1n,
	};
}
