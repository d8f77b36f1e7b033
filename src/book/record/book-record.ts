/**
 * What a venue publishes of a book: everything that anybody needs to verify it, and nothing of an account. Values
 * of a lot are not in it: whoever verifies takes them from the risk table that they trust.
 */
import { z } from "zod";
import { FIELD_ORDER, formatFieldElement } from "../../field/bn254.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { SIZE_CLASSES } from "../../ledger/account-leaf.ts";
import { fieldElementSchema, hash32Schema, timeMsSchema, venueSchema } from "../../ledger/json-elements.ts";
import type { LedgerEpoch } from "../../ledger/ledger-epoch.ts";
import { MAX_LISTED_INSTRUMENTS } from "../../market/instruments/instrument.ts";
import { type BookForm, IDS_PER_TABLE, mostBatches, PLACES_PER_BATCH } from "../model/book-form.ts";
import { BOOK_LEVELS, type BookLevel } from "../model/lot-values.ts";
import type { ClaimedBatch } from "../transcript/book-transcript.ts";

/** A Groth16 proof in 128 bytes, base64url: compressed a, b and c. */
export type ProofText = string;

export type RecordedBatch = ClaimedBatch & { readonly stateAfter: bigint; readonly proof: ProofText };

export type RecordedTable = {
	readonly sums: bigint;
	readonly stateAfter: bigint;
	readonly proof: ProofText;
};

/** How the last state is opened: with its numbers, or by a proof that a fund covers them. */
export type BookClose =
	| {
			readonly kind: "opened";
			readonly deficitCount: number;
			readonly deficitMicroUsd: bigint;
			readonly salt: bigint;
	  }
	| {
			readonly kind: "fund";
			readonly deficitCount: number;
			/** Owner of the fund's account, `P2(1, secret)`. */
			readonly owner: bigint;
			/** Index of the batch that the fund is in. */
			readonly batch: number;
			readonly proof: ProofText;
	  };

export type BookRecord = {
	readonly epoch: LedgerEpoch;
	readonly riskRoot: bigint;
	readonly level: BookLevel;
	readonly form: BookForm;
	/** Signed lots of all accounts, of each listed instrument in order of ids. */
	readonly totalsLots: readonly bigint[];
	/** In order of indexes; subtrees in which nobody is are left out. */
	readonly batches: readonly RecordedBatch[];
	readonly tables: readonly RecordedTable[];
	readonly close: BookClose;
};

export const BOOK_FORMAT = "zkmargin-book/1";

const proofSchema = z.string().regex(/^[A-Za-z0-9_-]{171}$/, "not 128 bytes in base64url");
/** Half of the field is more than any check lets through; the sign is the integer's. */
const signedSchema = z
	.string()
	.regex(/^(?:0|-?[1-9][0-9]{0,76})$/, "not a whole number")
	.transform(BigInt);
const unsignedSchema = signedSchema.refine((value) => value >= 0n && value < FIELD_ORDER, "out of range");
const countSchema = z.int().min(0);

const recordSchema = z.strictObject({
	format: z.literal(BOOK_FORMAT),
	venue: venueSchema,
	ledgerRoot: fieldElementSchema,
	listingHash: hash32Schema,
	snapshotTimeMs: timeMsSchema,
	riskRoot: fieldElementSchema,
	level: z.enum(BOOK_LEVELS),
	placesPerBatch: z.literal([...PLACES_PER_BATCH]),
	idsPerTable: z.literal([...IDS_PER_TABLE]),
	totalsLots: z.array(signedSchema).min(1).max(MAX_LISTED_INSTRUMENTS),
	batches: z
		.array(
			z.strictObject({
				index: countSchema,
				sizeClass: z.literal([...SIZE_CLASSES]),
				subtreeRoot: fieldElementSchema,
				claims: fieldElementSchema,
				stateAfter: fieldElementSchema,
				proof: proofSchema,
			}),
		)
		.min(1)
		.max(mostBatches({ placesPerBatch: 8 })),
	tables: z
		.array(z.strictObject({ sums: fieldElementSchema, stateAfter: fieldElementSchema, proof: proofSchema }))
		.min(1),
	close: z.discriminatedUnion("kind", [
		z.strictObject({
			kind: z.literal("opened"),
			deficitCount: countSchema,
			deficitMicroUsd: unsignedSchema,
			salt: fieldElementSchema,
		}),
		z.strictObject({
			kind: z.literal("fund"),
			deficitCount: countSchema,
			owner: fieldElementSchema,
			batch: countSchema,
			proof: proofSchema,
		}),
	]),
});

/** @throws InputError `BOOK_MALFORMED` */
export function parseBookRecord(value: unknown): BookRecord {
	const file = parseShape({
		schema: recordSchema,
		value,
		code: "BOOK_MALFORMED",
		what: "book record",
		hint: "use the record that the venue published, unchanged",
	});
	const { format: _format, venue, ledgerRoot, listingHash, snapshotTimeMs, ...rest } = file;
	const { placesPerBatch, idsPerTable, ...book } = rest;
	return {
		...book,
		epoch: { venue, ledgerRoot, listingHash, snapshotTimeMs },
		form: { placesPerBatch, idsPerTable },
	};
}

export function bookRecordToJson(record: BookRecord) {
	const { epoch, riskRoot, level, form, totalsLots, batches, tables, close } = record;
	return {
		format: BOOK_FORMAT,
		venue: epoch.venue,
		ledgerRoot: formatFieldElement(epoch.ledgerRoot),
		listingHash: epoch.listingHash,
		snapshotTimeMs: epoch.snapshotTimeMs,
		riskRoot: formatFieldElement(riskRoot),
		level,
		...form,
		totalsLots: totalsLots.map(String),
		batches: batches.map(({ index, sizeClass, subtreeRoot, claims, stateAfter, proof }) => ({
			index,
			sizeClass,
			subtreeRoot: formatFieldElement(subtreeRoot),
			claims: formatFieldElement(claims),
			stateAfter: formatFieldElement(stateAfter),
			proof,
		})),
		tables: tables.map(({ sums, stateAfter, proof }) => ({
			sums: formatFieldElement(sums),
			stateAfter: formatFieldElement(stateAfter),
			proof,
		})),
		close: closeToJson(close),
	} as const;
}

function closeToJson(close: BookClose) {
	if (close.kind === "fund") return { ...close, owner: formatFieldElement(close.owner) };
	const { kind, deficitCount, deficitMicroUsd, salt } = close;
	return {
		kind,
		deficitCount,
		deficitMicroUsd: deficitMicroUsd.toString(),
		salt: formatFieldElement(salt),
	};
}
