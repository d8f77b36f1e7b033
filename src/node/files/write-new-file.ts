/** Large files that others write: whole or not at all, and never over an existing one. */
import { randomUUID } from "node:crypto";
import { link, lstat, rm } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";

/**
 * Lets `write` fill a temporary file beside `path`, which takes the name when that succeeds.
 *
 * @throws InputError `FILE_EXISTS`, `FILE_NOT_WRITABLE`, and whatever `write` throws
 */
export async function writeNewFile<T>(path: string, write: (staging: string) => Promise<T>): Promise<T> {
	await refuseTaken(path);
	const staging = `${path}.${randomUUID()}.tmp`;
	try {
		const result = await write(staging);
		// Unlike rename, link refuses a name that was taken meanwhile, in one step.
		await link(staging, path);
		return result;
	} catch (error) {
		throw described(path, error);
	} finally {
		await rm(staging, { force: true });
	}
}

async function refuseTaken(path: string): Promise<void> {
	if ((await lstat(path).catch(() => undefined)) !== undefined) throw fileExists(path);
}

function described(path: string, error: unknown): unknown {
	const reason = (error as NodeJS.ErrnoException).code;
	if (error instanceof InputError || reason === undefined) return error;
	if (reason === "EEXIST") return fileExists(path);
	return new InputError({
		code: "FILE_NOT_WRITABLE",
		message: `cannot write ${path} (${reason})`,
		field: path,
		hint: reason === "ENOENT" ? "create its folder first" : "check the path and the free space",
		cause: error,
	});
}

/** The refusal to write over a file. */
export function fileExists(path: string): InputError {
	return new InputError({
		code: "FILE_EXISTS",
		message: `${path} exists and is not overwritten`,
		field: path,
		hint: "choose another name or move the file away",
	});
}
