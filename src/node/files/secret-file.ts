/** Files that hold a secret: readable by their owner only, never overwritten. */
import { stat } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";
import { type JsonFileLimits, readJsonFile } from "./read-json-file.ts";
import { writeAtomically } from "./write-atomically.ts";

const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;
/** Of an identity or a key. */
const SECRET_LIMITS: JsonFileLimits = { maxBytes: 1024 * 1024 };

/** @throws InputError `FILE_EXISTS`, `FILE_NOT_WRITABLE` */
export async function writeSecretFile(path: string, value: object): Promise<void> {
	await writeAtomically(path, `${JSON.stringify(value, null, "\t")}\n`, { mode: OWNER_ONLY });
}

/**
 * Reads a JSON file that holds a secret, unless others on this machine may read it too.
 *
 * @throws InputError `SECRET_FILE_IS_PUBLIC`, `SECRET_FILE_EXPOSED` and those of `readJsonFile`
 */
export async function readSecretFile(path: string, limits = SECRET_LIMITS): Promise<unknown> {
	const value = await readJsonFile(path, limits);
	if (isPublicPart(value)) {
		throw new InputError({
			code: "SECRET_FILE_IS_PUBLIC",
			message: `${path} is the public part that others get, and the secret file is needed here`,
			field: path,
			hint: "give the file that `identity new` wrote, the one without .public in its name",
		});
	}
	const { mode } = await stat(path);
	// Windows has no such permissions and reports every file as readable by all.
	if (process.platform !== "win32" && (mode & GROUP_AND_OTHERS) !== 0) {
		throw new InputError({
			code: "SECRET_FILE_EXPOSED",
			message: `${path} holds a secret and others on this machine may read it`,
			field: path,
			hint: `chmod 600 ${path}`,
		});
	}
	return value;
}

function isPublicPart(value: unknown): boolean {
	if (typeof value !== "object" || value === null || !("format" in value)) return false;
	return typeof value.format === "string" && value.format.startsWith("zkmargin-public-");
}
