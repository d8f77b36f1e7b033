/** Random books: what the circuits prove is what the reference says, deficits, counts and totals. */
import { beforeAll, expect, it } from "vitest";
import { DEFICIT_COUNT_SHIFT, stateHash } from "../../../src/book/commitments/book-hashes.ts";
import { BOOK_LEVELS, keyOf } from "../../../src/book/model/lot-values.ts";
import type { BookPlaces } from "../../../src/book/reference/assess-book.ts";
import { prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { type BookBench, bookRefusedAt, openBookBench } from "../../support/book/book-bench.ts";
import { bookTable, LISTING } from "../../support/book/book-market.ts";
import { bookRequest, randomPlaces } from "../../support/book/random-book.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 51_966;
const BOOKS = 200;
const TABLES = 10;

let bench: BookBench;
let tables: readonly RiskTable[];
beforeAll(async () => {
	bench = await openBookBench();
	tables = Array.from({ length: TABLES }, (_, at) => bookTable(bench.hash, SEED + at));
});

/** Written anew, without a line of the product's: equities at marks or less the first slope of their side. */
function figuresByHand(places: BookPlaces, table: RiskTable, level: string) {
	let deficitMicroUsd = 0n;
	let deficitCount = 0;
	const totals = new Map<number, bigint>();
	for (const account of places) {
		let equity = 0n;
		for (const { id, qtyLots } of account?.holdings ?? []) {
			const row = table.rows[id];
			const listed = LISTING.instruments[id - 1];
			if (row === undefined || listed === undefined) throw new Error(`no instrument ${id}`);
			totals.set(id, (totals.get(id) ?? 0n) + qtyLots);
			if (qtyLots < 0n && (listed.kind === "hold" || listed.kind === "order")) continue;
			const slope = qtyLots < 0n ? row.shortCharge.baseSlopeMicroUsd : row.longCharge.baseSlopeMicroUsd;
			const size = qtyLots < 0n ? -qtyLots : qtyLots;
			equity += qtyLots * (row.stressMicroUsd[0] as bigint) - (level === "haircut" ? size * slope : 0n);
		}
		if (equity < 0n) [deficitMicroUsd, deficitCount] = [deficitMicroUsd - equity, deficitCount + 1];
	}
	return { deficitMicroUsd, deficitCount, totals };
}

it(`agrees on ${BOOKS} random books with every witness (seed ${SEED})`, async () => {
	const seen = { deficits: 0, empty: 0, holds: 0, shorts: 0, batches: 0 };
	for (let at = 0; at < BOOKS; at++) {
		const draw = drawFrom(SEED + at);
		const level = draw.pick(BOOK_LEVELS);
		const table = draw.pick(tables);
		const places = randomPlaces({
			draw,
			placeCount: draw.pick([1, 5, 8, 9, 17, 24]),
			emptyShare: draw.pick([0, 0.3, 0.8]),
			qtyBits: draw.pick([8, 20, 26]),
		});
		const book = prepareBook(bookRequest({ places, table, level, hash: bench.hash, seed: SEED + at }));
		const byHand = figuresByHand(places, table, level);
		const { deficitMicroUsd, deficitCount, totalsLots } = book.figures;
		expect({ deficitMicroUsd, deficitCount }, `book ${at}`).toEqual({
			deficitMicroUsd: byHand.deficitMicroUsd,
			deficitCount: byHand.deficitCount,
		});
		totalsLots.forEach((total, id) => {
			expect(total, `book ${at}, id ${id}`).toBe(byHand.totals.get(id) ?? 0n);
		});
		for (const step of book.steps) {
			expect(bookRefusedAt(await bench.calculate(step)), `book ${at}, ${step.circuit}`).toBe("accepted");
		}
		const shortfall = byHand.deficitMicroUsd + (BigInt(byHand.deficitCount) << DEFICIT_COUNT_SHIFT);
		const closed = stateHash(bench.hash, { poles: 0n, weighted: 0n, shortfall }, book.last.salt);
		expect(book.steps.at(-1)?.stateAfter, `book ${at}`).toBe(closed);
		const holdings = places.flatMap((account) => account?.holdings ?? []);
		seen.deficits += deficitCount;
		seen.empty += places.filter((account) => account === undefined).length;
		seen.shorts += holdings.filter(({ qtyLots }) => qtyLots < 0n).length;
		seen.holds += holdings.filter(({ id }) => LISTING.instruments[id - 1]?.kind === "hold").length;
		seen.batches += book.batches.length;
	}
	for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(100);
});

it("takes sizes at the edge of their range, and equities at theirs", async () => {
	const largest = (1n << 40n) - 1n;
	const table = tables[0] as RiskTable;
	const account = (holdings: readonly { id: number; qtyLots: bigint }[]) => ({
		owner: 1n,
		salt: 2n,
		sizeClass: 8 as const,
		holdings,
	});
	const cash = LISTING.instruments.find(({ kind }) => kind === "cash")?.id as number;
	const places = [
		account([{ id: cash, qtyLots: largest }]),
		undefined,
		account([{ id: cash, qtyLots: -largest }]),
	];
	const request = bookRequest({ places, table, level: "mark", hash: bench.hash, seed: SEED });
	const values = [...request.values];
	// 2^61 − 1 and −2^61: the last that fit 62 bits with a sign.
	const most = ((1n << 61n) - 1n) / largest;
	values[keyOf(cash, false)] = most;
	values[keyOf(cash, true)] = -most;
	const book = prepareBook({ ...request, values });
	for (const step of book.steps) expect(bookRefusedAt(await bench.calculate(step))).toBe("accepted");
	expect(() => prepareBook({ ...request, values: values.map((value) => 2n * value) })).toThrow(
		expect.objectContaining({ code: "BOOK_EQUITY_TOO_LARGE" }),
	);
});
