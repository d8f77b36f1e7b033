/** A small book with real proofs, made once per test file: two batches of eight, one table, and a fund. */
import type { BookRecord } from "../../../src/book/record/book-record.ts";
import { type PreparedBook, prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import type { ProofJudge, VerifyBookRequest } from "../../../src/book/verify/verify-book.ts";
import type { VerificationKey } from "../../../src/proof/keys/verification-key.ts";
import { verificationKeyHash } from "../../../src/proof/keys/verification-key.ts";
import { bookJudge } from "../../../src/proof/statements/book-judge.ts";
import { type BookTools, proveBook } from "../../../src/proof/statements/prove-book.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { seededBytes } from "../../ledger/ledger-fixtures.ts";
import { sharedKey } from "../circuits/shared-key.ts";
import { drawFrom } from "../random/seeded-draw.ts";
import { openBookBench } from "./book-bench.ts";
import { bookTable, LISTING } from "./book-market.ts";
import { bookRequest, randomPlaces } from "./random-book.ts";

export const FUND_PLACE = 3;

export type ProvenBook = {
	readonly book: PreparedBook;
	readonly table: RiskTable;
	readonly tools: BookTools;
	readonly keys: Readonly<Record<string, VerificationKey>>;
	readonly judge: ProofJudge;
	/** With its deficits open. */
	readonly record: BookRecord;
	/** What an auditor knows. */
	readonly known: Omit<VerifyBookRequest, "record">;
};

export async function provenBook(seed: number): Promise<ProvenBook> {
	const { hash, circuits } = await openBookBench();
	const tools = new Map(
		await Promise.all(
			[...circuits].map(
				async ([name, circuit]) => [name, { circuit, key: await sharedKey(circuit) }] as const,
			),
		),
	);
	const keys = Object.fromEntries([...tools].map(([name, { key }]) => [name, key.verificationKey]));
	const places = [...randomPlaces({ draw: drawFrom(seed), placeCount: 16, emptyShare: 0.2 })];
	const cash = LISTING.instruments.find(({ kind }) => kind === "cash")?.id as number;
	places[FUND_PLACE] = {
		owner: 91n,
		salt: 1n << 200n,
		sizeClass: 8,
		holdings: [{ id: cash, qtyLots: 1n << 39n }],
	};
	const table = bookTable(hash, seed);
	const keyHashes = Object.fromEntries(
		Object.entries(keys)
			.filter(([name]) => !name.startsWith("book-fund"))
			.map(([name, key]) => [name, verificationKeyHash(key)]),
	);
	const request = bookRequest({ places: balanced(places), table, level: "mark", hash, seed, keyHashes });
	const book = prepareBook(request);
	const instrumentCount = LISTING.instruments.length;
	const judge = bookJudge({ keys, randomBytes: seededBytes(seed) });
	const { epoch } = request;
	return {
		book,
		table,
		tools,
		keys,
		judge,
		record: await proveBook({ book, instrumentCount, tools }),
		known: { epoch, listing: LISTING, table, judge, hash },
	};
}

/** The fund took an account's place: the last account takes over what is open in contracts, as far as it has room. */
function balanced(places: Parameters<typeof prepareBook>[0]["places"]): typeof places {
	const derivatives = new Set(
		LISTING.instruments
			.filter(({ kind }) => kind === "perpetual" || kind === "future" || kind === "option")
			.map(({ id }) => id),
	);
	const totals = new Map<number, bigint>();
	for (const { id, qtyLots } of places.flatMap((account) => account?.holdings ?? [])) {
		if (derivatives.has(id)) totals.set(id, (totals.get(id) ?? 0n) + qtyLots);
	}
	return places.map((account) => {
		if (account === undefined) return undefined;
		const holdings = account.holdings.map(({ id, qtyLots }) => {
			const open = totals.get(id) ?? 0n;
			totals.set(id, 0n);
			return { id, qtyLots: derivatives.has(id) ? qtyLots - open : qtyLots };
		});
		return { ...account, holdings };
	});
}
