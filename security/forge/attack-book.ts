/**
 * Attacks the circuits of a whole book: mutates every wire of honest witnesses, alone, in pairs and with repairs. A book's
 * prover has no choice once its commitments are public, so any other witness that satisfies is a bug.
 */
import { fundInput } from "../../src/book/rounds/fund-input.ts";
import { prepareBook } from "../../src/book/rounds/prepare-book.ts";
import { calculateWitness } from "../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../src/proof/circuit/compile-circuit.ts";
import type { CircuitInput } from "../../src/proof/inputs/solvency-input.ts";
import { openBookBench, type SMALL_CIRCUITS } from "../../test/support/book/book-bench.ts";
import { bookTable, LISTING } from "../../test/support/book/book-market.ts";
import { bookRequest, randomPlaces, SMALL_FORM } from "../../test/support/book/random-book.ts";
import { drawFrom } from "../../test/support/random/seeded-draw.ts";
import { loadConstraintSystem } from "../circuit/circuit-constraints.ts";
import { compilePart, type SourceEdit } from "../circuit/circuit-part.ts";
import { mutateWires, sweepWires } from "./attack-witness.ts";
import { IncrementalCheck } from "./incremental-check.ts";
import { loadSignalMap } from "./signal-map.ts";
import { Tally } from "./tally.ts";

type BookCircuit = (typeof SMALL_CIRCUITS)[number];

/** What `compilePart` needs to compile each as a copy. */
const COPIES: Readonly<Record<BookCircuit, { readonly main: string; readonly file: string }>> = {
	"book-batch-8x8": { main: "BookBatch(1, 8, 62)", file: "book/book-batch.circom" },
	"book-table-32": { main: "BookTable(32)", file: "book/book-table.circom" },
	"book-fund-8x8": { main: "BookFund(1, 8, 62)", file: "book/book-fund.circom" },
};

export type BookAttack = {
	readonly circuit: BookCircuit;
	readonly seed: number;
	readonly wireMutations: number;
	/** Changes to the sources, for a weakened copy. */
	readonly edits?: readonly SourceEdit[];
};

export async function attackBook({ circuit, seed, wireMutations, edits }: BookAttack): Promise<Tally> {
	const original = (await openBookBench()).circuits.get(circuit) as CompiledCircuit;
	const compiled = edits === undefined ? original : await openCopy(circuit, original, edits);
	const input = (await honestInputs(seed))[circuit];
	const result = await calculateWitness({ wasmPath: compiled.wasmPath, input });
	if (!result.satisfied) throw new Error(`${circuit} refuses an honest input: ${result.refused.message}`);
	const system = await loadConstraintSystem(compiled.r1csPath);
	const check = new IncrementalCheck(system, result.witness);
	const map = await loadSignalMap(compiled.symPath, COPIES[circuit].main.replace(/\(.*$/, ""));
	const tally = new Tally();
	const attack = {
		check,
		map,
		isFixed: (wire: number) => wire <= system.header.publicCount,
		judge: () => ({ kind: "bug", what: "another witness satisfies every constraint" }) as const,
		draw: drawFrom(seed),
		tally,
		label: circuit,
	};
	sweepWires(attack);
	mutateWires(attack, wireMutations);
	return tally;
}

function openCopy(
	circuit: BookCircuit,
	{ publicSignals }: CompiledCircuit,
	edits: readonly SourceEdit[],
): Promise<CompiledCircuit> {
	return compilePart({ ...COPIES[circuit], publicInputs: publicSignals, publicSignals, edits });
}

/** Every place is taken: what stands at an empty one is nobody's. */
async function honestInputs(seed: number): Promise<Readonly<Record<BookCircuit, CircuitInput>>> {
	const { hash } = await openBookBench();
	const places = [...randomPlaces({ draw: drawFrom(seed), placeCount: 8, emptyShare: 0 })];
	const cash = LISTING.instruments.find(({ kind }) => kind === "cash")?.id as number;
	places[2] = { owner: 3n, salt: 4n, sizeClass: 8, holdings: [{ id: cash, qtyLots: 1n << 39n }] };
	const table = bookTable(hash, seed);
	const book = prepareBook(bookRequest({ places, table, level: "haircut", hash, seed }));
	const [batch, sums] = book.steps as [(typeof book.steps)[number], (typeof book.steps)[number]];
	const fund = { batches: book.batches, place: 2, last: book.last, state: sums.stateAfter, form: SMALL_FORM };
	return { "book-batch-8x8": batch.input, "book-table-32": sums.input, "book-fund-8x8": fundInput(fund) };
}
