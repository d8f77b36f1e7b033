/** The steps of phase 2: a key that nobody contributed to, contributions one after the other, a beacon. */
import { randomBytes } from "node:crypto";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";
import { InputError, InternalError } from "../../errors/base.ts";
import { isPrintable } from "../../errors/printable-text.ts";
import { cachedEntry } from "../../node/cache/cache-folder.ts";
import { textHash } from "../../node/cache/file-hash.ts";
import { writeNewFile } from "../../node/files/write-new-file.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CompiledCircuit } from "../circuit/compile-circuit.ts";
import { checkKeyFile, checkKeyHeader } from "../keys/check-key-file.ts";
import { checkPointSections } from "../keys/check-point-sections.ts";
import {
	type KeyContribution,
	type KeyContributions,
	MAX_ITERATIONS_EXPONENT,
	MAX_NAME_BYTES,
	MIN_BEACON_BYTES,
	MIN_ITERATIONS_EXPONENT,
	readKeyContributions,
} from "../keys/key-contributions.ts";
import { KEY_FILE } from "../keys/key-manifest.ts";
import type { PowersOfTau } from "./powers-of-tau.ts";
import { writeKeyStep } from "./run-snarkjs-step.ts";

/** Part of the cache key: raise it when starting keys are built differently. */
const START_CONSTRUCTION = "ceremony-start-1";
/** snarkjs stores the length in one byte. */
const MAX_BEACON_BYTES = 255;

/**
 * The key that a ceremony starts from, in the cache: determined by the circuit and the powers of tau,
 * so everybody makes the same one. Proofs under it can be forged by anybody.
 *
 * @throws RetryableError `CACHE_BUSY`
 */
export async function startingKey(request: {
	readonly circuit: CompiledCircuit;
	readonly powersOfTau: PowersOfTau;
	readonly cacheFolder?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
}): Promise<string> {
	const { circuit, powersOfTau, cacheFolder, onProgress } = request;
	const entry = await cachedEntry({
		name: `ceremony-start-${circuit.name}`,
		contentHash: textHash([START_CONSTRUCTION, circuit.r1csSha256, powersOfTau.blake2b512].join("\n")),
		cacheFolder,
		build: async (folder) => {
			const { r1csPath } = circuit;
			const outPath = join(folder, KEY_FILE);
			await writeKeyStep({ kind: "start", r1csPath, powersPath: powersOfTau.path, outPath }, onProgress);
		},
	});
	return join(entry.folder, KEY_FILE);
}

/**
 * Writes the starting key to a file.
 *
 * @throws InputError `FILE_EXISTS`, `FILE_NOT_WRITABLE`; RetryableError `CACHE_BUSY`
 */
export async function startCeremony(
	request: Parameters<typeof startingKey>[0] & { readonly outPath: string },
): Promise<KeyContributions> {
	return writeNewFile(request.outPath, async (staging) => {
		await copyFile(await startingKey(request), staging);
		await checkKeyFile(staging, request.circuit);
		return readKeyContributions(staging);
	});
}

export type ContributionResult = {
	/** All of them, the new one last. */
	readonly contributions: readonly KeyContribution[];
	readonly added: KeyContribution;
};

/**
 * Multiplies the key's secret by a random factor and forgets the factor. The factor comes from the
 * platform's cryptographic random numbers; `extraEntropy` is mixed in for those who do not trust them.
 *
 * @throws InputError `CONTRIBUTOR_NAME_MALFORMED`, `CEREMONY_CLOSED`, `PROVING_KEY_UNSOUND`, `FILE_EXISTS`,
 * `FILE_NOT_WRITABLE`, and those of `readKeyContributions`
 */
export async function contributeToKey(request: {
	readonly zkeyPath: string;
	readonly outPath: string;
	/** Public, at most 64 bytes of UTF-8. */
	readonly name: string;
	readonly extraEntropy?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
}): Promise<ContributionResult> {
	const { zkeyPath, outPath, name, extraEntropy = "", onProgress } = request;
	requireName(name, "name");
	const earlier = await openContributions(zkeyPath);
	return writeNewFile(outPath, (staging) => {
		const entropy = randomBytes(64).toString("hex") + extraEntropy;
		const step = { kind: "contribute", zkeyPath, outPath: staging, name, entropy } as const;
		return extended(earlier, staging, writeKeyStep(step, onProgress));
	});
}

/**
 * Closes a ceremony with a public random value that nobody could know while people contributed, so
 * that the last contributor could not choose the key.
 *
 * @throws InputError `BEACON_MALFORMED`, `BEACON_ITERATIONS`, `CONTRIBUTOR_NAME_MALFORMED`,
 * `KEY_UNCONTRIBUTED`, `CEREMONY_CLOSED`, `FILE_EXISTS`, `FILE_NOT_WRITABLE`, and those of
 * `readKeyContributions`
 */
export async function applyBeacon(request: {
	readonly zkeyPath: string;
	readonly outPath: string;
	/** Where the value comes from, for everybody to look it up; at most 64 bytes of UTF-8. */
	readonly source: string;
	/** 32 to 255 bytes. */
	readonly valueHex: string;
	/** SHA-256 is applied 2^exponent times. */
	readonly iterationsExponent: number;
	readonly onProgress?: OnProgress | undefined;
}): Promise<ContributionResult> {
	const { zkeyPath, outPath, source, iterationsExponent, onProgress } = request;
	requireName(source, "source");
	const valueHex = requireBeacon(request.valueHex);
	requireIterations(iterationsExponent);
	const earlier = await openContributions(zkeyPath);
	if (earlier.contributions.length === 0) throw uncontributed(zkeyPath);
	return writeNewFile(outPath, (staging) => {
		const step = {
			kind: "beacon",
			zkeyPath,
			outPath: staging,
			source,
			valueHex,
			iterationsExponent,
		} as const;
		return extended(earlier, staging, writeKeyStep(step, onProgress));
	});
}

/** @param zkeyPath named in the message */
export function uncontributed(zkeyPath: string): InputError {
	return new InputError({
		code: "KEY_UNCONTRIBUTED",
		message: `nobody has contributed to ${zkeyPath}: gamma equals delta, and proofs can be forged`,
		field: "zkey",
		hint: "let each contributor run `ceremony contribute` first",
	});
}

async function openContributions(zkeyPath: string): Promise<KeyContributions> {
	await checkKeyHeader(zkeyPath);
	// A contributor's factor multiplies these points: on another curve they would give it away.
	await checkPointSections(zkeyPath);
	const found = await readKeyContributions(zkeyPath);
	if (found.contributions.every(({ beacon }) => beacon === undefined)) return found;
	throw new InputError({
		code: "CEREMONY_CLOSED",
		message: `${zkeyPath} was closed by a beacon`,
		field: "zkey",
		hint: "contribute to the key from before the beacon, and apply a new beacon at the end",
	});
}

/** Waits for a step of snarkjs and checks that the new key holds one contribution more, the one it names. */
async function extended(
	earlier: KeyContributions,
	staging: string,
	step: Promise<string>,
): Promise<ContributionResult> {
	const hash = await step;
	const { startHash, contributions } = await readKeyContributions(staging);
	const added = contributions.at(-1);
	const expected = [...earlier.contributions.map((one) => one.hash), hash];
	if (
		added !== undefined &&
		startHash === earlier.startHash &&
		contributions.map((one) => one.hash).join() === expected.join()
	) {
		return { contributions, added };
	}
	throw new InternalError({
		code: "CONTRIBUTION_LOST",
		message: "the new key does not hold the contribution that was made",
	});
}

function requireName(name: string, field: string): void {
	const bytes = Buffer.byteLength(name, "utf8");
	if (name.trim() !== "" && bytes <= MAX_NAME_BYTES && isPrintable(name)) return;
	throw new InputError({
		code: "CONTRIBUTOR_NAME_MALFORMED",
		message: `${field} must be 1 to ${MAX_NAME_BYTES} bytes of printable text`,
		field,
		hint: "it is public and written into the key",
	});
}

function requireBeacon(text: string): string {
	const valueHex = text.toLowerCase().replace(/^0x/, "");
	const bytes = valueHex.length / 2;
	if (/^(?:[0-9a-f]{2})+$/.test(valueHex) && bytes >= MIN_BEACON_BYTES && bytes <= MAX_BEACON_BYTES)
		return valueHex;
	throw new InputError({
		code: "BEACON_MALFORMED",
		message: `a beacon is ${MIN_BEACON_BYTES} to ${MAX_BEACON_BYTES} bytes in hexadecimal digits`,
		field: "value",
		hint: "use a value that was announced before it existed, such as the hash of a later block",
	});
}

function requireIterations(exponent: number): void {
	const isInRange = exponent >= MIN_ITERATIONS_EXPONENT && exponent <= MAX_ITERATIONS_EXPONENT;
	if (Number.isInteger(exponent) && isInRange) return;
	throw new InputError({
		code: "BEACON_ITERATIONS",
		message: `the exponent of the beacon's iterations is ${MIN_ITERATIONS_EXPONENT} to ${MAX_ITERATIONS_EXPONENT}`,
		field: "iterations",
		hint: `${MIN_ITERATIONS_EXPONENT} is usual; everybody who verifies repeats the work`,
	});
}
