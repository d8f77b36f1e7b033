import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { TAG_LEAF } from "../../src/field/domain-tags.ts";
import { loadFastPoseidon, poseidon } from "../../src/field/poseidon.ts";
import {
	type AccountRecord,
	entryOf,
	hashLeaf,
	leafElements,
	recordProblem,
	SIZE_CLASSES,
	type SizeClass,
} from "../../src/ledger/account-leaf.ts";
import type { Holding } from "../../src/risk/model/holding.ts";
import { thrownBy } from "../support/session/thrown-by.ts";

const circomlib = await loadFastPoseidon();
const SEED = 7;
const MAX_QTY = (1n << 40n) - 1n;

const RECORD: AccountRecord = {
	owner: 111n,
	salt: (1n << 130n) + 7n,
	holdings: [
		{ id: 1, qtyLots: -136063n },
		{ id: 5, qtyLots: 1n },
		{ id: 4095, qtyLots: -MAX_QTY },
	],
	sizeClass: 16,
};

/** The inputs of every Poseidon call that a leaf takes, and what each returned. */
function callsOf(record: AccountRecord) {
	const calls: { inputs: readonly bigint[]; output: bigint }[] = [];
	hashLeaf((inputs) => {
		const output = circomlib(inputs);
		calls.push({ inputs, output });
		return output;
	}, record);
	return calls;
}

describe("an entry", () => {
	test("holds id, side and size at their places", () => {
		expect(entryOf({ id: 3, qtyLots: 5n })).toBe(3n * 2n ** 41n + 5n);
		expect(entryOf({ id: 3, qtyLots: -5n })).toBe(3n * 2n ** 41n + 2n ** 40n + 5n);
		expect(entryOf({ id: 3, qtyLots: 0n })).toBe(3n * 2n ** 41n);
		expect(entryOf({ id: 4095, qtyLots: -MAX_QTY })).toBe(2n ** 53n - 1n);
	});

	test("is another for every other holding", () => {
		const holding = fc.record({
			id: fc.integer({ min: 1, max: 4095 }),
			qtyLots: fc.bigInt({ min: -MAX_QTY, max: MAX_QTY }),
		});
		const read = (entry: bigint): Holding => {
			const qty = entry & MAX_QTY;
			const negative = ((entry >> 40n) & 1n) === 1n;
			return { id: Number(entry >> 41n), qtyLots: negative ? -qty : qty };
		};
		fc.assert(
			fc.property(holding, (held) => {
				expect(read(entryOf(held))).toEqual(held);
			}),
			{ seed: SEED, verbose: 1 },
		);
	});
});

describe("a leaf", () => {
	test("lists tag, owner, salt, empty slots, then holdings", () => {
		const elements = leafElements(RECORD);
		expect(elements.slice(0, 3)).toEqual([0x10010n, RECORD.owner, RECORD.salt]);
		expect(elements.slice(3, 16)).toEqual(new Array(13).fill(0n));
		expect(elements.slice(16)).toEqual(RECORD.holdings.map(entryOf));
	});

	test("keeps its golden hash, which is circomlib's Poseidon of 16 and then of 4", () => {
		const elements = leafElements(RECORD);
		const state = circomlib(elements.slice(0, 16));
		expect(hashLeaf(poseidon, RECORD)).toBe(circomlib([state, ...elements.slice(16)]));
		expect(hashLeaf(circomlib, RECORD)).toBe(
			13045350182617583905520795938592549432250882512020872163822000483539773539451n,
		);
	});

	test("changes with its owner, its salt, and every quantity and id", () => {
		const leaf = hashLeaf(poseidon, RECORD);
		const others: AccountRecord[] = [
			{ ...RECORD, owner: 112n },
			{ ...RECORD, salt: RECORD.salt + 1n },
			{ ...RECORD, holdings: RECORD.holdings.slice(1) },
			...RECORD.holdings.map((held, at) => ({
				...RECORD,
				holdings: RECORD.holdings.with(at, { ...held, qtyLots: -held.qtyLots }),
			})),
			{ ...RECORD, holdings: RECORD.holdings.with(1, { id: 6, qtyLots: 1n }) },
		];
		for (const other of others) expect(hashLeaf(poseidon, other)).not.toBe(leaf);
	});
});

describe("leaf forms of different size classes", () => {
	const smallSalts = [0n, 1n, 2n, 8n, 1n << 40n];
	const recordIn = (sizeClass: SizeClass, salt: bigint, owner = 9n): AccountRecord => ({
		owner,
		salt,
		holdings: Array.from({ length: sizeClass }, (_, at) => ({ id: at + 1, qtyLots: BigInt(at + 1) })),
		sizeClass,
	});
	const pairs = SIZE_CLASSES.flatMap((a) =>
		SIZE_CLASSES.filter((b) => a !== b).map((b): [SizeClass, SizeClass] => [a, b]),
	);

	test.each(SIZE_CLASSES)("class %i starts every call with its tag or a chain state", (sizeClass) => {
		const calls = callsOf(recordIn(sizeClass, 0n));
		expect(calls.map(({ inputs }) => inputs[0])).toEqual([
			TAG_LEAF + BigInt(sizeClass),
			...calls.slice(0, -1).map(({ output }) => output),
		]);
	});

	test("none ends in an eight-input call, which is a tree node, and all end differently", () => {
		const lastArities = SIZE_CLASSES.map(
			(sizeClass) => callsOf(recordIn(sizeClass, 0n)).at(-1)?.inputs.length,
		);
		expect(lastArities).toEqual([11, 4, 5, 7]);
	});

	test.each(pairs)("a leaf of class %i is no leaf of class %i, even with an empty account", (a, b) => {
		for (const salt of smallSalts) {
			expect(hashLeaf(circomlib, recordIn(a, salt))).not.toBe(hashLeaf(circomlib, recordIn(b, salt)));
			const empty = { owner: 9n, salt, holdings: [] };
			const leafOfA = hashLeaf(circomlib, { ...empty, sizeClass: a });
			expect(leafOfA).not.toBe(hashLeaf(circomlib, { ...empty, sizeClass: b }));
		}
	});

	// The forgery that the tag is there for: without it, a leaf (owner, salt, e0 …) reopens as a longer
	// one when the trader registered the longer one's chain state as owner and the salt is small.
	test.each(pairs)("a chain state of class %i as owner does not reopen a leaf of class %i", (long, short) => {
		for (const salt of smallSalts) {
			const calls = callsOf(recordIn(long, salt));
			for (const { inputs, output } of calls) {
				const forged = recordIn(short, salt, output);
				const shortCalls = callsOf(forged);
				for (const call of shortCalls) {
					expect(call.inputs[0]).not.toBe(forged.owner);
					expect(calls.map((other) => other.output)).not.toContain(call.output);
				}
				expect(inputs[0]).not.toBe(TAG_LEAF + BigInt(short));
			}
		}
	});
});

describe("a record that cannot be a leaf", () => {
	const held = (...holdings: Holding[]): AccountRecord => ({ ...RECORD, holdings });
	const many = Array.from({ length: 17 }, (_, at) => ({ id: at + 1, qtyLots: 1n }));

	test.each<[string, AccountRecord, RegExp]>([
		["an id twice", held({ id: 3, qtyLots: 1n }, { id: 3, qtyLots: 1n }), /ids must increase/],
		["ids out of order", held({ id: 4, qtyLots: 1n }, { id: 3, qtyLots: 1n }), /ids must increase/],
		["id 0", held({ id: 0, qtyLots: 1n }), /not an instrument id/],
		["id 4096", held({ id: 4096, qtyLots: 1n }), /not an instrument id/],
		["2^40 lots", held({ id: 1, qtyLots: MAX_QTY + 1n }), /too many/],
		["−2^40 lots", held({ id: 1, qtyLots: -MAX_QTY - 1n }), /too many/],
		["17 holdings in class 16", held(...many), /do not fit/],
		["an unknown size class", { ...RECORD, sizeClass: 15 as SizeClass }, /not a size class/],
		["an owner beyond the field", { ...RECORD, owner: FIELD_ORDER }, /not a field element/],
		["a negative salt", { ...RECORD, salt: -1n }, /not a field element/],
	])("is refused: %s", (_what, record, problem) => {
		expect(thrownBy(() => hashLeaf(poseidon, record)).code).toBe("RECORD_MALFORMED");
		expect(recordProblem(record)).toMatch(problem);
	});
});
