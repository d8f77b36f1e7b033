import { expect, it } from "vitest";
import {
	batchCircuitName,
	fundCircuitName,
	mostBatches,
	tableCount,
} from "../../../src/book/model/book-form.ts";
import { keyOf, lotValues } from "../../../src/book/model/lot-values.ts";
import { equityOf } from "../../../src/book/reference/assess-book.ts";
import type { InstrumentKind } from "../../../src/market/instruments/instrument.ts";
import { bookRows, LISTING } from "../../support/book/book-market.ts";

const FORM = { placesPerBatch: 8, idsPerTable: 32 } as const;
const rows = bookRows(1);
const at = (level: "mark" | "haircut") => lotValues({ level, listing: LISTING, rows, form: FORM });
const idOf = (kind: InstrumentKind) =>
	LISTING.instruments.find((listed) => listed.kind === kind)?.id as number;

it("values a position at its mark, with the sign of its side", () => {
	const id = idOf("coin");
	const mark = rows[id]?.stressMicroUsd[0] as bigint;
	expect(at("mark")[keyOf(id, false)]).toBe(mark);
	expect(at("mark")[keyOf(id, true)]).toBe(-mark);
	expect(equityOf([{ id, qtyLots: -3n }], at("mark"))).toBe(-3n * mark);
});

it("takes the first slope of the side off at the haircut level", () => {
	const id = idOf("coin");
	const row = rows[id] as (typeof rows)[number];
	const mark = row.stressMicroUsd[0] as bigint;
	expect(at("haircut")[keyOf(id, false)]).toBe(mark - row.longCharge.baseSlopeMicroUsd);
	expect(at("haircut")[keyOf(id, true)]).toBe(-mark - row.shortCharge.baseSlopeMicroUsd);
});

it.each(["hold", "order"] as const)("gives nothing for a %s that is owed to the account", (kind) => {
	const id = idOf(kind);
	for (const level of ["mark", "haircut"] as const) {
		expect(at(level)[keyOf(id, true)]).toBe(0n);
		expect(at(level)[keyOf(id, false)]).toBe(-10_000n);
	}
});

it("gives nothing for ids that are not listed, and one value a key", () => {
	const values = at("mark");
	expect(values).toHaveLength(64);
	expect(values.slice(0, 2)).toEqual([0n, 0n]);
	expect(values.slice(2 * (LISTING.instruments.length + 1)).every((value) => value === 0n)).toBe(true);
	expect(() => lotValues({ level: "mark", listing: LISTING, rows: rows.slice(0, 5), form: FORM })).toThrow(
		expect.objectContaining({ code: "BOOK_ROW_MISSING" }),
	);
});

it("has room for every id: id 0 takes a place of the first table", () => {
	expect([31, 32, 63, 64].map((count) => tableCount(FORM, count))).toEqual([1, 2, 2, 3]);
	expect(tableCount({ idsPerTable: 512 }, 4095)).toBe(8);
	expect(mostBatches({ placesPerBatch: 512 })).toBe(32_768);
});

it("names the circuit of a batch, or says that there is none", () => {
	expect(batchCircuitName({ placesPerBatch: 64 }, 16)).toBe("book-batch-64x16");
	expect(fundCircuitName({ placesPerBatch: 8 }, 8)).toBe("book-fund-8x8");
	expect(() => batchCircuitName({ placesPerBatch: 8 }, 64)).toThrow(
		expect.objectContaining({ code: "BOOK_CLASS_UNKNOWN" }),
	);
});
