/** Random books: accounts with cash, coins, loans and holds, and contracts that always have two sides. */

import type { BookForm } from "../../../src/book/model/book-form.ts";
import type { BookLevel } from "../../../src/book/model/lot-values.ts";
import { lotValues } from "../../../src/book/model/lot-values.ts";
import type { BookPlaces } from "../../../src/book/reference/assess-book.ts";
import { type BookRequest, prepareBook } from "../../../src/book/rounds/prepare-book.ts";
import type { PoseidonHash } from "../../../src/field/poseidon.ts";
import { buildTree } from "../../../src/field/tree.ts";
import { hashLeaf, type SizeClass } from "../../../src/ledger/account-leaf.ts";
import { LEDGER_DEPTH } from "../../../src/ledger/ledger.ts";
import type { RiskTable } from "../../../src/risk/model/risk-table.ts";
import { SNAPSHOT_TIME_MS } from "../../ledger/ledger-fixtures.ts";
import { type Draw, drawFrom } from "../random/seeded-draw.ts";
import { LISTING } from "./book-market.ts";

export const SMALL_FORM: BookForm = { placesPerBatch: 8, idsPerTable: 32 };

const OWN = new Set(["cash", "coin"]);
const OWED = new Set(["hold", "order"]);
const idsOf = (matches: (kind: string) => boolean) =>
	LISTING.instruments.filter(({ kind }) => matches(kind)).map(({ id }) => id);
const ASSETS = idsOf((kind) => OWN.has(kind));
const OBLIGATIONS = idsOf((kind) => OWED.has(kind));
const CONTRACTS = idsOf((kind) => !OWN.has(kind) && !OWED.has(kind));

export type RandomBookRequest = {
	readonly draw: Draw;
	readonly placeCount: number;
	readonly sizeClass?: SizeClass;
	/** Of all places, those without an account. */
	readonly emptyShare?: number;
	/** Sizes are below 2^this lots. */
	readonly qtyBits?: number;
};

/** At least one account; the totals of all contracts are zero. */
export function randomPlaces(request: RandomBookRequest): BookPlaces {
	const { draw, placeCount, sizeClass = 8, emptyShare = 0.3, qtyBits = 24 } = request;
	const places = Array.from({ length: placeCount }, (_, place) =>
		place > 0 && draw.chance(emptyShare) ? undefined : new Map<number, bigint>(),
	);
	const accounts = places.filter((holdings) => holdings !== undefined);
	const add = (holdings: Map<number, bigint>, id: number, qtyLots: bigint) => {
		holdings.set(id, (holdings.get(id) ?? 0n) + qtyLots);
	};
	const hasRoom = (holdings: Map<number, bigint>, id: number) =>
		holdings.has(id) || holdings.size < sizeClass;
	for (const holdings of accounts) {
		for (const id of ASSETS) {
			if (draw.chance(0.5)) add(holdings, id, draw.signed(draw.anyMagnitude(qtyBits)));
		}
		for (const id of OBLIGATIONS) {
			if (draw.chance(0.2)) add(holdings, id, draw.anyMagnitude(qtyBits - 4));
		}
	}
	for (let trade = 0; trade < 6 * accounts.length; trade++) {
		const [buyer, seller] = [draw.pick(accounts), draw.pick(accounts)];
		const id = draw.pick(CONTRACTS);
		if (buyer === seller || !hasRoom(buyer, id) || !hasRoom(seller, id)) continue;
		const qtyLots = draw.anyMagnitude(qtyBits);
		add(buyer, id, qtyLots);
		add(seller, id, -qtyLots);
	}
	return places.map((holdings) => {
		if (holdings === undefined) return undefined;
		return {
			owner: draw.unsigned(1n << 250n),
			salt: draw.unsigned(1n << 250n),
			sizeClass,
			holdings: [...holdings].sort(([one], [other]) => one - other).map(([id, qtyLots]) => ({ id, qtyLots })),
		};
	});
}

export function seededSecret(seed: number): Uint8Array {
	const draw = drawFrom(seed);
	return Uint8Array.from({ length: 32 }, () => draw.integer(0, 255));
}

/** The ledger's root over places, the way that a ledger builds its tree. */
export function ledgerRootOf(hash: PoseidonHash, places: BookPlaces): bigint {
	const leaves = places.map((record) => (record === undefined ? 0n : hashLeaf(hash, record)));
	return buildTree(hash, leaves, LEDGER_DEPTH).root;
}

/** What an honest venue proves of these accounts. */
export function bookRequest(request: {
	readonly places: BookPlaces;
	readonly table: RiskTable;
	readonly level: BookLevel;
	readonly hash: PoseidonHash;
	readonly seed: number;
	readonly form?: BookForm;
	readonly keyHashes?: Readonly<Record<string, string>>;
}): BookRequest {
	const { places, table, level, hash, seed, form = SMALL_FORM, keyHashes = {} } = request;
	return {
		places,
		epoch: {
			venue: "book venue",
			ledgerRoot: ledgerRootOf(hash, places),
			listingHash: LISTING.hash,
			snapshotTimeMs: SNAPSHOT_TIME_MS,
		},
		riskRoot: table.tree.root,
		level,
		instrumentCount: LISTING.instruments.length,
		values: lotValues({ level, listing: LISTING, rows: table.rows, form }),
		form,
		keyHashes,
		epochSecret: seededSecret(seed),
		hash,
	};
}

export { prepareBook };
