/** A whole book with real proofs: it verifies, and every lie about it is named. */
import { beforeAll, describe, expect, it } from "vitest";
import { type BookRecord, bookRecordToJson, parseBookRecord } from "../../../src/book/record/book-record.ts";
import { type VerifyBookRequest, verifyBook } from "../../../src/book/verify/verify-book.ts";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { bookJudge } from "../../../src/proof/statements/book-judge.ts";
import { closeBook, proveBook } from "../../../src/proof/statements/prove-book.ts";
import { seededBytes } from "../../ledger/ledger-fixtures.ts";
import { bookTable, LISTING } from "../../support/book/book-market.ts";
import { FUND_PLACE, type ProvenBook, provenBook } from "../../support/book/proven-book.ts";

const SEED = 27_182;

let proven: ProvenBook;
let funded: BookRecord;
beforeAll(async () => {
	proven = await provenBook(SEED);
	const { book, tools, record } = proven;
	funded = { ...record, close: await closeBook({ book, tools, fundPlace: FUND_PLACE }) };
});

const verify = (record: BookRecord, known: Partial<VerifyBookRequest> = {}) =>
	verifyBook({ ...proven.known, ...known, record });

async function findingsOf(record: BookRecord, known: Partial<VerifyBookRequest> = {}): Promise<string[]> {
	const { holds, findings } = await verify(record, known);
	expect(holds).toBe(findings.length === 0);
	return findings.map(({ code, message }) =>
		code === "BOOK_PROOF_FALSE" ? `false: ${/proof of (.*) \(/.exec(message)?.[1]}` : code,
	);
}

it("holds, and says what the accounts add up to", async () => {
	const { book, record } = proven;
	const { holds, findings, report } = await verify(record);
	expect(findings).toEqual([]);
	expect(holds).toBe(true);
	expect(book.figures.deficitCount).toBeGreaterThan(0);
	expect(report).toEqual({
		level: "mark",
		totals: LISTING.instruments.map(({ id, name }) => ({
			instrument: name,
			totalLots: book.figures.totalsLots[id],
		})),
		deficitCount: book.figures.deficitCount,
		deficitMicroUsd: book.figures.deficitMicroUsd,
		batches: 2,
	});
});

it("holds with a fund that covers the deficits, and shows neither", async () => {
	expect(await findingsOf(funded)).toEqual([]);
	const { report } = await verify(funded);
	expect(report.deficitMicroUsd).toBeUndefined();
	expect(report.deficitCount).toBe(proven.book.figures.deficitCount);
});

it("is the same record after having been a file, and takes no other spelling of it", () => {
	for (const record of [proven.record, funded]) {
		const json: unknown = JSON.parse(JSON.stringify(bookRecordToJson(record)));
		expect(parseBookRecord(json)).toEqual(record);
		expect(() => parseBookRecord({ ...(json as object), extra: 1 })).toThrow(
			expect.objectContaining({ code: "BOOK_MALFORMED" }),
		);
	}
});

it("refuses a fund that does not cover the deficits, and an account that is not there", async () => {
	const { book, tools } = proven;
	const poor = book.figures.equitiesMicroUsd.findIndex((equity) => equity < 0n);
	await expect(closeBook({ book, tools, fundPlace: poor })).rejects.toMatchObject({
		code: "BOOK_FUND_TOO_SMALL",
	});
	await expect(closeBook({ book, tools, fundPlace: 4_000 })).rejects.toMatchObject({ code: "BOOK_NO_FUND" });
	await expect(
		proveBook({ book, instrumentCount: LISTING.instruments.length, tools: new Map() }),
	).rejects.toMatchObject({ code: "BOOK_TOOL_MISSING" });
});

const ALL_PROOFS = ["false: batch 0", "false: batch 1", "false: table 0"];
const id = (kind: string) => LISTING.instruments.find((listed) => listed.kind === kind)?.id as number;
const first = <Item>(list: readonly Item[]) => list[0] as Item;
const withTotal = (record: BookRecord, of: string, change: (total: bigint) => bigint): BookRecord => ({
	...record,
	totalsLots: record.totalsLots.map((total, at) => (at === id(of) - 1 ? change(total) : total)),
});
const withBatch = (record: BookRecord, at: number, change: Partial<BookRecord["batches"][number]>) => ({
	...record,
	batches: record.batches.map((batch, place) => (place === at ? { ...batch, ...change } : batch)),
});
const withTable = (record: BookRecord, change: Partial<BookRecord["tables"][number]>) => ({
	...record,
	tables: record.tables.map((table) => ({ ...table, ...change })),
});
const opened = (record: BookRecord) => record.close as Extract<BookRecord["close"], { kind: "opened" }>;
const fundOf = (record: BookRecord) => record.close as Extract<BookRecord["close"], { kind: "fund" }>;

const LIES: readonly (readonly [
	name: string,
	expected: readonly string[],
	lie: (record: BookRecord) => BookRecord,
])[] = [
	["it owes a lot less", ALL_PROOFS, (record) => withTotal(record, "coin", (total) => total - 1n)],
	[
		"it owes what wraps in the field to the same",
		["BOOK_TOTAL_TOO_LARGE"],
		(record) => withTotal(record, "coin", (total) => total - FIELD_ORDER),
	],
	["a long has no short", ["BOOK_DERIVATIVE_OPEN"], (record) => withTotal(record, "option", () => 1n)],
	[
		"one total is missing",
		["BOOK_TOTALS_COUNT"],
		(record) => ({ ...record, totalsLots: record.totalsLots.slice(1) }),
	],
	[
		"a subtree is dropped",
		["BOOK_ROOT_DIFFERS"],
		(record) => ({ ...record, batches: record.batches.slice(0, 1) }),
	],
	[
		"a batch is repeated",
		["BOOK_BATCH_ORDER"],
		(record) => ({ ...record, batches: [...record.batches, first(record.batches)] }),
	],
	[
		"batches are in another order",
		["BOOK_BATCH_ORDER"],
		(record) => ({ ...record, batches: record.batches.toReversed() }),
	],
	["a batch is moved", ["BOOK_ROOT_DIFFERS"], (record) => withBatch(record, 1, { index: 2 })],
	[
		"a batch lies outside of every ledger",
		["BOOK_BATCH_UNKNOWN"],
		(record) => withBatch(record, 1, { index: 1 << 21 }),
	],
	[
		"a batch has accounts of 64 positions",
		["BOOK_BATCH_UNKNOWN"],
		(record) => withBatch(record, 1, { sizeClass: 64 }),
	],
	["a batch has another root", ["BOOK_ROOT_DIFFERS"], (record) => withBatch(record, 0, { subtreeRoot: 5n })],
	["a batch has other claims", ALL_PROOFS, (record) => withBatch(record, 0, { claims: 5n })],
	[
		"a state between two proofs is another",
		["false: batch 0", "false: batch 1"],
		(record) => withBatch(record, 0, { stateAfter: 5n }),
	],
	[
		"two proofs are exchanged",
		["false: batch 0", "false: batch 1"],
		(record) => {
			const [one, other] = record.batches.map(({ proof }) => proof) as [string, string];
			return withBatch(withBatch(record, 0, { proof: other }), 1, { proof: one });
		},
	],
	["a proof is none", ["false: batch 1"], (record) => withBatch(record, 1, { proof: "A".repeat(171) })],
	["the sums are others", ALL_PROOFS.slice(0, 3), (record) => withTable(record, { sums: 5n })],
	["the last state is another", ["BOOK_NOT_CLOSED"], (record) => withTable(record, { stateAfter: 5n })],
	[
		"there are two tables",
		["BOOK_TABLES_COUNT"],
		(record) => ({ ...record, tables: [...record.tables, ...record.tables] }),
	],
	["it was at haircuts", ALL_PROOFS, (record) => ({ ...record, level: "haircut" })],
	[
		"deficits are a µUSD less",
		["BOOK_NOT_CLOSED"],
		(record) => ({
			...record,
			close: { ...opened(record), deficitMicroUsd: opened(record).deficitMicroUsd - 1n },
		}),
	],
	[
		"one account less is in deficit",
		["BOOK_NOT_CLOSED"],
		(record) => ({ ...record, close: { ...opened(record), deficitCount: opened(record).deficitCount - 1 } }),
	],
	[
		"one account less is in deficit, and 2^100 µUSD more are",
		["BOOK_DEFICIT_TOO_LARGE"],
		(record) => ({
			...record,
			close: {
				...opened(record),
				deficitCount: opened(record).deficitCount - 1,
				deficitMicroUsd: opened(record).deficitMicroUsd + (1n << 100n),
			},
		}),
	],
	[
		"more accounts are in deficit than there are places",
		["BOOK_DEFICIT_TOO_LARGE", "BOOK_NOT_CLOSED"],
		(record) => ({ ...record, close: { ...opened(record), deficitCount: 17 } }),
	],
	[
		"the salt of the last state is another",
		["BOOK_NOT_CLOSED"],
		(record) => ({ ...record, close: { ...opened(record), salt: 5n } }),
	],
	[
		"it is another venue's",
		["BOOK_EPOCH_DIFFERS"],
		(record) => ({ ...record, epoch: { ...record.epoch, venue: "other" } }),
	],
	[
		"it was made at another time",
		["BOOK_EPOCH_DIFFERS"],
		(record) => ({ ...record, epoch: { ...record.epoch, snapshotTimeMs: 1 } }),
	],
	[
		"it is of another ledger",
		["BOOK_EPOCH_DIFFERS", "BOOK_ROOT_DIFFERS"],
		(record) => ({ ...record, epoch: { ...record.epoch, ledgerRoot: 1n } }),
	],
	[
		"it is of another listing",
		["BOOK_EPOCH_DIFFERS", "BOOK_LISTING_DIFFERS"],
		(record) => ({ ...record, epoch: { ...record.epoch, listingHash: `0x${"11".repeat(32)}` } }),
	],
	["it is of another table", ["BOOK_TABLE_DIFFERS"], (record) => ({ ...record, riskRoot: 1n })],
];

describe("a record that says", () => {
	it.each(LIES)("%s is refused: %s", async (_name, expected, lie) => {
		expect(await findingsOf(lie(proven.record))).toEqual(expected);
	});
});

const FUND_LIES: readonly (readonly [
	name: string,
	expected: readonly string[],
	lie: (close: Extract<BookRecord["close"], { kind: "fund" }>) => Partial<BookRecord["close"]>,
])[] = [
	[
		"fewer accounts are in deficit",
		["false: fund"],
		({ deficitCount }) => ({ deficitCount: deficitCount - 1 }),
	],
	["the fund is somebody else's", ["false: fund"], ({ owner }) => ({ owner: owner + 1n })],
	["the fund is in another batch", ["false: fund"], () => ({ batch: 1 })],
	["the fund is in no batch", ["BOOK_FUND_NOT_FOUND"], () => ({ batch: 7 })],
	[
		"the fund's proof is one of a batch",
		["false: fund"],
		() => ({ proof: first(proven.record.batches).proof }),
	],
];

describe("a record with a fund that says", () => {
	it.each(FUND_LIES)("%s is refused: %s", async (_name, expected, lie) => {
		const close = { ...fundOf(funded), ...lie(fundOf(funded)) } as BookRecord["close"];
		expect(await findingsOf({ ...funded, close })).toEqual(expected);
	});
});

describe("an auditor who knows", () => {
	it("another epoch, listing or table than the venue's finds that out", async () => {
		const { record, known } = proven;
		expect(await findingsOf(record, { epoch: { ...known.epoch, ledgerRoot: 7n } })).toEqual([
			"BOOK_EPOCH_DIFFERS",
		]);
		expect(await findingsOf(record, { listing: { ...LISTING, hash: `0x${"22".repeat(32)}` } })).toEqual([
			"BOOK_LISTING_DIFFERS",
		]);
		expect(await findingsOf(record, { table: bookTable(known.hash, SEED + 1) })).toEqual([
			"BOOK_TABLE_DIFFERS",
		]);
	});

	it("another mark under the same root finds that no proof is about it", async () => {
		const { record, known, table } = proven;
		const coin = id("coin");
		const rows = table.rows.map((row, at) =>
			at === coin
				? { ...row, stressMicroUsd: [(row.stressMicroUsd[0] as bigint) + 1n, ...row.stressMicroUsd.slice(1)] }
				: row,
		);
		expect(await findingsOf(record, { table: { ...known.table, rows } })).toEqual(ALL_PROOFS);
	});

	it("other keys finds that no proof is under them", async () => {
		const { record, keys } = proven;
		const swapped = { ...keys, "book-batch-8x8": keys["book-table-32"] as (typeof keys)[string] };
		const judge = bookJudge({ keys: swapped, randomBytes: seededBytes(1) });
		expect(await findingsOf(record, { judge })).toEqual(ALL_PROOFS);
	});

	it("no key of a circuit is told so", async () => {
		const judge = bookJudge({ keys: {}, randomBytes: seededBytes(1) });
		await expect(verify(proven.record, { judge })).rejects.toMatchObject({ code: "BOOK_KEY_MISSING" });
	});
});
