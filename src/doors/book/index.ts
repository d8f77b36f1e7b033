/**
 * `zkmargin/book`: verifies the whole book of a venue. Runs in Node and in browsers, in the calling thread; randomness
 * comes in as an argument, such as `(bytes) => crypto.getRandomValues(new Uint8Array(bytes))`.
 *
 * Epoch, listing, table and keys come from elsewhere than the record: `verifyBook` says whether the record is about
 * them. Tables are read with `decodeTable` of `zkmargin/margin`, which checks their rows against their root.
 */
export { type BookForm, bookCircuits } from "../../book/model/book-form.ts";
export type { BookLevel } from "../../book/model/lot-values.ts";
export { type BookRecord, bookRecordToJson, parseBookRecord } from "../../book/record/book-record.ts";
export type { BookFinding, BookFindingCode } from "../../book/verify/book-finding.ts";
export {
	type BookReport,
	type BookVerdict,
	type ProofJudge,
	type VerifyBookRequest,
	verifyBook,
} from "../../book/verify/verify-book.ts";
export { InputError, InternalError, RetryableError, ZkMarginError } from "../../errors/base.ts";
export { loadFastPoseidon, type PoseidonHash, poseidon } from "../../field/poseidon.ts";
export { type LedgerEpoch, parseLedgerEpoch } from "../../ledger/ledger-epoch.ts";
export type { RandomBytes } from "../../ledger/random-field.ts";
export type { Listing } from "../../market/instruments/instrument.ts";
export { parseListing } from "../../market/snapshot/listing.ts";
export { parseVerificationKey, type VerificationKey } from "../../proof/keys/verification-key.ts";
export { bookJudge } from "../../proof/statements/book-judge.ts";
