/** Round 1: commits to the equity of every account of a batch, before any challenge is drawn. */
import { InputError } from "../../errors/base.ts";
import type { PoseidonHash } from "../../field/poseidon.ts";
import { claimsHash, claimWords } from "../commitments/book-hashes.ts";
import { bookSalt } from "../commitments/book-salts.ts";
import { type BookForm, equityBits } from "../model/book-form.ts";
import type { ClaimedBatch } from "../transcript/book-transcript.ts";
import type { AccountBatch } from "./cut-batches.ts";

/** Danger: everything but the four fields of `ClaimedBatch` is the venue's own. */
export type OpenBatch = ClaimedBatch & {
	readonly batch: AccountBatch;
	/** By place in the batch, 0 where nobody is. */
	readonly equitiesMicroUsd: readonly bigint[];
	/** The equities as they are hashed. */
	readonly words: readonly bigint[];
	readonly claimsSalt: bigint;
};

/**
 * @param request.equitiesMicroUsd by place in the batch, 0 where nobody is
 * @throws InputError `BOOK_EQUITY_TOO_LARGE`, `BOOK_SECRET_LENGTH`
 */
export function claimEquities(request: {
	readonly batch: AccountBatch;
	readonly equitiesMicroUsd: readonly bigint[];
	readonly form: BookForm;
	readonly epochSecret: Uint8Array;
	readonly hash: PoseidonHash;
}): OpenBatch {
	const { batch, equitiesMicroUsd, form, epochSecret, hash } = request;
	const bits = equityBits(form);
	const limit = 1n << (bits - 1n);
	const at = equitiesMicroUsd.findIndex((equity) => equity >= limit || equity < -limit);
	if (at >= 0) throw tooLarge(batch.index * form.placesPerBatch + at, bits);
	const words = claimWords(equitiesMicroUsd, bits);
	const claimsSalt = bookSalt(epochSecret, "claims", batch.index);
	const { index, sizeClass } = batch;
	return {
		index,
		sizeClass,
		subtreeRoot: batch.tree.root,
		claims: claimsHash(hash, words, claimsSalt),
		batch,
		equitiesMicroUsd,
		words,
		claimsSalt,
	};
}

function tooLarge(place: number, bits: bigint): InputError {
	return new InputError({
		code: "BOOK_EQUITY_TOO_LARGE",
		message: `the equity of the account at place ${place} does not fit ${bits} bits with its sign`,
		field: `places[${place}]`,
		hint: "batches of 64 take equities of up to 2^61 µUSD; a larger account must be split by the venue",
	});
}
