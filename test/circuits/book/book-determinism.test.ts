/**
 * Every wire of a book's circuits follows from its inputs, for every witness, so a forger can only choose inputs;
 * all but one kind by the search of `security/circuit`. That kind is a quotient by gamma − key, which is not zero:
 * keys have 13 bits, and no book with a gamma below 2^13 verifies (`BOOK_CHALLENGE_UNFIT`).
 */
import { beforeAll, describe, expect, it } from "vitest";
import {
	type ConstraintSystem,
	loadConstraintSystem,
	wiresOf,
} from "../../../security/circuit/circuit-constraints.ts";
import { determinedFrom } from "../../../security/circuit/circuit-determinism.ts";
import { freeWires } from "../../../security/circuit/circuit-freedom.ts";
import { circomTemplates } from "../../../security/circuit/circuit-sources.ts";
import { fundInput } from "../../../src/book/rounds/fund-input.ts";
import { type PreparedBook, prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import { KEY_LIMIT } from "../../../src/book/transcript/book-transcript.ts";
import { loadSymbols } from "../../../src/proof/circuit/load-symbols.ts";
import { type BookBench, openBookBench, SMALL_CIRCUITS } from "../../support/book/book-bench.ts";
import { bookTable } from "../../support/book/book-market.ts";
import { bookRequest, randomPlaces, SMALL_FORM } from "../../support/book/random-book.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 65_537;

let bench: BookBench;
let book: PreparedBook;
beforeAll(async () => {
	bench = await openBookBench();
	const places = randomPlaces({ draw: drawFrom(SEED), placeCount: 16 });
	const table = bookTable(bench.hash, SEED);
	book = prepareBook(bookRequest({ places, table, level: "mark", hash: bench.hash, seed: SEED }));
});

async function open(name: string) {
	const { r1csPath, symPath } = bench.circuits.get(name) as { r1csPath: string; symPath: string };
	return { system: await loadConstraintSystem(r1csPath), symbols: await loadSymbols(symPath) };
}

/** Quotients: `share` of an entry, `inverses` of a table. */
const QUOTIENT = /^main\.(?:shares\[\d+\]\[\d+\]\.share|inverses\[\d+\])$/;
/** Signals of main that are no inputs. */
const COMPUTED = /^main\.(?:folded|accountPoles|cancelled\w+|leaves|inverses)\b/;
const INPUT = /^main\.\w+(?:\[\d+\])*$/;

const inputsOf = (symbols: ReadonlyMap<string, number>, names: readonly string[]) =>
	[...symbols]
		.filter(([name]) => INPUT.test(name) && !COMPUTED.test(name))
		.filter(([name]) => names.includes(name.replace(/^main\./, "").replace(/\[.*$/, "")))
		.map(([, wire]) => wire);

function inputOf(name: string): Record<string, unknown> {
	const state = book.steps.at(-1)?.stateAfter as bigint;
	const fund = { batches: book.batches, place: 0, last: book.last, state, form: SMALL_FORM };
	const step = book.steps.find(({ circuit }) => circuit === name);
	return step === undefined ? fundInput(fund) : step.input;
}

describe.each(SMALL_CIRCUITS)("%s", (name) => {
	it("determines every wire from its inputs and its quotients", async () => {
		const { system, symbols } = await open(name);
		const given = inputsOf(symbols, Object.keys(inputOf(name)));
		const quotients = [...symbols].filter(([signal]) => QUOTIENT.test(signal)).map(([, wire]) => wire);
		const { undetermined, zeroTestInverses } = determinedFrom(system, [...given, ...quotients]);
		expect(undetermined).toEqual([]);
		expect(zeroTestInverses).toEqual([]);
		const alone = determinedFrom(system, given).undetermined;
		for (const wire of quotients) expect(isQuotient(system, wire, alone)).toBe(true);
	});
});

/** The wire times something that is determined is something that is determined, in one constraint at least. */
function isQuotient(system: ConstraintSystem, wire: number, undetermined: readonly number[]): boolean {
	const unknown = new Set(undetermined);
	return [...system.constraintsOf(wire)].some((index) => {
		const constraint = system.constraint(index);
		return [...wiresOf(constraint)].every((other) => other === wire || !unknown.has(other));
	});
}

it("has quotients by numbers that are not zero: keys are below the least gamma", () => {
	const share = circomTemplates().find(({ name }) => name === "PoleShare")?.body;
	expect(share).toContain("signal bits[53] <== Num2Bits(53)(entry);");
	expect(share).toContain("for (var i = 40; i < 53; i++) {\n        key += bits[i] * (1 << (i - 40));");
	expect(KEY_LIMIT).toBe(1n << (53n - 40n));
});

describe("a satisfied witness", () => {
	it.each(["book-batch-8x8", "book-table-32"])("of %s has no wire that can change alone", async (name) => {
		const { system, symbols } = await open(name);
		const step = book.steps.find(({ circuit }) => circuit === name);
		const result = await bench.calculate(step as PreparedBook["steps"][number]);
		if (!result.satisfied) throw new Error(result.refused.message);
		const { broken, anyValue, oneOther } = freeWires(system, result.witness);
		expect(broken).toEqual([]);
		expect(oneOther).toEqual([]);
		const names = new Map([...symbols].map(([signal, wire]) => [wire, signal]));
		expect(anyValue.map((wire) => names.get(wire))).toEqual([]);
	});
});
