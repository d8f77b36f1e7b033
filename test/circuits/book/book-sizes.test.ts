/** The circuits of batches of 64 and tables of 512, on one book of two size classes with empty subtrees between. */
import { beforeAll, expect, it } from "vitest";
import { DEFICIT_COUNT_SHIFT, stateHash } from "../../../src/book/commitments/book-hashes.ts";
import { fundCircuitName } from "../../../src/book/model/book-form.ts";
import { fundInput } from "../../../src/book/rounds/fund-input.ts";
import { type PreparedBook, prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import { loadFastPoseidon, type PoseidonHash } from "../../../src/field/poseidon.ts";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CircuitInput } from "../../../src/proof/inputs/solvency-input.ts";
import { bookRefusedAt } from "../../support/book/book-bench.ts";
import { bookTable, LISTING } from "../../support/book/book-market.ts";
import { bookRequest, randomPlaces } from "../../support/book/random-book.ts";
import { sharedCircuit } from "../../support/circuits/shared-key.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 1_729;
const FORM = { placesPerBatch: 64, idsPerTable: 512 } as const;
/** In the first batch, and in the fourth. */
const FUND_PLACES = [61, 192 + 37] as const;

let hash: PoseidonHash;
let book: PreparedBook;
beforeAll(async () => {
	hash = await loadFastPoseidon();
	const draw = drawFrom(SEED);
	const rich = LISTING.instruments.find(({ kind }) => kind === "cash")?.id as number;
	const places = [
		...randomPlaces({ draw, placeCount: 64, qtyBits: 18 }),
		...new Array<undefined>(128).fill(undefined),
		...randomPlaces({ draw, placeCount: 50, sizeClass: 16, qtyBits: 18 }),
	];
	for (const [at, place] of FUND_PLACES.entries()) {
		const sizeClass = ([8, 16] as const)[at] as 8 | 16;
		places[place] = { owner: BigInt(at), salt: 5n, sizeClass, holdings: [{ id: rich, qtyLots: 1n << 39n }] };
	}
	const table = bookTable(hash, SEED);
	book = prepareBook(bookRequest({ places, table, level: "haircut", hash, seed: SEED, form: FORM }));
});

async function refusedAt(circuit: string, input: CircuitInput): Promise<string> {
	const { wasmPath } = await sharedCircuit(circuit);
	return bookRefusedAt(await calculateWitness({ wasmPath, input }));
}

it("accepts every step of an honest book, and closes", async () => {
	expect(book.steps.map(({ circuit }) => circuit)).toEqual([
		"book-batch-64x8",
		"book-batch-64x16",
		"book-table-512",
	]);
	for (const { circuit, input } of book.steps)
		expect(await refusedAt(circuit, input), circuit).toBe("accepted");
	const { deficitMicroUsd, deficitCount } = book.figures;
	expect(deficitCount).toBeGreaterThan(5);
	const shortfall = deficitMicroUsd + (BigInt(deficitCount) << DEFICIT_COUNT_SHIFT);
	expect(book.steps.at(-1)?.stateAfter).toBe(
		stateHash(hash, { poles: 0n, weighted: 0n, shortfall }, book.last.salt),
	);
});

it.each(FUND_PLACES)("opens the equity of the fund at place %i, and of nobody else", async (place) => {
	const state = book.steps.at(-1)?.stateAfter as bigint;
	const input = fundInput({ batches: book.batches, place, last: book.last, state, form: FORM });
	const circuit = fundCircuitName(FORM, place < 64 ? 8 : 16);
	expect(await refusedAt(circuit, input)).toBe("accepted");
	const placeBits = input.placeBits.map((bit, at) => (at === 3 ? 1n - bit : bit));
	expect(await refusedAt(circuit, { ...input, placeBits })).toBe("AssertTreePath");
	expect(await refusedAt(circuit, { ...input, fundOwner: 9n })).toBe("AssertTreePath");
});

it("refuses a debt that is hidden in a batch of either class", async () => {
	for (const { circuit, input } of book.steps.slice(0, 2)) {
		const equities = [...(input.equitiesMicroUsd as bigint[])];
		equities[equities.findIndex((equity) => equity < 0n)] = 0n;
		expect(await refusedAt(circuit, { ...input, equitiesMicroUsd: equities })).toBe(
			"digest.digest === claims",
		);
	}
});
