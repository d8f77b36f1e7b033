/** RLP as Ethereum hashes it: one encoding for one value. The other encodings, which decoders let pass, are refused. */
import { RLP } from "@ethereumjs/rlp";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "../hashing/eth-signature.ts";

/** The items of a list of byte strings; nothing for anything else, or another encoding than the shortest. */
export function decodeRlpList(bytes: Uint8Array): readonly Uint8Array[] | undefined {
	const decoded = decodeCanonical(bytes);
	if (!Array.isArray(decoded) || !decoded.every((item) => item instanceof Uint8Array)) return undefined;
	return decoded as Uint8Array[];
}

/** An unsigned integer; nothing for a list, leading zeros, more than 32 bytes or another encoding than the shortest. */
export function decodeRlpInteger(bytes: Uint8Array): bigint | undefined {
	const decoded = decodeCanonical(bytes);
	return decoded instanceof Uint8Array ? integerOf(decoded, 32) : undefined;
}

/** Big-endian without leading zeros, as RLP writes integers; nothing for anything else. */
export function integerOf(bytes: Uint8Array, mostBytes: number): bigint | undefined {
	if (bytes.length > mostBytes || bytes[0] === 0) return undefined;
	return bytes.length === 0 ? 0n : BigInt(`0x${bytesToHex(bytes)}`);
}

/** @param items integers as `bigint`, byte strings as hexadecimal text */
export function encodeRlpList(items: readonly (bigint | Hex)[]): Uint8Array {
	return RLP.encode(items.map((item) => (typeof item === "bigint" ? item : hexToBytes(item.slice(2)))));
}

function decodeCanonical(bytes: Uint8Array): unknown {
	try {
		const decoded = RLP.decode(bytes);
		const again = RLP.encode(decoded);
		return bytesToHex(again) === bytesToHex(bytes) ? decoded : undefined;
	} catch {
		return undefined;
	}
}
