/**
 * The folder that `ledger build` writes: `epoch.json` is public, `ledger.json` is the venue's own and
 * holds every position and salt.
 */
import { join } from "node:path";
import { loadFastPoseidon } from "../../field/poseidon.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type LedgerEpoch, ledgerEpochToJson, parseLedgerEpoch } from "../../ledger/ledger-epoch.ts";
import { ledgerToJson, parseLedger } from "../../ledger/ledger-file.ts";
import type { Listing } from "../../market/instruments/instrument.ts";
import { parseListing } from "../../market/snapshot/listing.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { readSecretFile } from "../../node/files/secret-file.ts";
import { jsonText, writeFolder } from "../../node/files/write-folder.ts";

const EPOCH_FILE = "epoch.json";
const LEDGER_FILE = "ledger.json";
/** An account of 16 lines takes 1.4 kB and 60 values. */
const LEDGER_LIMITS = { maxBytes: 256 * 1024 * 1024, maxValues: 10_000_000 };

export async function writeLedgerFolder(path: string, ledger: Ledger): Promise<void> {
	await writeFolder(path, [
		{ name: EPOCH_FILE, content: jsonText(ledgerEpochToJson(ledger.epoch)) },
		{ name: LEDGER_FILE, content: jsonText(ledgerToJson(ledger)), secret: true },
	]);
}

export async function readLedgerFolder(path: string): Promise<Ledger> {
	return parseLedger(await readSecretFile(join(path, LEDGER_FILE), LEDGER_LIMITS), await loadFastPoseidon());
}

/** Reads the public epoch of a ledger from its file or from a ledger folder. */
export async function readLedgerEpoch(path: string): Promise<LedgerEpoch> {
	return parseLedgerEpoch(await readJsonFile(path.endsWith(".json") ? path : join(path, EPOCH_FILE)));
}

/** The `listing.json` of an epoch. */
export async function readListing(path: string): Promise<Listing> {
	return parseListing(await readJsonFile(path));
}
