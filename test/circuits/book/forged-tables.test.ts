/** What a venue could say of the sums over all accounts, and of its fund, and where the circuits refuse it. */
import { beforeAll, describe, expect, it } from "vitest";
import { sumsHash, valuesHash } from "../../../src/book/commitments/book-hashes.ts";
import { fundInput } from "../../../src/book/rounds/fund-input.ts";
import { type PreparedBook, prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import { toField } from "../../../src/field/bn254.ts";
import { treePath } from "../../../src/field/tree.ts";
import { type BookBench, bookRefusedAt, openBookBench } from "../../support/book/book-bench.ts";
import { bookTable, LISTING } from "../../support/book/book-market.ts";
import {
	type ForgedFund,
	type ForgedTable,
	forged,
	recommitBefore,
} from "../../support/book/forged-steps.ts";
import { bookRequest, randomPlaces, SMALL_FORM } from "../../support/book/random-book.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";

const SEED = 8_191;
const FUND_PLACE = 5;
const CASH = LISTING.instruments.find(({ kind }) => kind === "cash")?.id as number;

let bench: BookBench;
let book: PreparedBook;
let fund: ForgedFund;
beforeAll(async () => {
	bench = await openBookBench();
	const places = [...randomPlaces({ draw: drawFrom(SEED), placeCount: 16, emptyShare: 0.2 })];
	places[FUND_PLACE] = {
		owner: 77n,
		salt: 78n,
		sizeClass: 8,
		holdings: [{ id: CASH, qtyLots: 1n << 39n }],
	};
	const table = bookTable(bench.hash, SEED);
	book = prepareBook(bookRequest({ places, table, level: "haircut", hash: bench.hash, seed: SEED }));
	const state = book.steps.at(-1)?.stateAfter as bigint;
	fund = fundInput({
		batches: book.batches,
		place: FUND_PLACE,
		last: book.last,
		state,
		form: SMALL_FORM,
	}) as unknown as ForgedFund;
});

const SUMS = "sumsDigest === sums";
const VALUES = "valuesDigest === values";
const TOTALS = "folded[0] === totals";
const BEFORE = "before === stateBefore";
const AFTER = "after === stateAfter";

const recommitSums = (input: ForgedTable) => {
	input.sums = sumsHash(bench.hash, input, input.sumsSalt);
};

const TABLES: readonly (readonly [name: string, at: string, change: (input: ForgedTable) => void])[] = [
	[
		"a quantity that was not committed to",
		SUMS,
		(input) => {
			input.qtysLots[4] = (input.qtysLots[4] as bigint) + 1n;
		},
	],
	[
		"a weighted quantity that was not committed to",
		SUMS,
		(input) => {
			input.weightedQtysLots[4] = (input.weightedQtysLots[4] as bigint) + 1n;
		},
	],
	[
		"another salt of the sums",
		SUMS,
		(input) => {
			input.sumsSalt += 1n;
		},
	],
	[
		"the mark of another id",
		VALUES,
		(input) => {
			const [one, other] = [2 * CASH, 2 * CASH + 4];
			[input.valuesMicroUsd[one], input.valuesMicroUsd[other]] = [
				input.valuesMicroUsd[other] as bigint,
				input.valuesMicroUsd[one] as bigint,
			];
		},
	],
	[
		"a debt that is worth nothing",
		VALUES,
		(input) => {
			input.valuesMicroUsd[2 * CASH + 1] = 0n;
		},
	],
	[
		"values moved by one",
		VALUES,
		(input) => {
			input.valuesMicroUsd[0] = 1n;
		},
	],
	[
		"values of a shorter table",
		VALUES,
		(input) => {
			input.values = valuesHash(bench.hash, input.valuesMicroUsd.slice(0, -1));
		},
	],
	[
		"a smaller public total",
		TOTALS,
		(input) => {
			input.totals = toField(input.totals - 1n);
		},
	],
	[
		"a counterparty that is invented: one lot more on the short side, committed to",
		TOTALS,
		(input) => {
			input.qtysLots[9] = (input.qtysLots[9] as bigint) + 1n;
			recommitSums(input);
		},
	],
	[
		"both sides one lot more, committed to: the totals stay, a pole does not",
		AFTER,
		(input) => {
			input.qtysLots[8] = (input.qtysLots[8] as bigint) + 1n;
			input.qtysLots[9] = (input.qtysLots[9] as bigint) + 1n;
			recommitSums(input);
		},
	],
	[
		"a weighted sum one more, committed to",
		AFTER,
		(input) => {
			input.weightedQtysLots[8] = toField((input.weightedQtysLots[8] as bigint) + 1n);
			recommitSums(input);
		},
	],
	[
		"totals folded with another beta",
		TOTALS,
		(input) => {
			input.beta += 1n;
		},
	],
	[
		"fewer deficits",
		BEFORE,
		(input) => {
			input.shortfall -= 1n;
		},
	],
	[
		"fewer deficits before it, committed to, as many after it",
		AFTER,
		(input) => {
			input.shortfall -= 1n;
			recommitBefore(bench.hash, input);
		},
	],
	[
		"poles that are gone before it",
		BEFORE,
		(input) => {
			input.poles = 0n;
		},
	],
	[
		"another weighted sum before it",
		BEFORE,
		(input) => {
			input.weighted = toField(input.weighted - 1n);
		},
	],
	[
		"another salt before it",
		BEFORE,
		(input) => {
			input.saltBefore = 0n;
		},
	],
	[
		"the ids of the next table",
		AFTER,
		(input) => {
			input.firstKey += 64n;
		},
	],
	[
		"another gamma",
		AFTER,
		(input) => {
			input.gamma += 1n;
		},
	],
	[
		"a gamma that is a key of the table",
		"inverses[k] * (gamma - firstKey - k) === 1",
		(input) => {
			input.gamma = 6n;
		},
	],
	[
		"another salt after it",
		AFTER,
		(input) => {
			input.saltAfter = 0n;
		},
	],
];

it("accepts the table and the fund that the forgeries start from", async () => {
	expect(bookRefusedAt(await bench.calculate(book.steps.at(-1) as never))).toBe("accepted");
	expect(bookRefusedAt(await bench.calculate({ circuit: "book-fund-8x8", input: fund }))).toBe("accepted");
	expect(book.figures.deficitCount).toBeGreaterThan(1);
});

describe("a table", () => {
	it.each(TABLES)("with %s is refused by %s", async (_name, at, change) => {
		const input = forged(book.steps.at(-1)?.input, change);
		expect(bookRefusedAt(await bench.calculate({ circuit: "book-table-32", input }))).toBe(at);
	});
});

const STATE = "last === state";
const ON_PATH = "AssertTreePath";
const CLAIMS = "digest === claims";
const SHIFT = 1n << 100n;

const FUNDS: readonly (readonly [name: string, at: string, change: (input: ForgedFund) => void])[] = [
	[
		"a smaller total of deficits",
		STATE,
		(input) => {
			input.deficitMicroUsd -= 1n;
		},
	],
	[
		"one account in deficit fewer",
		STATE,
		(input) => {
			input.deficitCount -= 1n;
		},
	],
	[
		"one account fewer and 2^100 µUSD more",
		"RangeChecked",
		(input) => {
			input.deficitCount -= 1n;
			input.deficitMicroUsd += SHIFT;
		},
	],
	[
		"one account more and 2^100 µUSD less",
		"RangeChecked",
		(input) => {
			input.deficitCount += 1n;
			input.deficitMicroUsd = toField(input.deficitMicroUsd - SHIFT);
		},
	],
	[
		"another last state",
		STATE,
		(input) => {
			input.state += 1n;
		},
	],
	[
		"another salt of the last state",
		STATE,
		(input) => {
			input.stateSalt += 1n;
		},
	],
	[
		"the first state of a book",
		STATE,
		(input) => {
			input.state = book.steps[0]?.input.stateBefore as bigint;
		},
	],
	[
		"a customer's account, with the fund's owner",
		ON_PATH,
		(input) => {
			const { tree } = (book.batches[0] as PreparedBook["batches"][number]).batch;
			input.placeBits = [0n, 0n, 0n];
			input.path = structuredClone(treePath(tree, 0)) as bigint[][];
		},
	],
	[
		"another owner",
		ON_PATH,
		(input) => {
			input.fundOwner = 76n;
		},
	],
	[
		"another salt of its record",
		ON_PATH,
		(input) => {
			input.accountSalt += 1n;
		},
	],
	[
		"more cash than it has",
		ON_PATH,
		(input) => {
			input.entries[7] = (input.entries[7] as bigint) + 1n;
		},
	],
	[
		"a place next to its own",
		ON_PATH,
		(input) => {
			input.placeBits = [0n, 0n, 1n];
		},
	],
	[
		"a place that is no bits",
		"placeBits[i] * (placeBits[i] - 1) === 0",
		(input) => {
			input.placeBits = [5n, 0n, 0n];
		},
	],
	[
		"another equity than was claimed",
		CLAIMS,
		(input) => {
			input.claimWords[1] = (input.claimWords[1] as bigint) + (1n << 63n);
		},
	],
	[
		"claims of another batch",
		CLAIMS,
		(input) => {
			input.claims = book.batches[1]?.claims as bigint;
		},
	],
	[
		"another batch",
		"root === subtreeRoot",
		(input) => {
			input.subtreeRoot = book.batches[1]?.subtreeRoot as bigint;
		},
	],
];

describe("a fund", () => {
	it.each(FUNDS)("with %s is refused by %s", async (_name, at, change) => {
		const input = forged(fund, change);
		expect(bookRefusedAt(await bench.calculate({ circuit: "book-fund-8x8", input }))).toBe(at);
	});

	it("of an account that does not cover the deficits is refused by RangeChecked", async () => {
		const poor = book.figures.equitiesMicroUsd.findIndex((equity) => equity < 0n);
		const input = fundInput({
			batches: book.batches,
			place: poor,
			last: book.last,
			state: fund.state,
			form: SMALL_FORM,
		});
		expect(bookRefusedAt(await bench.calculate({ circuit: "book-fund-8x8", input }))).toBe("RangeChecked");
	});

	it("cannot be nobody", () => {
		expect(() =>
			fundInput({ batches: book.batches, place: 99, last: book.last, state: fund.state, form: SMALL_FORM }),
		).toThrow(expect.objectContaining({ code: "BOOK_NO_FUND" }));
	});
});
