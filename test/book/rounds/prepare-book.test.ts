import { describe, expect, it } from "vitest";
import type { BookPlaces } from "../../../src/book/reference/assess-book.ts";
import { cutBatches } from "../../../src/book/rounds/cut-batches.ts";
import { prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import { emptyRoot, rootOfSubtrees } from "../../../src/book/transcript/subtree-roots.ts";
import { loadFastPoseidon } from "../../../src/field/poseidon.ts";
import { buildTree } from "../../../src/field/tree.ts";
import { hashLeaf } from "../../../src/ledger/account-leaf.ts";
import { LEDGER_DEPTH } from "../../../src/ledger/ledger.ts";
import { bookTable, LISTING } from "../../support/book/book-market.ts";
import { bookRequest, ledgerRootOf, randomPlaces, SMALL_FORM } from "../../support/book/random-book.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 404;
const hash = await loadFastPoseidon();
const table = bookTable(hash, SEED);
const placesOf = (placeCount: number) => randomPlaces({ draw: drawFrom(SEED), placeCount, emptyShare: 0.2 });
const requestFor = (places: BookPlaces) => bookRequest({ places, table, level: "mark", hash, seed: SEED });
const refusal = (make: () => unknown): string => {
	try {
		make();
		return "accepted";
	} catch (error) {
		return (error as { code: string }).code;
	}
};

describe("batches of a ledger", () => {
	it.each([8, 64, 512] as const)(
		"of %i places have the ledger's root above them, empty ones left out",
		(placesPerBatch) => {
			const far = placesPerBatch * 11 + 3;
			const places = [...placesOf(4), ...new Array(far - 4).fill(undefined), ...placesOf(1)];
			const form = { ...SMALL_FORM, placesPerBatch };
			const batches = cutBatches({ places, form, hash });
			expect(batches.map(({ index }) => index)).toEqual([0, 11]);
			const roots = new Map(batches.map(({ index, tree }) => [index, tree.root]));
			expect(rootOfSubtrees(hash, roots, form)).toBe(ledgerRootOf(hash, places));
		},
	);

	it("have the empty ledger's root where there are none", () => {
		expect(rootOfSubtrees(hash, new Map(), SMALL_FORM)).toBe(emptyRoot(hash, LEDGER_DEPTH));
		expect(buildTree(hash, [0n], LEDGER_DEPTH).root).toBe(emptyRoot(hash, LEDGER_DEPTH));
	});

	it("are of one size class each, of at least one account", () => {
		const [account] = placesOf(1);
		if (account === undefined) throw new Error("the first place is taken");
		const larger = { ...account, sizeClass: 16 as const };
		expect(refusal(() => cutBatches({ places: [account, larger], form: SMALL_FORM, hash }))).toBe(
			"BOOK_CLASS_MIXED",
		);
		expect(refusal(() => cutBatches({ places: [larger], form: SMALL_FORM, hash }))).toBe(
			"BOOK_CLASS_UNKNOWN",
		);
		expect(refusal(() => cutBatches({ places: [undefined], form: SMALL_FORM, hash }))).toBe("BOOK_EMPTY");
		const apart = [account, ...new Array(63).fill(undefined), larger];
		const form = { ...SMALL_FORM, placesPerBatch: 64 as const };
		expect(cutBatches({ places: apart, form, hash }).map(({ sizeClass }) => sizeClass)).toEqual([8, 16]);
	});
});

describe("a book", () => {
	it("is the same again from the same secret, and shares nothing with one from another", () => {
		const places = placesOf(12);
		const one = prepareBook(requestFor(places));
		expect(prepareBook(requestFor(places)).steps).toEqual(one.steps);
		const other = prepareBook({ ...requestFor(places), epochSecret: new Uint8Array(32).fill(7) });
		const published = ({ batches, tables, steps }: typeof one) => [
			...batches.map(({ claims }) => claims),
			...tables.map(({ sums }) => sums),
			...steps.map(({ stateAfter }) => stateAfter),
		];
		const shared = published(other).filter((element) => published(one).includes(element));
		expect(shared).toEqual([]);
		expect(new Set(published(one)).size).toBe(published(one).length);
	});

	it("is refused of other accounts than the ledger's, of unlisted instruments, with a short secret", () => {
		const places = placesOf(9);
		const request = requestFor(places);
		const [account] = places;
		if (account === undefined) throw new Error("the first place is taken");
		const others = [{ ...account, salt: account.salt + 1n }, ...places.slice(1)];
		expect(refusal(() => prepareBook({ ...request, places: others }))).toBe("BOOK_LEDGER_DIFFERS");
		const unlisted = [{ ...account, holdings: [{ id: LISTING.instruments.length + 1, qtyLots: 1n }] }];
		expect(refusal(() => prepareBook(requestFor(unlisted)))).toBe("BOOK_ID_UNLISTED");
		expect(refusal(() => prepareBook({ ...request, epochSecret: new Uint8Array(31) }))).toBe(
			"BOOK_SECRET_LENGTH",
		);
	});

	it("hashes the leaves of the ledger: a trader who finds one has found it in the book", () => {
		const places = placesOf(8);
		const { batches } = prepareBook(requestFor(places));
		const leaves = places.map((record) => (record === undefined ? 0n : hashLeaf(hash, record)));
		expect(batches[0]?.subtreeRoot).toBe(buildTree(hash, leaves, 1).root);
	});
});
