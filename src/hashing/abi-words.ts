/**
 * ABI encoding of records that have only fields of fixed size: one 32-byte word a field, as
 * Solidity's `abi.encode` writes a struct of `uint`, `int`, `bool` and `bytes32`.
 */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { InternalError } from "../errors/base.ts";

const UTF8 = new TextEncoder();
const WORD_BYTES = 32;
const WORD_BITS = 256;
const WORD_LIMIT = 1n << 256n;
const SIGNED_LIMIT = 1n << 255n;

/** Longest text that fits into a `bytes32` with a zero byte behind it. */
export const LARGEST_WORD_TEXT = 31;

/** Non-negative numbers are `uint`s, negative ones `int`s in two's complement. */
export function abiWords(words: readonly bigint[]): Uint8Array {
	const bytes = new Uint8Array(WORD_BYTES * words.length);
	words.forEach((word, at) => {
		if (word >= WORD_LIMIT || word < -SIGNED_LIMIT) {
			throw new InternalError({ code: "WORD_OUT_OF_RANGE", message: `${word} does not fit 256 bits` });
		}
		let rest = BigInt.asUintN(WORD_BITS, word);
		for (let place = WORD_BYTES - 1; rest !== 0n; place--) {
			bytes[at * WORD_BYTES + place] = Number(rest & 0xffn);
			rest >>= 8n;
		}
	});
	return bytes;
}

/** A short text as `bytes32`: its bytes, then zeros. Orders as the text does. */
export function textWord(text: string): bigint {
	const bytes = UTF8.encode(text);
	if (bytes.length > LARGEST_WORD_TEXT) {
		throw new InternalError({ code: "WORD_OUT_OF_RANGE", message: `"${text}" does not fit 31 bytes` });
	}
	return bytesToWord(bytes) << BigInt(8 * (WORD_BYTES - bytes.length));
}

/** keccak256 of bytes as a word. */
export function keccakWord(bytes: Uint8Array): bigint {
	return bytesToWord(keccak_256(bytes));
}

/** keccak256 of a text as a word: the tag of a form. */
export function tagWord(form: string): bigint {
	return keccakWord(UTF8.encode(form));
}

function bytesToWord(bytes: Uint8Array): bigint {
	return bytes.reduce((word, byte) => (word << 8n) | BigInt(byte), 0n);
}
