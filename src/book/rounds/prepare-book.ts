/**
 * All rounds of a book in one process: from the accounts of a ledger to the inputs of every proof.
 *
 * Danger: what this returns opens every account. Only `statement`, `sums` and the states' hashes are public.
 */
import { InputError } from "../../errors/base.ts";
import type { PoseidonHash } from "../../field/poseidon.ts";
import type { LedgerEpoch } from "../../ledger/ledger-epoch.ts";
import { valuesHash } from "../commitments/book-hashes.ts";
import type { BookForm } from "../model/book-form.ts";
import { type BookLevel, tablesOf } from "../model/lot-values.ts";
import { assessBook, type BookFigures, type BookPlaces } from "../reference/assess-book.ts";
import {
	type BookChallenges,
	type BookStatement,
	drawGammaAndBeta,
	drawRho,
	statementHash,
} from "../transcript/book-transcript.ts";
import { rootOfSubtrees } from "../transcript/subtree-roots.ts";
import { type BookStep, bookSteps, type OpenState } from "./book-steps.ts";
import { claimEquities, type OpenBatch } from "./claim-equities.ts";
import { cutBatches } from "./cut-batches.ts";
import { addSums, commitTables, foldQuantities, type OpenTable } from "./fold-quantities.ts";

export type BookRequest = {
	readonly places: BookPlaces;
	readonly epoch: LedgerEpoch;
	readonly riskRoot: bigint;
	readonly level: BookLevel;
	/** Ids 1 … this are listed. */
	readonly instrumentCount: number;
	/** µUSD per lot by key, see `lotValues`. */
	readonly values: readonly bigint[];
	readonly form: BookForm;
	/** Verification keys' hashes by circuit. */
	readonly keyHashes: Readonly<Record<string, string>>;
	/** 32 bytes, new for every attempt at a book. */
	readonly epochSecret: Uint8Array;
	readonly hash: PoseidonHash;
};

export type PreparedBook = {
	readonly figures: BookFigures;
	readonly statement: BookStatement;
	readonly challenges: BookChallenges;
	readonly batches: readonly OpenBatch[];
	readonly tables: readonly OpenTable[];
	/** Batches, then tables. */
	readonly steps: readonly BookStep[];
	readonly last: OpenState;
};

/**
 * @throws InputError `BOOK_LEDGER_DIFFERS`, `BOOK_ID_UNLISTED`, and those of `cutBatches` and `claimEquities`
 */
export function prepareBook(request: BookRequest): PreparedBook {
	const { places, epoch, riskRoot, level, values, form, keyHashes, epochSecret, hash } = request;
	const cut = cutBatches({ places, form, hash });
	const roots = new Map(cut.map(({ index, tree }) => [index, tree.root]));
	if (rootOfSubtrees(hash, roots, form) !== epoch.ledgerRoot) throw ledgerDiffers();
	requireListed(places, request.instrumentCount);
	const figures = assessBook(places, values);
	const { placesPerBatch } = form;
	const batches = cut.map((batch) => {
		const first = batch.index * placesPerBatch;
		const equitiesMicroUsd = batch.records.map((_, at) => figures.equitiesMicroUsd[first + at] ?? 0n);
		return claimEquities({ batch, equitiesMicroUsd, form, epochSecret, hash });
	});
	const statement = {
		epoch,
		riskRoot,
		level,
		form,
		totalsLots: figures.totalsLots,
		values: tablesOf(values, 2 * form.idsPerTable).map((own) => valuesHash(hash, own)),
		keyHashes,
		batches: batches.map(({ index, sizeClass, subtreeRoot, claims }) => ({
			index,
			sizeClass,
			subtreeRoot,
			claims,
		})),
	};
	const fixed = statementHash(statement);
	const rho = drawRho(fixed);
	const parts = batches.map(({ batch: { index, records } }) =>
		foldQuantities({ records, firstPlace: index * placesPerBatch, rho, keyCount: values.length }),
	);
	const tables = commitTables({ total: addSums(parts, values.length), form, epochSecret, hash });
	const sums = tables.map((table) => table.sums);
	const challenges = { rho, ...drawGammaAndBeta(fixed, sums) };
	const chained = bookSteps({ batches, tables, values, challenges, form, epochSecret, hash });
	return { figures, statement, challenges, batches, tables, ...chained };
}

function requireListed(places: BookPlaces, instrumentCount: number): void {
	for (const [place, record] of places.entries()) {
		const beyond = record?.holdings.find(({ id }) => id > instrumentCount);
		if (beyond === undefined) continue;
		throw new InputError({
			code: "BOOK_ID_UNLISTED",
			message: `the account at place ${place} holds instrument ${beyond.id}, which is not listed`,
			field: `places[${place}]`,
			hint: "ledger and listing must be those of one epoch",
		});
	}
}

function ledgerDiffers(): InputError {
	return new InputError({
		code: "BOOK_LEDGER_DIFFERS",
		message: "these accounts do not make up the ledger's root",
		field: "places",
		hint: "prove the book of a ledger from the file that its root was made from",
	});
}
