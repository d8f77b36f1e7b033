/** Schemas of the values that reserve files are made of. */
import { z } from "zod";
import { hexBytes, unsignedText } from "../input/ethereum-shape.ts";

export const headerSchema = hexBytes(4096, "not the RLP of a block's header");
/** A branch with 16 hashes takes 532 bytes, the largest leaf of a state less. */
export const trieNodeSchema = hexBytes(1024, "not the RLP of a node of a trie");
export const word256Schema = unsignedText(
	2n ** 256n - 1n,
	"not an unsigned integer of 256 bits as decimal text",
);
export const decimalsSchema = z.int().min(0).max(36);
