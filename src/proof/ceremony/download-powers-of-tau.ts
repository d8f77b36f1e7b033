/** The public powers of tau, downloaded once into the cache; a file with another hash never gets there. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { join } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InputError, RetryableError } from "../../errors/base.ts";
import { cachedEntry } from "../../node/cache/cache-folder.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import { HOUR_MS } from "../../units/time.ts";
import type { HermezFile } from "./hermez-files.ts";

const TIMEOUT_MS = 2 * HOUR_MS;
/** Points of a prepared file per constraint, and what its contributions take at most. */
const BYTES_PER_CONSTRAINT = 1_152;
const OTHER_BYTES = 1 << 20;

/**
 * Path of a published file in the cache.
 *
 * @throws RetryableError `PTAU_DOWNLOAD_FAILED`, `CACHE_BUSY`; InputError `PTAU_HASH_MISMATCH`
 */
export async function downloadPowersOfTau(request: {
	readonly file: HermezFile;
	readonly cacheFolder?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
	/** The platform's `fetch` unless a test brings its own. */
	readonly fetchFile?: (url: string) => Promise<Response>;
}): Promise<string> {
	const { file, cacheFolder, onProgress, fetchFile = fetchWithTimeout } = request;
	const entry = await cachedEntry({
		name: `powers-of-tau-${file.power}`,
		contentHash: file.blake2b512,
		cacheFolder,
		build: async (folder) => {
			const found = await save(file, join(folder, file.name), fetchFile, onProgress);
			if (found !== file.blake2b512) throw otherFile(file, found);
		},
	});
	return join(entry.folder, file.name);
}

/** @returns the hash of what came */
async function save(
	file: HermezFile,
	path: string,
	fetchFile: (url: string) => Promise<Response>,
	onProgress: OnProgress | undefined,
): Promise<string> {
	const hash = createHash("blake2b512");
	const maxBytes = 2 ** file.power * BYTES_PER_CONSTRAINT + OTHER_BYTES;
	let done = 0;
	const counted = new Transform({
		transform(chunk: Buffer, _encoding, next) {
			done += chunk.length;
			hash.update(chunk);
			onProgress?.({ step: `downloading ${file.name}`, fraction: Math.min(1, done / maxBytes) });
			next(done > maxBytes ? new Error(`longer than ${maxBytes} bytes`) : null, chunk);
		},
	});
	try {
		const response = await fetchFile(file.url);
		if (!response.ok || response.body === null) throw new Error(`status ${response.status}`);
		await pipeline(response.body, counted, createWriteStream(path));
	} catch (cause) {
		throw new RetryableError({
			code: "PTAU_DOWNLOAD_FAILED",
			message: `cannot download ${file.url}: ${cause instanceof Error ? cause.message : cause}`,
			hint: "try again, or bring the file from elsewhere and give its path with --ptau",
			cause,
		});
	}
	return hash.digest("hex");
}

function fetchWithTimeout(url: string): Promise<Response> {
	return fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
}

function otherFile(file: HermezFile, found: string): InputError {
	return new InputError({
		code: "PTAU_HASH_MISMATCH",
		message: `${file.url} hashes to ${found.slice(0, 16)}…, published is ${file.blake2b512.slice(0, 16)}…`,
		field: "ptau",
		hint: "the download was damaged or replaced: try again, or bring the file from elsewhere",
	});
}
