/** What a venue could say of one batch of accounts, and where the circuit refuses it. */
import { beforeAll, describe, expect, it } from "vitest";
import { claimsHash } from "../../../src/book/commitments/book-hashes.ts";
import { type PreparedBook, prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import { type BookBench, bookRefusedAt, openBookBench } from "../../support/book/book-bench.ts";
import { bookTable } from "../../support/book/book-market.ts";
import {
	type ForgedBatch,
	forged,
	recommitBefore,
	recommitClaims,
	recommitLeaves,
} from "../../support/book/forged-steps.ts";
import { bookRequest, randomPlaces } from "../../support/book/random-book.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 3_405;
const KEY_SHIFT = 40n;

let bench: BookBench;
let book: PreparedBook;
/** Places 8 … 15: what stands before it is a state with a salt. */
let second: unknown;
beforeAll(async () => {
	bench = await openBookBench();
	const places = randomPlaces({ draw: drawFrom(SEED), placeCount: 16, emptyShare: 0.2 });
	const table = bookTable(bench.hash, SEED);
	book = prepareBook(bookRequest({ places, table, level: "mark", hash: bench.hash, seed: SEED }));
	second = book.steps[1]?.input;
});

const LEAVES = "root === subtreeRoot";
const CLAIMS = "digest.digest === claims";
const BEFORE = "before === stateBefore";
const AFTER = "after === stateAfter";

type Forgery = readonly [name: string, at: string, change: (input: ForgedBatch) => void];

/** The first account with something in its last slot. */
const someone = (input: ForgedBatch) => input.occupied.indexOf(1n);
const nobody = (input: ForgedBatch) => input.occupied.indexOf(0n);
const lastEntry = (input: ForgedBatch) => input.entries[someone(input)] as bigint[];

const ACCOUNTS: readonly Forgery[] = [
	[
		"an account that is left out",
		LEAVES,
		(input) => {
			input.occupied[someone(input)] = 0n;
		},
	],
	[
		"an account where nobody is",
		LEAVES,
		(input) => {
			input.occupied[nobody(input)] = 1n;
		},
	],
	[
		"another size of a position",
		LEAVES,
		(input) => {
			lastEntry(input)[7] = (lastEntry(input)[7] as bigint) + 1n;
		},
	],
	[
		"another side of a position",
		LEAVES,
		(input) => {
			lastEntry(input)[7] = (lastEntry(input)[7] as bigint) ^ (1n << KEY_SHIFT);
		},
	],
	[
		"another owner",
		LEAVES,
		(input) => {
			input.owners[someone(input)] = 7n;
		},
	],
	[
		"two accounts exchanged",
		LEAVES,
		(input) => {
			const [one, other] = [someone(input), input.occupied.lastIndexOf(1n)];
			[input.owners, input.salts, input.entries].forEach((list: unknown[]) => {
				[list[one], list[other]] = [list[other], list[one]];
			});
		},
	],
	[
		"accounts committed to as leaves of another size class",
		LEAVES,
		(input) => {
			recommitLeaves(bench.hash, input, 65_536n + 16n);
		},
	],
	[
		"an account that counts twice",
		"PlaceLeaf",
		(input) => {
			input.occupied[someone(input)] = 2n;
			recommitLeaves(bench.hash, input);
		},
	],
	[
		"an account that counts negatively",
		"PlaceLeaf",
		(input) => {
			input.occupied[someone(input)] = toField(-1n);
			recommitLeaves(bench.hash, input);
		},
	],
	[
		"half an account",
		"PlaceLeaf",
		(input) => {
			input.occupied[someone(input)] = (FIELD_ORDER + 1n) / 2n;
			recommitLeaves(bench.hash, input);
		},
	],
];

const ENTRIES: readonly Forgery[] = (
	[
		["an entry of 2^53", 1n << 53n],
		["an entry that is negative", -5n],
		["a negative quantity of a listed key", (2n << KEY_SHIFT) - (1n << KEY_SHIFT) - (1n << 53n)],
		["an entry that is a fraction", (FIELD_ORDER + 1n) / 2n],
		["an entry one field order below 2^53", (1n << 52n) - FIELD_ORDER / 3n],
	] as const
).map(([name, value]) => [
	`${name}, committed to in the ledger`,
	"PoleShare",
	(input) => {
		lastEntry(input)[0] = toField(value);
		recommitLeaves(bench.hash, input);
	},
]);

const EQUITIES: readonly Forgery[] = [
	[
		"another equity than was claimed",
		CLAIMS,
		(input) => {
			input.equitiesMicroUsd[someone(input)] = 1n;
		},
	],
	[
		"equity moved from one account to another after the claims",
		CLAIMS,
		(input) => {
			const [one, other] = [someone(input), input.occupied.lastIndexOf(1n)];
			input.equitiesMicroUsd[one] = (input.equitiesMicroUsd[one] as bigint) + 1n;
			input.equitiesMicroUsd[other] = (input.equitiesMicroUsd[other] as bigint) - 1n;
		},
	],
	[
		"another salt of the claims",
		CLAIMS,
		(input) => {
			input.claimsSalt += 1n;
		},
	],
	[
		"an equity of 2^61",
		"EquityClaim",
		(input) => {
			input.equitiesMicroUsd[someone(input)] = 1n << 61n;
			recommitClaims(bench.hash, input);
		},
	],
	[
		"an equity below −2^61",
		"EquityClaim",
		(input) => {
			input.equitiesMicroUsd[someone(input)] = -(1n << 61n) - 1n;
			recommitClaims(bench.hash, input);
		},
	],
	[
		"a debt that is the field's order less",
		"EquityClaim",
		(input) => {
			input.equitiesMicroUsd[someone(input)] = toField(-(1n << 63n));
			recommitClaims(bench.hash, input);
		},
	],
	[
		// The lesson of the prototype: one packed element, opened to other numbers once the challenge is known.
		"a word of claims opened again, one digit 2^63 more and the next one less",
		"EquityClaim",
		(input) => {
			input.equitiesMicroUsd[0] = (input.equitiesMicroUsd[0] as bigint) + (1n << 63n);
			input.equitiesMicroUsd[1] = (input.equitiesMicroUsd[1] as bigint) - 1n;
		},
	],
	[
		"a word of claims opened again, moved by the field's order over its lanes",
		"EquityClaim",
		(input) => {
			const inverse = (FIELD_ORDER + 1n) / 2n;
			input.equitiesMicroUsd[0] = toField((input.equitiesMicroUsd[0] as bigint) + inverse);
			input.equitiesMicroUsd[1] = toField((input.equitiesMicroUsd[1] as bigint) - inverse * powerOfTwo(-63n));
		},
	],
	[
		"claims of three lanes",
		CLAIMS,
		(input) => {
			input.claims = claimsHash(bench.hash, [1n, 2n], input.claimsSalt);
		},
	],
];

/** Also negative exponents: 2^−1 = (r + 1)/2. */
function powerOfTwo(exponent: bigint): bigint {
	const half = (FIELD_ORDER + 1n) / 2n;
	let power = 1n;
	for (let at = 0n; at > exponent; at--) power = toField(power * half);
	return power;
}

const STATES: readonly Forgery[] = [
	[
		"fewer deficits before it",
		BEFORE,
		(input) => {
			input.shortfall -= 1n;
		},
	],
	[
		"no poles before it",
		BEFORE,
		(input) => {
			input.poles = 0n;
		},
	],
	[
		"another weighted sum before it",
		BEFORE,
		(input) => {
			input.weighted += 1n;
		},
	],
	[
		"another salt before it",
		BEFORE,
		(input) => {
			input.saltBefore += 1n;
		},
	],
	[
		"a negative shortfall before it, committed to",
		AFTER,
		(input) => {
			input.shortfall = toField(-(1n << 100n));
			recommitBefore(bench.hash, input);
		},
	],
	[
		"one account in deficit fewer after it",
		AFTER,
		(input) => {
			input.shortfall -= 1n << 100n;
			recommitBefore(bench.hash, input);
		},
	],
	[
		"the state before it as the state after it",
		AFTER,
		(input) => {
			input.stateAfter = input.stateBefore;
			input.saltAfter = input.saltBefore;
		},
	],
	[
		"another salt after it",
		AFTER,
		(input) => {
			input.saltAfter += 1n;
		},
	],
	[
		"the place of another batch",
		AFTER,
		(input) => {
			input.firstWeight = toField(input.firstWeight * input.rho);
		},
	],
	[
		"another rho",
		AFTER,
		(input) => {
			input.rho += 1n;
		},
	],
	[
		"another gamma",
		AFTER,
		(input) => {
			input.gamma += 1n;
		},
	],
];

it("accepts the batch that the forgeries start from", async () => {
	expect(bookRefusedAt(await bench.calculate(book.steps[1] as never))).toBe("accepted");
	expect(nobody(second as ForgedBatch)).toBeGreaterThanOrEqual(0);
});

describe.each([
	["accounts", ACCOUNTS],
	["entries", ENTRIES],
	["equities", EQUITIES],
	["states", STATES],
] as const)("of %s", (_what, forgeries) => {
	it.each(forgeries)("%s is refused by %s", async (_name, at, change) => {
		const input = forged(second, change);
		expect(bookRefusedAt(await bench.calculate({ circuit: "book-batch-8x8", input }))).toBe(at);
	});
});
