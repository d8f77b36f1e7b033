/** Schemas of the values that every ledger file is made of. */
import { z } from "zod";
import { parseFieldElement } from "../field/bn254.ts";
import { addressSchema, chainIdSchema } from "../input/ethereum-shape.ts";
import { printableText } from "../input/text-shape.ts";

/** Field element as text → bigint. */
export const fieldElementSchema = z.string().transform((text, context) => {
	try {
		return parseFieldElement(text, "element");
	} catch {
		context.addIssue({ code: "custom", message: "not a BN254 field element" });
		return z.NEVER;
	}
});

/** 32 bytes as 0x and lower-case hexadecimal. */
export const hash32Schema = z
	.string()
	.regex(/^0x[0-9a-f]{64}$/, "not 0x and 64 lower-case hexadecimal digits")
	.transform((text) => text as `0x${string}`);

/** Milliseconds since the epoch. */
export const timeMsSchema = z.int().positive();

/** How a venue is called in files; compared as text. */
export const venueSchema = printableText(100);

/** Becomes the name of a delivered file, so it cannot hold a path. */
export const accountNameSchema = z
	.string()
	.regex(/^[a-z0-9][a-z0-9-]{0,63}$/, "use lower-case letters, digits and -");

/** A venue's ledger contract. */
export const ledgerContractSchema = z.strictObject({ chainId: chainIdSchema, address: addressSchema });
