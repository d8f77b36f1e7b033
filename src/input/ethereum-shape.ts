/** Shapes of what Ethereum writes in hexadecimal digits, and of integers as decimal text. */
import { z } from "zod";

const hex = (pattern: RegExp, what: string) =>
	z
		.string()
		.regex(pattern, what)
		.transform((text) => text.toLowerCase() as `0x${string}`);

/** In files addresses may carry their checksum; here they are compared in lower case. */
export const addressSchema = hex(/^0x[0-9a-fA-F]{40}$/, "not an address");
export const wordSchema = hex(/^0x[0-9a-fA-F]{64}$/, "not 0x and 64 hexadecimal digits");
/** 65 bytes of a key; contract wallets take what they like. */
export const signatureSchema = hexBytes(4096, "not a signature in hexadecimal digits");
export const chainIdSchema = unsignedText(2n ** 64n - 1n, "not a chain's number as decimal text");

/** One byte or more. */
export function hexBytes(mostBytes: number, what: string) {
	return hex(new RegExp(`^0x(?:[0-9a-fA-F]{2}){1,${mostBytes}}$`), what);
}

/** Decimal text without leading zeros → bigint. */
export function unsignedText(largest: bigint, what: string) {
	return z
		.string()
		.regex(/^(?:0|[1-9][0-9]{0,77})$/, what)
		.transform(BigInt)
		.refine((value) => value <= largest, what);
}
