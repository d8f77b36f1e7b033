/** Shapes of texts that come from files and are shown to people. */
import { z } from "zod";
import { isPrintable } from "../errors/printable-text.ts";

/** Free text, such as a venue's name: every character shows as itself. */
export function printableText(mostCharacters: number) {
	return z.string().min(1).max(mostCharacters).refine(isPrintable, "holds unprintable characters");
}

/** A ticker or an instrument's name. ASCII, so that no letter of another script passes for a Latin one. */
export const symbolText = z
	.string()
	.min(1)
	.max(64)
	.regex(/^[ -~]*$/, "holds characters outside of ASCII");
