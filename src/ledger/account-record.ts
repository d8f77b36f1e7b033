/** The JSON form of an account record, shared by the venue's ledger file and the trader's package. */
import { z } from "zod";
import { formatFieldElement } from "../field/bn254.ts";
import { type AccountRecord, recordProblem, SIZE_CLASSES } from "./account-leaf.ts";
import { fieldElementSchema } from "./json-elements.ts";

export const accountRecordSchema = z
	.strictObject({
		owner: fieldElementSchema,
		salt: fieldElementSchema,
		sizeClass: z.literal(SIZE_CLASSES),
		holdings: z.array(
			z.strictObject({
				id: z.int(),
				qtyLots: z
					.string()
					.regex(/^(?:0|-?[1-9][0-9]{0,12})$/, "not a whole number of lots")
					.transform(BigInt),
			}),
		),
	})
	.superRefine((record, context) => {
		const problem = recordProblem(record);
		if (problem !== undefined) context.addIssue({ code: "custom", message: problem });
	});

export function accountRecordToJson(record: AccountRecord) {
	return {
		owner: formatFieldElement(record.owner),
		salt: formatFieldElement(record.salt),
		sizeClass: record.sizeClass,
		holdings: record.holdings.map(({ id, qtyLots }) => ({ id, qtyLots: qtyLots.toString() })),
	};
}
