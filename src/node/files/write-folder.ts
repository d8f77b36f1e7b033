import { randomBytes } from "node:crypto";
import { lstat, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError } from "../../errors/base.ts";
import { writeAtomically } from "./write-atomically.ts";

export type FolderFile = {
	readonly name: string;
	readonly content: string | Uint8Array;
	/** Readable by its owner only. */
	readonly secret?: boolean;
};

/**
 * Writes a folder with all its files or nothing: they go into a temporary folder beside it, which
 * then takes the name.
 *
 * @throws InputError `FOLDER_EXISTS`, `FILE_NOT_WRITABLE`
 */
export async function writeFolder(path: string, files: readonly FolderFile[]): Promise<void> {
	await refuseExistingFolder(path);
	const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
	try {
		await mkdir(temporary, { recursive: true });
		for (const { name, content, secret = false } of files) {
			await writeAtomically(join(temporary, name), content, secret ? { mode: 0o600 } : {});
		}
		await rename(temporary, path);
	} catch (error) {
		throw error instanceof InputError ? error : notWritable(path, error);
	} finally {
		await rm(temporary, { recursive: true, force: true });
	}
}

/** Called before long work as well, so that nobody waits for a result that cannot be stored. */
export async function refuseExistingFolder(path: string): Promise<void> {
	if ((await lstat(path).catch(() => undefined)) === undefined) return;
	throw new InputError({
		code: "FOLDER_EXISTS",
		message: `${path} exists and is not overwritten`,
		field: path,
		hint: "choose another name or move the folder away",
	});
}

/** JSON as it is written to files: tabs, final newline. */
export function jsonText(value: unknown): string {
	return `${JSON.stringify(value, null, "\t")}\n`;
}

function notWritable(path: string, error: unknown): unknown {
	const reason = (error as NodeJS.ErrnoException).code;
	if (reason === undefined) return error;
	return new InputError({
		code: "FILE_NOT_WRITABLE",
		message: `cannot write ${path} (${reason})`,
		field: path,
		hint: "check the path, its permissions and the free space",
	});
}
