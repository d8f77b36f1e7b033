/** What a customer finds of its own record in a book: whether what the venue delivered is what its proofs are about. */
import type { PoseidonHash } from "../../field/poseidon.ts";
import { rootOfPath } from "../../field/tree.ts";
import { hashLeaf, recordProblem } from "../../ledger/account-leaf.ts";
import { LEDGER_DEPTH, type TraderPackage } from "../../ledger/ledger.ts";
import { subtreeDepth } from "../model/book-form.ts";
import type { BookRecord } from "../record/book-record.ts";

export type PlaceFinding = {
	readonly code: "BOOK_OF_ANOTHER_EPOCH" | "RECORD_NOT_IN_BOOK";
	readonly message: string;
};

/** Only these are looked at: that they are proven is what verifying the book shows. */
export type BookPlaces = Pick<BookRecord, "epoch"> & {
	readonly form: Pick<BookRecord["form"], "placesPerBatch">;
	readonly batches: readonly Pick<BookRecord["batches"][number], "index" | "subtreeRoot">[];
};

export function checkPlace(request: {
	readonly traderPackage: TraderPackage;
	readonly book: BookPlaces;
	readonly hash: PoseidonHash;
}): PlaceFinding[] {
	const { traderPackage, book, hash } = request;
	const { epoch } = book;
	const isSameEpoch =
		epoch.venue === traderPackage.venue &&
		epoch.ledgerRoot === traderPackage.ledgerRoot &&
		epoch.listingHash === traderPackage.listingHash &&
		epoch.snapshotTimeMs === traderPackage.snapshotTimeMs;
	if (!isSameEpoch) {
		return [{ code: "BOOK_OF_ANOTHER_EPOCH", message: "the book is of another ledger than the package" }];
	}
	const problem = placeProblem(traderPackage, book, hash);
	return problem === undefined ? [] : [{ code: "RECORD_NOT_IN_BOOK", message: problem }];
}

function placeProblem(
	{ record, path, index }: TraderPackage,
	{ form, batches }: BookPlaces,
	hash: PoseidonHash,
): string | undefined {
	const place = Math.floor(index / form.placesPerBatch);
	const batch = batches.find((one) => one.index === place);
	if (batch === undefined) return `the book has no batch ${place}, in which the record would be`;
	if (recordProblem(record) !== undefined || path.length !== LEDGER_DEPTH) return "the record can be no leaf";
	const below = path.slice(0, subtreeDepth(form));
	const root = rootOfPath(hash, hashLeaf(hash, record), index % form.placesPerBatch, below);
	if (root === batch.subtreeRoot) return undefined;
	return `the record is not in the accounts that batch ${place} is a proof about`;
}
