import { join } from "node:path";
import { type BookRecord, parseBookRecord } from "../../book/record/book-record.ts";
import { readJsonFile } from "../../node/files/read-json-file.ts";

/** A book of 16.7 M accounts in batches of 64 has 130 MB and 1.6 M values. */
const RECORD_LIMITS = { maxBytes: 256 * 1024 * 1024, maxValues: 4_000_000 };

/**
 * Reads the record of a book from its file or from the folder that has it as `book.json`.
 *
 * @throws InputError `BOOK_MALFORMED` and those of `readJsonFile`
 */
export async function readBookRecord(path: string): Promise<BookRecord> {
	return parseBookRecord(
		await readJsonFile(path.endsWith(".json") ? path : join(path, "book.json"), RECORD_LIMITS),
	);
}
