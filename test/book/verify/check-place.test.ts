import { describe, expect, test } from "vitest";
import { rootOfSubtrees } from "../../../src/book/transcript/subtree-roots.ts";
import { type BookPlaces, checkPlace } from "../../../src/book/verify/check-place.ts";
import { poseidon } from "../../../src/field/poseidon.ts";
import { buildTree } from "../../../src/field/tree.ts";
import { hashLeaf } from "../../../src/ledger/account-leaf.ts";
import { createIdentity, ownerOf } from "../../../src/ledger/identity.ts";
import { commitLedger, type TraderPackage, traderPackageOf } from "../../../src/ledger/ledger.ts";
import { LISTING, SNAPSHOT_TIME_MS, sampleLedger, seededBytes } from "../../ledger/ledger-fixtures.ts";

const [FIRST] = sampleLedger().accounts;
const HOLDINGS = (FIRST as NonNullable<typeof FIRST>).record.holdings;
const { encryptionPublicKey } = createIdentity(seededBytes(5));

/** Twenty accounts, so that batches of eight are three and the last is not full. */
const LEDGER = commitLedger({
	accounts: Array.from({ length: 20 }, (_, at) => ({
		name: `account-${at}`,
		encryptionPublicKey,
		record: {
			owner: ownerOf(BigInt(at + 1)),
			salt: 2n ** 200n + BigInt(at),
			holdings: HOLDINGS,
			sizeClass: 8 as const,
		},
	})),
	listingHash: LISTING.hash,
	snapshotTimeMs: SNAPSHOT_TIME_MS,
	venue: "test venue",
	hash: poseidon,
});
const LEAVES = LEDGER.accounts.map(({ record }) => hashLeaf(poseidon, record));

function bookOf(placesPerBatch: 8 | 64): BookPlaces {
	const depth = placesPerBatch === 8 ? 1 : 2;
	const batches = Array.from({ length: Math.ceil(LEAVES.length / placesPerBatch) }, (_, index) => {
		const leaves = LEAVES.slice(index * placesPerBatch, (index + 1) * placesPerBatch);
		return { index, subtreeRoot: buildTree(poseidon, leaves, depth).root };
	});
	return { epoch: LEDGER.epoch, form: { placesPerBatch }, batches };
}
const BOOK = bookOf(8);

function codes(index: number, book = BOOK, changes: Partial<TraderPackage> = {}): string[] {
	const traderPackage = { ...traderPackageOf(LEDGER, index), ...changes };
	return checkPlace({ traderPackage, book, hash: poseidon }).map(({ code }) => code);
}

describe("a customer's record in a published book", () => {
	test.each([8, 64] as const)("is found, each of twenty, in batches of %i", (places) => {
		const book = bookOf(places);
		const roots = new Map(book.batches.map(({ index, subtreeRoot }) => [index, subtreeRoot]));
		expect(rootOfSubtrees(poseidon, roots, book.form)).toBe(LEDGER.epoch.ledgerRoot);
		for (const index of LEAVES.keys()) expect(codes(index, book)).toEqual([]);
	});

	test("BOOK_OF_ANOTHER_EPOCH: the book is of another venue, ledger, listing or time", () => {
		const { epoch } = BOOK;
		const others = [
			{ venue: "other venue" },
			{ ledgerRoot: epoch.ledgerRoot + 1n },
			{ listingHash: `0x${"00".repeat(32)}` as const },
			{ snapshotTimeMs: epoch.snapshotTimeMs + 1 },
		];
		for (const change of others) {
			expect(codes(3, { ...BOOK, epoch: { ...epoch, ...change } })).toEqual(["BOOK_OF_ANOTHER_EPOCH"]);
		}
	});

	test("RECORD_NOT_IN_BOOK: its batch is left out, is another's, or is at another place", () => {
		const { batches } = BOOK;
		const [first, second] = batches as [(typeof batches)[number], (typeof batches)[number]];
		expect(codes(9, { ...BOOK, batches: batches.toSpliced(1, 1) })).toEqual(["RECORD_NOT_IN_BOOK"]);
		const swapped = [
			{ ...first, index: 1 },
			{ ...second, index: 0 },
		];
		for (const index of [3, 9])
			expect(codes(index, { ...BOOK, batches: swapped })).toEqual(["RECORD_NOT_IN_BOOK"]);
		const without = buildTree(poseidon, LEAVES.slice(8, 16).with(1, 0n), 1).root;
		const dropped = { ...BOOK, batches: batches.with(1, { ...second, subtreeRoot: without }) };
		expect(codes(9, dropped)).toEqual(["RECORD_NOT_IN_BOOK"]);
	});

	test("RECORD_NOT_IN_BOOK: it is another record, at another index, or its path is", () => {
		const { record, path } = traderPackageOf(LEDGER, 9);
		expect(codes(9, BOOK, { record: { ...record, salt: record.salt + 1n } })).toEqual(["RECORD_NOT_IN_BOOK"]);
		expect(codes(9, BOOK, { index: 10 })).toEqual(["RECORD_NOT_IN_BOOK"]);
		expect(codes(9, BOOK, { path: path.slice(1) })).toEqual(["RECORD_NOT_IN_BOOK"]);
		expect(codes(9, BOOK, { path: traderPackageOf(LEDGER, 3).path })).toEqual(["RECORD_NOT_IN_BOOK"]);
		const tooMany = {
			...record,
			holdings: Array.from({ length: 9 }, (_, id) => ({ id: id + 1, qtyLots: 1n })),
		};
		expect(codes(9, BOOK, { record: tooMany })).toEqual(["RECORD_NOT_IN_BOOK"]);
	});
});
