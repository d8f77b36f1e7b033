/** The search for forgeries on the circuits of a whole book: it finds none, and it finds each planted one. */
import { describe, expect, it } from "vitest";
import type { SourceEdit } from "../../security/circuit/circuit-part.ts";
import { attackBook } from "../../security/forge/attack-book.ts";
import { SMALL_CIRCUITS } from "../support/book/book-bench.ts";

const SEED = 4_242;
const MUTATIONS = 2_000;

describe(`a circuit of a book (seed ${SEED})`, () => {
	it.each(SMALL_CIRCUITS)("%s has one witness for what is public", async (circuit) => {
		const tally = await attackBook({ circuit, seed: SEED, wireMutations: MUTATIONS });
		expect(tally.bugs).toEqual([]);
		expect(tally.total.mutations).toBeGreaterThan(MUTATIONS);
	});
});

const without = (file: string, find: string): SourceEdit[] => [{ file, find, replace: "" }];

describe(`a weakened copy (seed ${SEED})`, () => {
	it.each([
		[
			"whose subtree is any",
			"book-batch-8x8",
			without("book/book-batch.circom", "    root === subtreeRoot;\n"),
		],
		[
			"whose shares are advice",
			"book-batch-8x8",
			without("book/account-share.circom", "    share * (gamma - key) === qtyLots;\n"),
		],
		[
			"whose claims are any",
			"book-batch-8x8",
			without("book/book-batch.circom", "    digest.digest === claims;\n"),
		],
		[
			"whose poles are advice",
			"book-table-32",
			without("book/book-table.circom", "        inverses[k] * (gamma - firstKey - k) === 1;\n"),
		],
		["whose last state is any", "book-fund-8x8", without("book/book-fund.circom", "    last === state;\n")],
	] as const)("%s is caught in %s", async (_what, circuit, edits) => {
		const tally = await attackBook({ circuit, seed: SEED, wireMutations: MUTATIONS, edits });
		expect(tally.bugs).not.toEqual([]);
	});
});
