import { afterAll, expect, it } from "vitest";
import { allocateShared, marginThreads } from "../../../src/node/threads/margin-threads.ts";
import { makeBatchSlacks, packAccounts } from "../../../src/risk/margin/batch-accounts.ts";
import { batchTable } from "../../../src/risk/margin/batch-table.ts";
import { marginRange } from "../../../src/risk/margin/margin-range.ts";
import { randomPortfolio } from "../../support/random/random-portfolio.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { randomRows } from "../../support/tables/random-table.ts";

const SEED = 20261126;
const threads = marginThreads(2);
afterAll(() => threads.close());

it("threads margin every account as one thread does", async () => {
	const draw = drawFrom(SEED);
	const rows = randomRows(SEED, 1_000_000n);
	const some = Array.from({ length: 97 }, () => randomPortfolio(draw, rows, "any"));
	const books = Array.from({ length: 9000 }, (_, at) => some[at % some.length] ?? []);
	const alone = makeBatchSlacks(books.length);
	const accounts = packAccounts(books, allocateShared);
	marginRange({ table: batchTable(rows), accounts, slacks: alone, from: 0, to: books.length });

	const together = makeBatchSlacks(books.length, allocateShared);
	await threads.marginAll({ table: batchTable(rows, allocateShared), accounts, slacks: together });
	expect([...together.bindingTest]).toEqual([...alone.bindingTest]);
	for (const line of ["stress", "tail", "floor"] as const)
		expect([...together[line]]).toEqual([...alone[line]]);
	expect(new Set(alone.bindingTest).size).toBeGreaterThan(1);
});
