/**
 * The folder that `book prove` writes, all of it public: `book.json` is the record, `keys.json` the verification keys
 * that its proofs were made for. Whoever verifies trusts those keys by their hashes, not because they lie there.
 */
import { join } from "node:path";
import { z } from "zod";
import { type BookRecord, bookRecordToJson, parseBookRecord } from "../../book/record/book-record.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";
import { jsonText, writeFolder } from "../../node/files/write-folder.ts";
import { parseVerificationKey, type VerificationKey } from "../../proof/keys/verification-key.ts";

const RECORD_FILE = "book.json";
const KEYS_FILE = "keys.json";
const KEYS_FORMAT = "zkmargin-book-keys/1";
/** A book of 16.7 M accounts in batches of 64 has 130 MB and 1.6 M values. */
const RECORD_LIMITS = { maxBytes: 256 * 1024 * 1024, maxValues: 4_000_000 };

const keysSchema = z.strictObject({
	format: z.literal(KEYS_FORMAT),
	keys: z.record(z.string().regex(/^book-[a-z0-9-]{1,32}$/), z.unknown()),
});

export type BookFolder = {
	readonly record: BookRecord;
	/** By circuit. */
	readonly keys: Readonly<Record<string, VerificationKey>>;
};

/** @throws InputError `FOLDER_EXISTS`, `FILE_NOT_WRITABLE` */
export async function writeBookFolder(path: string, { record, keys }: BookFolder): Promise<void> {
	await writeFolder(path, [
		{ name: RECORD_FILE, content: `${JSON.stringify(bookRecordToJson(record))}\n` },
		{ name: KEYS_FILE, content: jsonText({ format: KEYS_FORMAT, keys }) },
	]);
}

/** @throws InputError `BOOK_MALFORMED`, `BOOK_KEYS_MALFORMED`, `VERIFICATION_KEY_MALFORMED`, `VERIFICATION_KEY_UNSOUND` */
export async function readBookFolder(path: string): Promise<BookFolder> {
	const record = parseBookRecord(await readJsonFile(join(path, RECORD_FILE), RECORD_LIMITS));
	const file = parseShape({
		schema: keysSchema,
		value: await readJsonFile(join(path, KEYS_FILE)),
		code: "BOOK_KEYS_MALFORMED",
		what: "list of a book's verification keys",
		hint: "use the folder that `zkmargin book prove` wrote, unchanged",
	});
	const keys = Object.entries(file.keys).map(
		([circuit, key]) => [circuit, parseVerificationKey(key)] as const,
	);
	return { record, keys: Object.fromEntries(keys) };
}
