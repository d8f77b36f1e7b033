/**
 * What a lot is worth on each side of an instrument, from the public rows of a risk table: the numbers that a
 * book's equities are measured with.
 *
 * A key is 2·id + side, side 1 short. `mark` values positions at their marks; `haircut` takes the first slope of
 * each side's charge off, which is less than the margin rule asks of a large position. An obligation that is
 * owed to an account is worth nothing at either level.
 */
import { InputError } from "../../errors/base.ts";
import type { InstrumentKind, Listing } from "../../market/instruments/instrument.ts";
import type { RiskRow } from "../../risk/model/risk-row.ts";
import { type BookForm, tableCount } from "./book-form.ts";

export const BOOK_LEVELS = ["mark", "haircut"] as const;
export type BookLevel = (typeof BOOK_LEVELS)[number];

/** Place of an id and side among values and sums. */
export function keyOf(id: number, isShort: boolean): number {
	return 2 * id + (isShort ? 1 : 0);
}

/**
 * µUSD per lot by key, zero for ids that are not listed, as many as the book's tables have keys.
 *
 * @param request.rows by id, as in a `RiskTable`
 * @throws InputError `BOOK_ROW_MISSING`
 */
export function lotValues(request: {
	readonly level: BookLevel;
	readonly listing: Listing;
	readonly rows: readonly (RiskRow | undefined)[];
	readonly form: Pick<BookForm, "idsPerTable">;
}): bigint[] {
	const { level, listing, rows, form } = request;
	const { instruments } = listing;
	const keyCount = 2 * form.idsPerTable * tableCount(form, instruments.length);
	const values = new Array<bigint>(keyCount).fill(0n);
	for (const { id, kind, name } of instruments) {
		const row = rows[id];
		if (row === undefined) throw rowMissing(name);
		values[keyOf(id, false)] = longValue(row, level);
		values[keyOf(id, true)] = isObligation(kind) ? 0n : shortValue(row, level);
	}
	return values;
}

/** A list by key or by id, cut into its tables. */
export function tablesOf<Item>(list: readonly Item[], itemsPerTable: number): Item[][] {
	return Array.from({ length: list.length / itemsPerTable }, (_, table) =>
		list.slice(itemsPerTable * table, itemsPerTable * (table + 1)),
	);
}

function longValue({ stressMicroUsd: [mark = 0n], longCharge }: RiskRow, level: BookLevel): bigint {
	return level === "mark" ? mark : mark - longCharge.baseSlopeMicroUsd;
}

function shortValue({ stressMicroUsd: [mark = 0n], shortCharge }: RiskRow, level: BookLevel): bigint {
	return level === "mark" ? -mark : -mark - shortCharge.baseSlopeMicroUsd;
}

function isObligation(kind: InstrumentKind): boolean {
	return kind === "hold" || kind === "order";
}

function rowMissing(name: string): InputError {
	return new InputError({
		code: "BOOK_ROW_MISSING",
		message: `the risk table has no row for ${name}`,
		field: "table",
		hint: "listing and table must be those of one epoch",
	});
}
