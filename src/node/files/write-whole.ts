import { rename, writeFile } from "node:fs/promises";

/** Writes a file so that whoever reads it after an interruption finds all of it or nothing. */
export async function writeWhole(path: string, text: string): Promise<void> {
	const staging = `${path}.new`;
	await writeFile(staging, text);
	await rename(staging, path);
}
