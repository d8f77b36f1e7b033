/** A proving key in a file. */
import { readInto, withFile } from "./iden3-file.ts";
import type { KeySource } from "./key-source.ts";

/**
 * Opens the file for as long as `use` runs.
 *
 * @throws InputError `FILE_UNREADABLE`
 */
export async function withKeyFile<T>(path: string, use: (source: KeySource) => Promise<T>): Promise<T> {
	return withFile(path, async (file) => {
		const { size } = await file.stat();
		return use({ bytes: size, read: (offset, target) => readInto(file, offset, target) });
	});
}
