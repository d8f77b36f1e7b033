/** Cuts the places of a ledger into batches: whole subtrees, of one size class each. */
import { InputError } from "../../errors/base.ts";
import type { PoseidonHash } from "../../field/poseidon.ts";
import { buildTree, type Tree } from "../../field/tree.ts";
import { type AccountRecord, hashLeaf, type SizeClass } from "../../ledger/account-leaf.ts";
import { type BookForm, batchCircuitName, MAX_PLACES, subtreeDepth } from "../model/book-form.ts";
import type { BookPlaces } from "../reference/assess-book.ts";

export type AccountBatch = {
	/** Its place among the subtrees of the ledger. */
	readonly index: number;
	readonly sizeClass: SizeClass;
	/** As many as a batch has places. */
	readonly records: BookPlaces;
	/** The subtree: its root is a node of the ledger. */
	readonly tree: Tree;
};

/**
 * The batches that hold an account, in order. A subtree in which nobody is needs no proof: its root is a constant.
 *
 * @throws InputError `BOOK_EMPTY`, `TREE_SIZE`, `BOOK_CLASS_MIXED`, `BOOK_CLASS_UNKNOWN`, `RECORD_MALFORMED`
 */
export function cutBatches(request: {
	readonly places: BookPlaces;
	readonly form: BookForm;
	readonly hash: PoseidonHash;
}): AccountBatch[] {
	const { places, form, hash } = request;
	const { placesPerBatch } = form;
	if (places.length > MAX_PLACES) throw tooMany(places.length);
	const batches: AccountBatch[] = [];
	for (let index = 0; index * placesPerBatch < places.length; index++) {
		const first = index * placesPerBatch;
		const records = Array.from({ length: placesPerBatch }, (_, at) => places[first + at]);
		const sizeClass = classOf(records, first);
		if (sizeClass === undefined) continue;
		batchCircuitName(form, sizeClass);
		const leaves = records.map((record) => (record === undefined ? 0n : hashLeaf(hash, record)));
		batches.push({ index, sizeClass, records, tree: buildTree(hash, leaves, subtreeDepth(form)) });
	}
	if (batches.length > 0) return batches;
	throw new InputError({
		code: "BOOK_EMPTY",
		message: "there is no account in this ledger",
		field: "places",
		hint: "a book is about at least one account",
	});
}

/** `undefined` where nobody is. */
function classOf(records: BookPlaces, firstPlace: number): SizeClass | undefined {
	const [first, ...others] = records.filter((record): record is AccountRecord => record !== undefined);
	const other = others.find(({ sizeClass }) => sizeClass !== first?.sizeClass);
	if (other === undefined) return first?.sizeClass;
	throw new InputError({
		code: "BOOK_CLASS_MIXED",
		message: `the batch from place ${firstPlace} on has accounts of ${first?.sizeClass} and of ${other.sizeClass} positions`,
		field: "places",
		hint: "build the ledger with one size class, or give each class batches of its own",
	});
}

function tooMany(count: number): InputError {
	return new InputError({
		code: "TREE_SIZE",
		message: `${count} places do not fit into a ledger`,
		field: "places",
		hint: `a ledger has ${MAX_PLACES} places`,
	});
}
