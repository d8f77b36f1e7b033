/**
 * Builds the byte strings that listings and market snapshots are hashed as. Integers are big-endian;
 * every text carries its length in front, so no two different contents share a byte string.
 */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { InternalError } from "../errors/base.ts";

const UTF8 = new TextEncoder();

export class CanonicalBytes {
	readonly #bytes: number[] = [];

	/** Starts with the name of the form, so that bytes of one form never read as another. */
	constructor(form: string) {
		this.text(form);
	}

	/** An unsigned integer in `width` bytes. */
	integer(value: number, width: 1 | 2 | 8): this {
		if (!Number.isSafeInteger(value) || value < 0 || BigInt(value) >> BigInt(8 * width) !== 0n) {
			throw new InternalError({
				code: "BYTES_OUT_OF_RANGE",
				message: `${value} does not fit ${width} unsigned bytes`,
			});
		}
		const bits = BigInt(value);
		for (let place = width - 1; place >= 0; place--) {
			this.#bytes.push(Number((bits >> BigInt(8 * place)) & 0xffn));
		}
		return this;
	}

	/** UTF-8 text of at most 255 bytes behind its length byte. */
	text(value: string): this {
		const encoded = UTF8.encode(value);
		this.integer(encoded.length, 1);
		for (const byte of encoded) this.#bytes.push(byte);
		return this;
	}

	toBytes(): Uint8Array {
		return Uint8Array.from(this.#bytes);
	}
}

/** keccak256 as 0x-prefixed hexadecimal, what Solidity's `keccak256` gives for the same bytes. */
export function keccakHex(bytes: Uint8Array): `0x${string}` {
	const digest = keccak_256(bytes);
	return `0x${Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}
