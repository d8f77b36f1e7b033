/** From the last key of a ceremony to a folder that proves and convinces, and the check of such a folder. */
import { randomUUID } from "node:crypto";
import { copyFile, lstat, mkdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { InputError } from "../../errors/base.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CompiledCircuit } from "../circuit/compile-circuit.ts";
import { transcriptOf } from "../keys/key-contributions.ts";
import {
	type CeremonyManifest,
	type CeremonyTranscript,
	KEY_FILE,
	writeManifest,
} from "../keys/key-manifest.ts";
import { loadProvingKey, type SuppliedKey } from "../keys/proving-key.ts";
import { rememberVerifiedKey } from "../keys/verified-keys.ts";
import type { PowersOfTau } from "./powers-of-tau.ts";
import { type CeremonyCheck, verifyContributedKey } from "./verify-ceremony.ts";

type StatedPowers = CeremonyTranscript["powersOfTau"];

/**
 * Verifies the whole ceremony, which this machine remembers, and writes the key with its manifest, which holds the transcript.
 *
 * @throws InputError `CEREMONY_UNFINISHED`, `FOLDER_EXISTS`, `FILE_NOT_WRITABLE`, and those of
 * `verifyContributedKey`; RetryableError `CACHE_BUSY`
 */
export async function finishCeremony(
	request: CeremonyCheck & { readonly outFolder: string },
): Promise<CeremonyTranscript> {
	const { circuit, powersOfTau, zkeyPath, outFolder, cacheFolder } = request;
	await refuseTaken(outFolder);
	const checked = await verifyContributedKey(request);
	const transcript = transcriptOf(checked, statedPowers(powersOfTau));
	const staging = join(dirname(outFolder), `.${basename(outFolder)}.${randomUUID()}.tmp`);
	try {
		await mkdir(staging, { recursive: true });
		await copyFile(zkeyPath, join(staging, KEY_FILE));
		const origin = { kind: "ceremony", transcript } as const;
		const { verificationKey } = checked;
		const { zkeySha256 } = await writeManifest({ folder: staging, circuit, verificationKey, origin });
		await rename(staging, outFolder);
		await rememberVerifiedKey({ circuit, zkeySha256, transcript, cacheFolder });
	} catch (cause) {
		throw notWritable(outFolder, cause);
	} finally {
		await rm(staging, { recursive: true, force: true });
	}
	return transcript;
}

/**
 * Checks a folder that `finishCeremony` wrote, trusting nothing in it: what an outsider runs.
 * This machine remembers that it holds, and proves with it from then on.
 *
 * @throws InputError `KEY_NOT_OF_CEREMONY`, `TRANSCRIPT_MISMATCH`, and those of `loadProvingKey` and
 * `verifyContributedKey`; RetryableError `CACHE_BUSY`
 */
export async function verifyFinishedKey(request: {
	readonly folder: string;
	readonly circuit: CompiledCircuit;
	readonly powersOfTau: PowersOfTau;
	readonly cacheFolder?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
}): Promise<SuppliedKey & { readonly manifest: CeremonyManifest }> {
	const { folder, circuit, powersOfTau, cacheFolder } = request;
	const zkeyPath = join(folder, KEY_FILE);
	const key = await loadProvingKey(zkeyPath, circuit);
	const manifest = requireCeremony(key);
	const [listed, given] = [manifest.transcript.powersOfTau, powersOfTau].map(statedPowers);
	if (JSON.stringify(listed) !== JSON.stringify(given)) {
		throw new InputError({
			code: "TRANSCRIPT_MISMATCH",
			message: `the ceremony used other powers of tau: ${manifest.transcript.powersOfTau.blake2b512.slice(0, 16)}…`,
			field: "ptau",
			hint: "give the file that the transcript names; it must hash to what its own ceremony published",
		});
	}
	await verifyContributedKey({ ...request, zkeyPath });
	const { zkeySha256, transcript } = manifest;
	await rememberVerifiedKey({ circuit, zkeySha256, transcript, cacheFolder });
	return { ...key, manifest };
}

/** @throws InputError `KEY_NOT_OF_CEREMONY` */
function requireCeremony({ manifest }: SuppliedKey): CeremonyManifest {
	if (manifest.kind === "ceremony") return manifest;
	throw new InputError({
		code: "KEY_NOT_OF_CEREMONY",
		message: "this is a development key: whoever made it can forge proofs for it",
		field: "key",
		hint: "there is nothing to verify; use a key that `ceremony finish` wrote",
	});
}

function statedPowers({ source, power, blake2b512 }: StatedPowers): StatedPowers {
	return { source, power, blake2b512 };
}

async function refuseTaken(folder: string): Promise<void> {
	if ((await lstat(folder).catch(() => undefined)) === undefined) return;
	throw new InputError({
		code: "FOLDER_EXISTS",
		message: `${folder} exists and is not overwritten`,
		field: folder,
		hint: "choose another name or move the folder away",
	});
}

function notWritable(folder: string, cause: unknown): unknown {
	const reason = (cause as NodeJS.ErrnoException).code;
	if (reason === undefined || cause instanceof InputError) return cause;
	return new InputError({
		code: "FILE_NOT_WRITABLE",
		message: `cannot write ${folder} (${reason})`,
		field: folder,
		hint: "check the path, its permissions and the free space",
		cause,
	});
}
