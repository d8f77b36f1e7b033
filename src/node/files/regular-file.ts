/**
 * Opening files that strangers may have prepared. A pipe or a device can hold a reader for ever or feed
 * it without end, and says that it has no size.
 */
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";

/**
 * Opens a file for reading unless it is a folder, a pipe, a socket or a device.
 *
 * @throws InputError `FILE_NOT_REGULAR`; what the system says of a file that cannot be opened
 */
export async function openRegularFile(path: string): Promise<FileHandle> {
	// Without O_NONBLOCK, opening a pipe would wait for somebody to write to it. Windows has none.
	const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
	try {
		if ((await file.stat()).isFile()) return file;
		throw new InputError({
			code: "FILE_NOT_REGULAR",
			message: `${path} is a folder, a pipe or a device`,
			field: path,
			hint: "give a file: write what a pipe holds into one first",
		});
	} catch (error) {
		await file.close();
		throw error;
	}
}
