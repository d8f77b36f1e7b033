/**
 * The challenges of a book: each is a hash of everything that was fixed before it, so that nobody can choose a
 * commitment after having seen what it is multiplied with. ABI words and keccak256, so that a contract can draw
 * them too; batches stand under a Merkle root, so that it need not see them all.
 *
 * Order: statement and claims → rho → sums → gamma and beta. docs/book.md says why nothing may move.
 */
import { FIELD_ORDER } from "../../field/bn254.ts";
import { abiWords, keccakWord, tagWord } from "../../hashing/abi-words.ts";
import { buildKeccakTree, type Hash32 } from "../../hashing/keccak-tree.ts";
import type { SizeClass } from "../../ledger/account-leaf.ts";
import type { LedgerEpoch } from "../../ledger/ledger-epoch.ts";
import type { BookForm } from "../model/book-form.ts";
import type { BookLevel } from "../model/lot-values.ts";

const STATEMENT_TAG = tagWord("zkmargin-book/1 statement");
const BATCH_TAG = tagWord("zkmargin-book/1 batch");
const RHO_TAG = tagWord("zkmargin-book/1 rho");
const SUMS_TAG = tagWord("zkmargin-book/1 sums");
const GAMMA_TAG = tagWord("zkmargin-book/1 gamma");
const BETA_TAG = tagWord("zkmargin-book/1 beta");
/** Keys of instruments and sides are below this; gamma must be none. */
export const KEY_LIMIT = 1n << 13n;

const UTF8 = new TextEncoder();

/** A batch as it is fixed before rho. */
export type ClaimedBatch = {
	/** Its place among the subtrees of the ledger. */
	readonly index: number;
	readonly sizeClass: SizeClass;
	readonly subtreeRoot: bigint;
	readonly claims: bigint;
};

/** Everything that is fixed before rho. */
export type BookStatement = {
	readonly epoch: LedgerEpoch;
	readonly riskRoot: bigint;
	readonly level: BookLevel;
	readonly form: BookForm;
	/** By id, signed. */
	readonly totalsLots: readonly bigint[];
	/** `valuesHash` of each table. */
	readonly values: readonly bigint[];
	/** Verification keys' hashes by circuit, for every circuit that the book uses. */
	readonly keyHashes: Readonly<Record<string, string>>;
	readonly batches: readonly ClaimedBatch[];
};

export type BookChallenges = { readonly rho: bigint; readonly gamma: bigint; readonly beta: bigint };

/** keccak256 of the statement and its claims. */
export function statementHash(statement: BookStatement): bigint {
	const { epoch, riskRoot, level, form, totalsLots, values, keyHashes, batches } = statement;
	const keys = Object.entries(keyHashes).sort(([one], [other]) => (one < other ? -1 : 1));
	const keyWords = keys.flatMap(([circuit, keyHash]) => [textHash(circuit), BigInt(`0x${keyHash}`)]);
	return keccakWord(
		abiWords([
			STATEMENT_TAG,
			textHash(epoch.venue),
			epoch.ledgerRoot,
			BigInt(epoch.listingHash),
			BigInt(epoch.snapshotTimeMs),
			riskRoot,
			textHash(level),
			BigInt(form.placesPerBatch),
			BigInt(form.idsPerTable),
			listHash(totalsLots),
			listHash(values),
			listHash(keyWords),
			BigInt(batches.length),
			BigInt(claimsRoot(batches)),
		]),
	);
}

/** Merkle root over (index, size class, subtree root, claims) of every batch, in order. */
export function claimsRoot(batches: readonly ClaimedBatch[]): Hash32 {
	return buildKeccakTree(
		batches.map(({ index, sizeClass, subtreeRoot, claims }) => [
			BATCH_TAG,
			BigInt(index),
			BigInt(sizeClass),
			subtreeRoot,
			claims,
		]),
	).root;
}

/** Keeps accounts apart. */
export function drawRho(statement: bigint): bigint {
	return challenge(RHO_TAG, statement);
}

/** Keep instruments and sides apart, and totals. */
export function drawGammaAndBeta(statement: bigint, sums: readonly bigint[]): Omit<BookChallenges, "rho"> {
	const fixed = keccakWord(abiWords([SUMS_TAG, statement, listHash(sums)]));
	return { gamma: challenge(GAMMA_TAG, fixed), beta: challenge(BETA_TAG, fixed) };
}

/** A gamma that is a key leaves that key's pole open, a rho or beta of 0 all but one account or id. */
export function areChallengesFit({ rho, gamma, beta }: BookChallenges): boolean {
	return rho !== 0n && beta !== 0n && gamma >= KEY_LIMIT;
}

/** By the field's order: no element is likelier than 6/2^256. */
function challenge(tag: bigint, fixed: bigint): bigint {
	return keccakWord(abiWords([tag, fixed])) % FIELD_ORDER;
}

function listHash(words: readonly bigint[]): bigint {
	return keccakWord(abiWords([BigInt(words.length), ...words]));
}

function textHash(text: string): bigint {
	return keccakWord(UTF8.encode(text));
}
