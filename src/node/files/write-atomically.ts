import { randomBytes } from "node:crypto";
import { type FileHandle, link, lstat, open, rename, unlink } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";
import { fileExists } from "./write-new-file.ts";

type WriteOptions = {
	/** Permissions of the new file; 0600 for anything that holds a secret. */
	readonly mode?: number;
	/** Replace an existing file. Without it an existing file is left alone and refused. */
	readonly overwrite?: boolean;
};

/**
 * Writes a whole file or nothing: the content goes to a temporary file next to it, which then takes
 * the name. A reader never sees a part of it, and a failure leaves the old file as it was.
 *
 * @throws InputError `FILE_EXISTS`, `FILE_NOT_WRITABLE`
 */
export async function writeAtomically(
	path: string,
	content: string | Uint8Array,
	{ mode = 0o666, overwrite = false }: WriteOptions = {},
): Promise<void> {
	const temporaryPath = `${path}.${randomBytes(6).toString("hex")}.tmp`;
	let isLeftOver = false;
	try {
		const file = await open(temporaryPath, "wx", mode);
		isLeftOver = true;
		await writeAndClose(file, content);
		if (overwrite) {
			await rename(temporaryPath, path);
			isLeftOver = false;
		} else {
			// Unlike rename, link refuses a name that is taken, in one step.
			await link(temporaryPath, path);
		}
	} catch (error) {
		throw describe(path, error);
	} finally {
		if (isLeftOver) await unlink(temporaryPath);
	}
}

/**
 * Called before long work as well, so that nobody waits for a result that cannot be stored.
 *
 * @throws InputError `FILE_EXISTS`
 */
export async function refuseExistingFile(path: string): Promise<void> {
	if ((await lstat(path).catch(() => undefined)) !== undefined) throw fileExists(path);
}

async function writeAndClose(file: FileHandle, content: string | Uint8Array): Promise<void> {
	try {
		await file.writeFile(content);
		await file.sync();
	} finally {
		await file.close();
	}
}

function describe(path: string, error: unknown): unknown {
	const reason = (error as NodeJS.ErrnoException).code;
	if (reason === "EEXIST") return fileExists(path);
	if (reason === undefined) return error;
	return new InputError({
		code: "FILE_NOT_WRITABLE",
		message: `cannot write ${path} (${reason})`,
		field: path,
		hint:
			reason === "ENOENT" ? "create its folder first" : "check the path, its permissions and the free space",
	});
}
