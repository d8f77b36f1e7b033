import type { FileHandle } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";
import { openRegularFile } from "./regular-file.ts";

export const MEBIBYTE = 1024 * 1024;
/** Above the largest risk table (4096 rows). */
export const DEFAULT_MAX_BYTES = 256 * MEBIBYTE;

/**
 * Reads a whole file, up to a size.
 *
 * @throws InputError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `FILE_NOT_REGULAR`, `FILE_TOO_LARGE`
 */
export async function readBinaryFile(
	path: string,
	maxBytes: number = DEFAULT_MAX_BYTES,
): Promise<Uint8Array> {
	let file: FileHandle | undefined;
	try {
		file = await openRegularFile(path);
		const { size } = await file.stat();
		if (size > maxBytes) throw tooLarge(path, size, maxBytes);
		return await file.readFile();
	} catch (error) {
		if (error instanceof InputError) throw error;
		const reason = (error as NodeJS.ErrnoException).code ?? "unknown reason";
		if (reason === "ENOENT" || reason === "ENOTDIR") {
			throw new InputError({
				code: "FILE_NOT_FOUND",
				message: `there is no file ${path}`,
				field: path,
				hint: "paths are relative to the folder you are in",
			});
		}
		throw new InputError({
			code: "FILE_NOT_READABLE",
			message: `cannot read ${path} (${reason})`,
			field: path,
			hint: "check that it is a file and that you may read it",
		});
	} finally {
		await file?.close();
	}
}

function tooLarge(path: string, size: number, maxBytes: number): InputError {
	return new InputError({
		code: "FILE_TOO_LARGE",
		message: `${path} has ${size} bytes, at most ${maxBytes} are read`,
		field: path,
		hint: "this is probably not the file you meant",
	});
}
