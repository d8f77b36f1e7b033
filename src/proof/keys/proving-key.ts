/** Proving keys: this machine's own from the cache, or one that came from elsewhere. */
import { dirname, join } from "node:path";
import { InputError } from "../../errors/base.ts";
import { cachedEntry, dropEntry } from "../../node/cache/cache-folder.ts";
import { fileHash, textHash } from "../../node/cache/file-hash.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CompiledCircuit } from "../circuit/compile-circuit.ts";
import { checkKeyFile, exportVerificationKey, keyMismatch } from "./check-key-file.ts";
import { buildDevelopmentKey } from "./development-key.ts";
import { requireTranscript } from "./key-contributions.ts";
import { KEY_FILE, type KeyManifest, readManifest, writeManifest } from "./key-manifest.ts";
import { type VerificationKey, verificationKeyHash } from "./verification-key.ts";

/** Part of the cache key: raise it when keys are built differently. */
const KEY_CONSTRUCTION = "development-key-1";

export type ProvingKey = {
	readonly zkeyPath: string;
	readonly verificationKey: VerificationKey;
	readonly manifest: KeyManifest;
};

export type KeyRequest = {
	readonly circuit: CompiledCircuit;
	readonly cacheFolder?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
};

/**
 * The development key of a circuit, from the cache or made now (about 10 s per 2^17 constraints on two
 * cores). A damaged or foreign cached key is thrown away and made anew.
 *
 * @throws RetryableError `CACHE_BUSY`
 */
export async function ensureProvingKey(request: KeyRequest): Promise<ProvingKey> {
	const { circuit, cacheFolder, onProgress } = request;
	const find = () =>
		cachedEntry({
			name: `key-${circuit.name}`,
			contentHash: textHash([KEY_CONSTRUCTION, circuit.circuitHash, circuit.r1csSha256].join("\n")),
			cacheFolder,
			build: (folder) => buildInto(folder, circuit, onProgress),
		});
	const { folder } = await find();
	try {
		return await readCached(folder, circuit);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		await dropEntry(folder);
		return readCached((await find()).folder, circuit);
	}
}

/**
 * Reads a key that came from elsewhere and checks what can be checked without the powers of tau: the
 * file's shape, its hash, its circuit, and for a ceremony key that it holds the contributions that its
 * manifest lists. Whether those are genuine is for `verifyFinishedKey`.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `KEY_MANIFEST_MALFORMED`, `KEY_CORRUPTED`,
 * `KEY_CIRCUIT_MISMATCH`, `VERIFICATION_KEY_UNSOUND`, `TRANSCRIPT_MISMATCH`
 */
export async function loadProvingKey(zkeyPath: string, circuit: CompiledCircuit): Promise<ProvingKey> {
	await checkKeyFile(zkeyPath, circuit);
	const manifest = await readManifest(dirname(zkeyPath));
	if ((await fileHash(zkeyPath)) !== manifest.zkeySha256) {
		throw new InputError({
			code: "KEY_CORRUPTED",
			message: `${zkeyPath} is not the file that its manifest describes`,
			field: "zkey",
			hint: "copy key and manifest together, or delete both to make a new development key",
		});
	}
	const exported = await exportVerificationKey(zkeyPath);
	checkManifest(manifest, circuit, verificationKeyHash(exported));
	if (manifest.kind === "ceremony") await requireTranscript(zkeyPath, manifest.transcript);
	return { zkeyPath, verificationKey: exported, manifest };
}

/** The cache has checked the bytes already; this checks that they are the right ones. */
async function readCached(folder: string, circuit: CompiledCircuit): Promise<ProvingKey> {
	const zkeyPath = join(folder, KEY_FILE);
	await checkKeyFile(zkeyPath, circuit);
	const manifest = await readManifest(folder);
	checkManifest(manifest, circuit, verificationKeyHash(manifest.verificationKey));
	return { zkeyPath, verificationKey: manifest.verificationKey, manifest };
}

async function buildInto(
	folder: string,
	circuit: CompiledCircuit,
	onProgress: OnProgress | undefined,
): Promise<void> {
	const zkeyPath = join(folder, KEY_FILE);
	await buildDevelopmentKey({ r1csPath: circuit.r1csPath, zkeyPath, onProgress });
	onProgress?.({ step: "hashing the key" });
	const verificationKey = await exportVerificationKey(zkeyPath);
	await writeManifest({ folder, circuit, verificationKey, origin: { kind: "development" } });
}

function checkManifest(manifest: KeyManifest, circuit: CompiledCircuit, keyHash: string): void {
	if (manifest.circuitHash !== circuit.circuitHash || manifest.r1csSha256 !== circuit.r1csSha256) {
		throw keyMismatch(`the manifest is for circuit ${manifest.circuit} ${manifest.circuitHash.slice(0, 16)}`);
	}
	if (manifest.verificationKeyHash !== keyHash)
		throw keyMismatch("the manifest has another verification key");
}
