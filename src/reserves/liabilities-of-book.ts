/** What a book says is owed of each asset: the totals of cash and coins, which its proofs are about. */
import type { BookRecord } from "../book/record/book-record.ts";
import { InputError } from "../errors/base.ts";
import { formatFieldElement } from "../field/bn254.ts";
import type { Listing } from "../market/instruments/instrument.ts";
import { lotsToSize } from "../units/lots.ts";
import type { Liabilities } from "./liabilities-file.ts";

/**
 * Holds are not taken off: what is pending is still owed. Derivatives are between customers, and a book in which they
 * are not fails by itself.
 *
 * @throws InputError `BOOK_LISTING_DIFFERS`
 */
export function liabilitiesOfBook(
	{ epoch, totalsLots }: Pick<BookRecord, "epoch" | "totalsLots">,
	listing: Listing,
): Liabilities {
	if (epoch.listingHash !== listing.hash || totalsLots.length !== listing.instruments.length) {
		throw new InputError({
			code: "BOOK_LISTING_DIFFERS",
			message: "the totals of this book are of another listing",
			field: "listing",
			hint: "give the listing.json of the book's own epoch",
		});
	}
	const assets = listing.instruments.filter(({ kind }) => kind === "cash" || kind === "coin");
	return {
		venue: epoch.venue,
		ledgerRoot: formatFieldElement(epoch.ledgerRoot),
		snapshotTimeMs: epoch.snapshotTimeMs,
		totals: Object.fromEntries(
			assets.map(({ name, id, lot }) => [name, lotsToSize(totalsLots[id - 1] as bigint, lot)]),
		),
	};
}
