/** SHA-256 of texts and of files too large to hold in memory. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";

const READ_BYTES = 1 << 20;

export function textHash(text: string): string {
	return createHash("sha256").update(text).digest("hex");
}

export async function fileHash(path: string): Promise<string> {
	const hash = createHash("sha256");
	await pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), hash);
	return hash.digest("hex");
}
