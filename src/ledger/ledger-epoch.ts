/**
 * What a venue publishes each epoch: the root over all accounts and what it was made at. Not how many there
 * are: version 1 said that, and is not read any more.
 */
import { z } from "zod";
import { formatFieldElement } from "../field/bn254.ts";
import { parseShape } from "../input/parse-shape.ts";
import { fieldElementSchema, hash32Schema, timeMsSchema, venueSchema } from "./json-elements.ts";

export type LedgerEpoch = {
	readonly venue: string;
	readonly ledgerRoot: bigint;
	/** Ids in the leaves are places in this listing. */
	readonly listingHash: `0x${string}`;
	/** Milliseconds since the epoch: when balances and positions were as the leaves say. */
	readonly snapshotTimeMs: number;
};

const LEDGER_EPOCH_FORMAT = "zkmargin-ledger-epoch/2";

const ledgerEpochSchema = z.strictObject({
	format: z.literal(LEDGER_EPOCH_FORMAT),
	venue: venueSchema,
	ledgerRoot: fieldElementSchema,
	listingHash: hash32Schema,
	snapshotTimeMs: timeMsSchema,
});

export function ledgerEpochToJson(epoch: LedgerEpoch) {
	return {
		format: LEDGER_EPOCH_FORMAT,
		...epoch,
		ledgerRoot: formatFieldElement(epoch.ledgerRoot),
	} as const;
}

/** @throws InputError `LEDGER_EPOCH_MALFORMED` */
export function parseLedgerEpoch(value: unknown): LedgerEpoch {
	const file = parseShape({
		schema: ledgerEpochSchema,
		value,
		code: "LEDGER_EPOCH_MALFORMED",
		what: "ledger epoch",
		hint: "use the epoch file that the venue published",
	});
	const { format: _format, ...epoch } = file;
	return epoch;
}
