/** Proving keys and the manifest beside each: which circuit it is for, how it was made, what it hashes to. */
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { z } from "zod";
import { InputError } from "../errors/base.ts";
import { parseShape } from "../errors/parse-shape.ts";
import { cachedEntry, dropEntry } from "./cache-folder.ts";
import type { CompiledCircuit } from "./compile-circuit.ts";
import { buildDevelopmentKey } from "./development-key.ts";
import { domainPowerOf } from "./evaluate-qap.ts";
import { fileHash, textHash } from "./file-hash.ts";
import type { OnProgress } from "./progress.ts";
import { readR1csHeader } from "./r1cs-file.ts";
import { readKeyDimensions } from "./read-key-dimensions.ts";
import { parseVerificationKey, type VerificationKey, verificationKeyHash } from "./verification-key.ts";
import { withSnarkjs } from "./with-snarkjs.ts";

const KEY_FILE = "proving-key.zkey";
const MANIFEST_FILE = "manifest.json";
/** Part of the cache key: raise it when keys are built differently. */
const KEY_CONSTRUCTION = "development-key-1";

const manifestSchema = z.strictObject({
	format: z.literal("zkmargin-proving-key"),
	/** A development key's maker could have kept its trapdoor; a ceremony key's could not, unless all did. */
	kind: z.enum(["development", "ceremony"]),
	circuit: z.string(),
	circuitHash: z.string(),
	r1csSha256: z.string(),
	zkeySha256: z.string(),
	verificationKey: z.unknown(),
	verificationKeyHash: z.string(),
	constraintCount: z.int(),
	wireCount: z.int(),
	createdAt: z.iso.datetime(),
});

export type KeyManifest = Omit<z.infer<typeof manifestSchema>, "verificationKey"> & {
	readonly verificationKey: VerificationKey;
};

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
 * Reads a key that came from elsewhere and checks all of it: the file's shape, its hash, its circuit.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `KEY_MANIFEST_MALFORMED`, `KEY_CORRUPTED`,
 * `KEY_CIRCUIT_MISMATCH`, `VERIFICATION_KEY_UNSOUND`
 */
export async function loadProvingKey(zkeyPath: string, circuit: CompiledCircuit): Promise<ProvingKey> {
	await checkKeyFile(zkeyPath, circuit);
	const manifest = await readManifest(join(dirname(zkeyPath), MANIFEST_FILE));
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
	return { zkeyPath, verificationKey: exported, manifest };
}

/** The cache has checked the bytes already; this checks that they are the right ones. */
async function readCached(folder: string, circuit: CompiledCircuit): Promise<ProvingKey> {
	const zkeyPath = join(folder, KEY_FILE);
	await checkKeyFile(zkeyPath, circuit);
	const manifest = await readManifest(join(folder, MANIFEST_FILE));
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
	const manifest: KeyManifest = {
		format: "zkmargin-proving-key",
		kind: "development",
		circuit: circuit.name,
		circuitHash: circuit.circuitHash,
		r1csSha256: circuit.r1csSha256,
		zkeySha256: await fileHash(zkeyPath),
		verificationKey,
		verificationKeyHash: verificationKeyHash(verificationKey),
		constraintCount: circuit.constraintCount,
		wireCount: circuit.wireCount,
		createdAt: new Date().toISOString(),
	};
	await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, "\t")}\n`);
}

/** @throws InputError `VERIFICATION_KEY_UNSOUND`, `VERIFICATION_KEY_MALFORMED` */
async function exportVerificationKey(zkeyPath: string): Promise<VerificationKey> {
	return withSnarkjs(async ({ zKey }) => {
		return parseVerificationKey(await zKey.exportVerificationKey(zkeyPath));
	});
}

async function readManifest(path: string): Promise<KeyManifest> {
	const text = await readFile(path, "utf8").catch(() => "null");
	const manifest = parseShape({
		schema: manifestSchema,
		value: parseJson(text),
		code: "KEY_MANIFEST_MALFORMED",
		what: "key manifest",
		hint: `a proving key needs the ${MANIFEST_FILE} that was written with it`,
	});
	return { ...manifest, verificationKey: parseVerificationKey(manifest.verificationKey) };
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function checkManifest(manifest: KeyManifest, circuit: CompiledCircuit, keyHash: string): void {
	if (manifest.circuitHash !== circuit.circuitHash || manifest.r1csSha256 !== circuit.r1csSha256) {
		throw keyMismatch(`the manifest is for circuit ${manifest.circuit} ${manifest.circuitHash.slice(0, 16)}`);
	}
	if (manifest.verificationKeyHash !== keyHash)
		throw keyMismatch("the manifest has another verification key");
}

/** Cheap structural checks of a key file: complete, Groth16, and of this circuit's dimensions. */
async function checkKeyFile(zkeyPath: string, circuit: CompiledCircuit): Promise<void> {
	const found = await readKeyDimensions(zkeyPath);
	const r1cs = await readR1csHeader(circuit.r1csPath);
	const domainSize = 2 ** domainPowerOf(r1cs);
	const fits =
		found.wireCount === r1cs.wireCount &&
		found.publicCount === r1cs.publicCount &&
		found.domainSize === domainSize;
	if (!fits) {
		throw keyMismatch(
			`the key has ${found.wireCount} wires, ${found.publicCount} public signals and a domain of ${found.domainSize}; ` +
				`${circuit.name} has ${r1cs.wireCount}, ${r1cs.publicCount} and ${domainSize}`,
		);
	}
}

function keyMismatch(what: string): InputError {
	return new InputError({
		code: "KEY_CIRCUIT_MISMATCH",
		message: `this key belongs to another circuit: ${what}`,
		field: "zkey",
		hint: "use the key made for this circuit's sources, or delete it to make a new development key",
	});
}
