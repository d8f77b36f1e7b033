/**
 * The venue's private ledger file, so that packages can be delivered after the root was posted.
 *
 * Danger: it holds every position and every salt. It is created readable by its owner only.
 */
import { z } from "zod";
import { InputError } from "../errors/base.ts";
import { formatFieldElement } from "../field/bn254.ts";
import type { PoseidonHash } from "../field/poseidon.ts";
import { parseShape } from "../input/parse-shape.ts";
import { accountRecordSchema, accountRecordToJson } from "./account-record.ts";
import { parseEncryptionPublicKey } from "./identity.ts";
import {
	accountNameSchema,
	fieldElementSchema,
	hash32Schema,
	timeMsSchema,
	venueSchema,
} from "./json-elements.ts";
import { commitLedger, type Ledger } from "./ledger.ts";

const LEDGER_FORMAT = "zkmargin-ledger/2";

const ledgerSchema = z.strictObject({
	format: z.literal(LEDGER_FORMAT),
	venue: venueSchema,
	ledgerRoot: fieldElementSchema,
	listingHash: hash32Schema,
	snapshotTimeMs: timeMsSchema,
	accounts: z.array(
		z.strictObject({ name: accountNameSchema, encryptionPublicKey: z.string(), record: accountRecordSchema }),
	),
});

export function ledgerToJson(ledger: Ledger) {
	const { venue, ledgerRoot, listingHash, snapshotTimeMs } = ledger.epoch;
	return {
		format: LEDGER_FORMAT,
		venue,
		ledgerRoot: formatFieldElement(ledgerRoot),
		listingHash,
		snapshotTimeMs,
		accounts: ledger.accounts.map(({ name, encryptionPublicKey, record }) => ({
			name,
			encryptionPublicKey,
			record: accountRecordToJson(record),
		})),
	} as const;
}

/**
 * Reads a ledger file that was parsed from JSON and builds its tree again.
 *
 * @throws InputError `LEDGER_MALFORMED`, `LEDGER_ROOT_MISMATCH`, `ENCRYPTION_KEY_INVALID`, and what
 * `commitLedger` throws
 */
export function parseLedger(value: unknown, hash: PoseidonHash): Ledger {
	const file = parseShape({
		schema: ledgerSchema,
		value,
		code: "LEDGER_MALFORMED",
		what: "ledger file",
		hint: "use the file that `zkmargin ledger build` wrote",
	});
	const { ledgerRoot, listingHash, snapshotTimeMs, venue } = file;
	const accounts = file.accounts.map(({ name, encryptionPublicKey, record }, at) => ({
		name,
		encryptionPublicKey: parseEncryptionPublicKey(encryptionPublicKey, `accounts[${at}].encryptionPublicKey`),
		record,
	}));
	const ledger = commitLedger({ accounts, listingHash, snapshotTimeMs, venue, hash });
	if (ledger.epoch.ledgerRoot !== ledgerRoot) {
		throw new InputError({
			code: "LEDGER_ROOT_MISMATCH",
			message: "the records in this ledger file do not make up its root",
			field: "ledgerRoot",
			hint: "the file was changed after it was built: restore it, or build and post a new epoch",
		});
	}
	return ledger;
}
