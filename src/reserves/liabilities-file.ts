/**
 * What a venue owes its customers of each asset: the signed total over all accounts of its ledger, loans in it, holds
 * not taken off: what is pending is still owed. A record of the whole book says the same with a proof; this is the part that reserves are set beside.
 */
import { z } from "zod";
import { parseShape } from "../input/parse-shape.ts";
import { symbolText } from "../input/text-shape.ts";
import { hash32Schema, timeMsSchema, venueSchema } from "../ledger/json-elements.ts";
import { parseDecimal } from "../units/decimal.ts";

const LIABILITIES_FORMAT = "zkmargin-liabilities/1";

export type Liabilities = {
	readonly venue: string;
	/** Of the ledger that the totals are of. */
	readonly ledgerRoot: Hash32;
	readonly snapshotTimeMs: number;
	/** Asset → units of it, decimal text; negative where customers together owe the venue. */
	readonly totals: Readonly<Record<string, string>>;
};
type Hash32 = `0x${string}`;

const liabilitiesSchema = z.strictObject({
	format: z.literal(LIABILITIES_FORMAT),
	venue: venueSchema,
	ledgerRoot: hash32Schema,
	snapshotTimeMs: timeMsSchema,
	totals: z.record(
		symbolText,
		z.string().refine((text) => {
			try {
				return parseDecimal(text, "total") !== undefined;
			} catch {
				return false;
			}
		}, "not a decimal number as text"),
	),
});

/** @throws InputError `LIABILITIES_MALFORMED` */
export function parseLiabilities(value: unknown): Liabilities {
	const { format: _format, ...liabilities } = parseShape({
		schema: liabilitiesSchema,
		value,
		code: "LIABILITIES_MALFORMED",
		what: "file of liabilities",
		hint: "totals are decimal text by asset; docs/reserves.md has an example",
	});
	return liabilities;
}

export function liabilitiesToJson(liabilities: Liabilities) {
	return { format: LIABILITIES_FORMAT, ...liabilities } as const;
}
