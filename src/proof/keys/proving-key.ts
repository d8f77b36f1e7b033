/** Proving keys: this machine's own from the cache, or one that came from elsewhere. */
import { dirname, join } from "node:path";
import { InputError } from "../../errors/base.ts";
import { cachedEntry, dropEntry, findEntry } from "../../node/cache/cache-folder.ts";
import { fileHash, textHash } from "../../node/cache/file-hash.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CircuitProgram, CompiledCircuit } from "../circuit/compile-circuit.ts";
import { checkKeyFile, exportVerificationKey, keyMismatch } from "./check-key-file.ts";
import { checkPointSections } from "./check-point-sections.ts";
import { buildDevelopmentKey } from "./development-key.ts";
import { requireTranscript } from "./key-contributions.ts";
import type { KeyKind, KeyTrust } from "./key-kind.ts";
import { KEY_FILE, type KeyManifest, readManifest, writeManifest } from "./key-manifest.ts";
import { type VerificationKey, verificationKeyHash } from "./verification-key.ts";

/** Part of the cache key: raise it when keys are built differently. */
const KEY_CONSTRUCTION = "development-key-1";

/** A key that was looked at. To prove with, it must be trusted too: `requireTrustedKey`. */
export type SuppliedKey = {
	readonly zkeyPath: string;
	/** Read from the key file itself. */
	readonly verificationKey: VerificationKey;
	readonly manifest: KeyManifest;
};

export type ProvingKey = SuppliedKey & {
	/** What this machine knows, which is not what the manifest says. */
	readonly kind: KeyKind;
	readonly trust: KeyTrust;
};

type OwnKeyRequest = Pick<KeyRequest, "cacheFolder"> & { readonly circuit: CircuitProgram };

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
	const { circuit, onProgress } = request;
	const find = () =>
		cachedEntry({ ...entryOf(request), build: (folder) => buildInto(folder, circuit, onProgress) });
	const { folder } = await find();
	try {
		return await readCached(folder, circuit);
	} catch (error) {
		if (!(error instanceof InputError)) throw error;
		await dropEntry(folder);
		return readCached((await find()).folder, circuit);
	}
}

/** This machine's own development key, if there is one that is whole; none is made, and nothing is compiled. */
export async function findDevelopmentKey(request: OwnKeyRequest): Promise<ProvingKey | undefined> {
	const folder = await findEntry(entryOf(request));
	if (folder === undefined) return undefined;
	return readCached(folder, request.circuit).catch((error: unknown) => {
		if (error instanceof InputError) return undefined;
		throw error;
	});
}

/** SHA-256 of this machine's own development key, if there is one; none is made. */
export async function ownDevelopmentKeyHash(request: OwnKeyRequest): Promise<string | undefined> {
	const folder = await findEntry(entryOf(request));
	return folder === undefined ? undefined : (await readManifest(folder)).zkeySha256;
}

/**
 * Reads a key that came from elsewhere and checks what can be checked without the powers of tau: the
 * file's shape, its points, its hash, its circuit, and for a ceremony key that it holds the contributions
 * that its manifest lists. Whether those are genuine is for `verifyFinishedKey`, and whether to prove with
 * it for `requireTrustedKey`.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `KEY_MANIFEST_MALFORMED`, `KEY_CORRUPTED`,
 * `KEY_CIRCUIT_MISMATCH`, `PROVING_KEY_UNSOUND`, `VERIFICATION_KEY_UNSOUND`, `VERIFICATION_KEY_MISMATCH`,
 * `TRANSCRIPT_MISMATCH`
 */
export async function loadProvingKey(zkeyPath: string, circuit: CircuitProgram): Promise<SuppliedKey> {
	await checkKeyFile(zkeyPath, circuit);
	await checkPointSections(zkeyPath);
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

function entryOf({ circuit, cacheFolder }: OwnKeyRequest) {
	return {
		name: `key-${circuit.name}`,
		contentHash: textHash([KEY_CONSTRUCTION, circuit.circuitHash, circuit.r1csSha256].join("\n")),
		cacheFolder,
	};
}

/** The cache has checked the bytes already; this checks that they are the right ones. */
async function readCached(folder: string, circuit: CircuitProgram): Promise<ProvingKey> {
	const zkeyPath = join(folder, KEY_FILE);
	await checkKeyFile(zkeyPath, circuit);
	const manifest = await readManifest(folder);
	checkManifest(manifest, circuit, verificationKeyHash(manifest.verificationKey));
	const { verificationKey } = manifest;
	return { zkeyPath, verificationKey, manifest, kind: "development", trust: "own development key" };
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

function checkManifest(manifest: KeyManifest, circuit: CircuitProgram, keyHash: string): void {
	if (manifest.circuitHash !== circuit.circuitHash || manifest.r1csSha256 !== circuit.r1csSha256) {
		throw keyMismatch(`the manifest is for circuit ${manifest.circuit} ${manifest.circuitHash.slice(0, 16)}`);
	}
	// What the manifest holds and what it says that it holds are two claims.
	const claims = [manifest.verificationKeyHash, verificationKeyHash(manifest.verificationKey)];
	if (claims.every((claim) => claim === keyHash)) return;
	throw new InputError({
		code: "VERIFICATION_KEY_MISMATCH",
		message: "the manifest has another verification key than the key file",
		field: "verificationKey",
		hint: "use the manifest that was written with the key; a swapped one would have proofs checked with a stranger's key",
	});
}
