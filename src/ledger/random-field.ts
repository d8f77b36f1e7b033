/** Random field elements for secrets and salts, from a source that the caller passes in. */

import { InternalError } from "../errors/base.ts";
import { FIELD_ORDER } from "../field/bn254.ts";

/** Returns that many bytes from a cryptographic source. */
export type RandomBytes = (byteCount: number) => Uint8Array;

/** Twice the field's size: reduced mod r, no value is likelier than another by more than 2^−256. */
const RANDOM_BYTE_COUNT = 64;

/** A uniform field element that is not small: guessing one takes at least 2^128 tries. */
export function randomFieldElement(randomBytes: RandomBytes): bigint {
	const element = bytesToBigint(drawBytes(randomBytes, RANDOM_BYTE_COUNT)) % FIELD_ORDER;
	if (isGuessable(element)) {
		throw new InternalError({
			code: "RANDOMNESS_BROKEN",
			message: "the source of randomness returned a number that no working source returns",
		});
	}
	return element;
}

/** Below 2^128: a uniform element is that small once in 2^125 draws, a typed-in number always. */
export function isGuessable(element: bigint): boolean {
	return element < 1n << 128n;
}

/** Draws bytes and checks that the source gave as many as it was asked for. */
export function drawBytes(randomBytes: RandomBytes, byteCount: number): Uint8Array {
	const bytes = randomBytes(byteCount);
	if (bytes.length !== byteCount) {
		throw new InternalError({
			code: "RANDOMNESS_BROKEN",
			message: `the source of randomness returned ${bytes.length} bytes instead of ${byteCount}`,
		});
	}
	return bytes;
}

/** Big-endian. */
function bytesToBigint(bytes: Uint8Array): bigint {
	return bytes.reduce((value, byte) => (value << 8n) + BigInt(byte), 0n);
}
