/** Schemas of the values that reserve files are made of. */
import { z } from "zod";
import type { Hex } from "../hashing/eth-signature.ts";

const hex = (pattern: RegExp, what: string) =>
	z
		.string()
		.regex(pattern, what)
		.transform((text) => text.toLowerCase() as Hex);

/** In files addresses may carry their checksum; here they are compared in lower case. */
export const addressSchema = hex(/^0x[0-9a-fA-F]{40}$/, "not an address");
export const wordSchema = hex(/^0x[0-9a-fA-F]{64}$/, "not 0x and 64 hexadecimal digits");
/** 65 bytes of a key; contract wallets take what they like. */
export const signatureSchema = hex(/^0x(?:[0-9a-fA-F]{2}){1,4096}$/, "not a signature in hexadecimal digits");
export const headerSchema = hex(/^0x(?:[0-9a-fA-F]{2}){1,4096}$/, "not the RLP of a block's header");
/** A branch with 16 hashes takes 532 bytes, the largest leaf of a state less. */
export const trieNodeSchema = hex(/^0x(?:[0-9a-fA-F]{2}){1,1024}$/, "not the RLP of a node of a trie");

const unsigned = (largest: bigint, what: string) =>
	z
		.string()
		.regex(/^(?:0|[1-9][0-9]{0,77})$/, what)
		.transform(BigInt)
		.refine((value) => value <= largest, what);

export const chainIdSchema = unsigned(2n ** 64n - 1n, "not a chain's number as decimal text");
export const word256Schema = unsigned(2n ** 256n - 1n, "not an unsigned integer of 256 bits as decimal text");
export const decimalsSchema = z.int().min(0).max(36);
