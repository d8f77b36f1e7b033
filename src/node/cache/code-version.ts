/** Which code this is: part of the name of whatever it remembers. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { REPOSITORY_ROOT, RUNS_FROM_SOURCE } from "../files/repository-root.ts";

/** Written into `dist` when it is built. */
export const CODE_HASH_FILE = "code-hash.txt";

let known: Promise<string> | undefined;

/** SHA-256 over all of our code, hexadecimal. A change anywhere is another version. */
export function codeVersion(): Promise<string> {
	known ??= RUNS_FROM_SOURCE
		? hashOfFolder(join(REPOSITORY_ROOT, "src"))
		: readFile(join(REPOSITORY_ROOT, "dist", CODE_HASH_FILE), "utf8");
	return known;
}

/** SHA-256 over the names and contents of all files below a folder. */
export async function hashOfFolder(folder: string): Promise<string> {
	const entries = await readdir(folder, { recursive: true, withFileTypes: true });
	const paths = entries
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => join(parentPath, name));
	const hash = createHash("sha256");
	for (const path of paths.sort()) {
		const content = await readFile(path);
		hash.update(`${path.slice(folder.length)}\n${content.length}\n`).update(content);
	}
	return hash.digest("hex");
}
