/**
 * How a book is cut into proofs: batches of places of the ledger, tables of ids, and the circuits for them.
 */
import { InputError } from "../../errors/base.ts";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import { LEDGER_DEPTH } from "../../ledger/ledger.ts";

/** Places of the ledger below one subtree root. */
export type PlacesPerBatch = 8 | 64 | 512;
/** 32 is for tests and small venues: a table of 512 takes fifteen times as long. */
export type IdsPerTable = 32 | 512;

export const PLACES_PER_BATCH: readonly PlacesPerBatch[] = [8, 64, 512];
export const IDS_PER_TABLE: readonly IdsPerTable[] = [32, 512];

export type BookForm = { readonly placesPerBatch: PlacesPerBatch; readonly idsPerTable: IdsPerTable };

/** Size classes that there are batch circuits for. */
const BATCH_CLASSES: Readonly<Record<PlacesPerBatch, readonly SizeClass[]>> = {
	8: [8],
	64: [8, 16],
	512: [8],
};
const SUBTREE_DEPTHS: Readonly<Record<PlacesPerBatch, number>> = { 8: 1, 64: 2, 512: 3 };

/** Width of an equity with its sign: below 2^61 µUSD in magnitude, in the largest batches below 2^55 (36 bn USD). */
const EQUITY_BITS: Readonly<Record<PlacesPerBatch, bigint>> = { 8: 62n, 64: 62n, 512: 56n };

export const MAX_PLACES = 8 ** LEDGER_DEPTH;

/** Levels of the ledger that a batch covers. */
export function subtreeDepth({ placesPerBatch }: Pick<BookForm, "placesPerBatch">): number {
	return SUBTREE_DEPTHS[placesPerBatch];
}

export function equityBits({ placesPerBatch }: Pick<BookForm, "placesPerBatch">): bigint {
	return EQUITY_BITS[placesPerBatch];
}

/** Batches that a whole ledger has room for. */
export function mostBatches({ placesPerBatch }: Pick<BookForm, "placesPerBatch">): number {
	return MAX_PLACES / placesPerBatch;
}

/** Tables that ids 0 … `instrumentCount` take. */
export function tableCount({ idsPerTable }: Pick<BookForm, "idsPerTable">, instrumentCount: number): number {
	return Math.ceil((instrumentCount + 1) / idsPerTable);
}

/** Whether a circuit has such batches. */
export function isBatchClass(
	{ placesPerBatch }: Pick<BookForm, "placesPerBatch">,
	sizeClass: SizeClass,
): boolean {
	return BATCH_CLASSES[placesPerBatch].includes(sizeClass);
}

/** @throws InputError `BOOK_CLASS_UNKNOWN` where no circuit has such batches */
export function batchCircuitName(form: Pick<BookForm, "placesPerBatch">, sizeClass: SizeClass): string {
	return `book-batch-${sizedName(form, sizeClass)}`;
}

/** @throws InputError `BOOK_CLASS_UNKNOWN` where no circuit has such batches */
export function fundCircuitName(form: Pick<BookForm, "placesPerBatch">, sizeClass: SizeClass): string {
	return `book-fund-${sizedName(form, sizeClass)}`;
}

export function tableCircuitName({ idsPerTable }: Pick<BookForm, "idsPerTable">): string {
	return `book-table-${idsPerTable}`;
}

/** The circuits whose keys a book's challenges depend on: all but the fund's. */
export function bookCircuits(form: BookForm, sizeClasses: readonly SizeClass[]): string[] {
	return [
		...new Set([
			...sizeClasses.map((sizeClass) => batchCircuitName(form, sizeClass)),
			tableCircuitName(form),
		]),
	];
}

function sizedName({ placesPerBatch }: Pick<BookForm, "placesPerBatch">, sizeClass: SizeClass): string {
	if (isBatchClass({ placesPerBatch }, sizeClass)) return `${placesPerBatch}x${sizeClass}`;
	const known = BATCH_CLASSES[placesPerBatch];
	throw new InputError({
		code: "BOOK_CLASS_UNKNOWN",
		message: `there is no circuit for batches of ${placesPerBatch} accounts of ${sizeClass} positions`,
		field: "sizeClass",
		hint: `batches of ${placesPerBatch} take accounts of ${known.join(" or ")} positions: build the ledger with that size class`,
	});
}
