/**
 * Salts of a book's commitments from one secret of the epoch, so that a proof that is made again, on another
 * machine, is of the same commitments.
 *
 * Danger: with the secret, states and claims can be tried against guesses. It is the venue's own and of one epoch.
 */
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";

const EPOCH_SECRET_BYTES = 32;
const SALT_OF_SALTS = utf8ToBytes("zkmargin book");
/** 128 bits more than the field has, so that the bias is negligible. */
const SALT_BYTES = 48;

export type SaltStage = "claims" | "sums" | "state";

/**
 * @param epochSecret 32 bytes from a cryptographic source, new for every attempt at a book
 * @param index of the batch, the table, or the state after the proof of this number
 * @throws InputError `BOOK_SECRET_LENGTH`
 */
export function bookSalt(epochSecret: Uint8Array, stage: SaltStage, index: number): bigint {
	if (epochSecret.length !== EPOCH_SECRET_BYTES) {
		throw new InputError({
			code: "BOOK_SECRET_LENGTH",
			message: `the secret of a book has ${epochSecret.length} bytes, not ${EPOCH_SECRET_BYTES}`,
			field: "epochSecret",
			hint: "draw 32 bytes from a cryptographic source for every attempt at a book",
		});
	}
	const info = utf8ToBytes(`${stage} ${index}`);
	const bytes = hkdf(sha256, epochSecret, SALT_OF_SALTS, info, SALT_BYTES);
	return BigInt(`0x${bytesToHex(bytes)}`) % FIELD_ORDER;
}
