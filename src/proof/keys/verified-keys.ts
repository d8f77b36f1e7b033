/** Which keys had their whole ceremony verified on this machine, by the hash of the key file. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { cachedEntry, findEntry } from "../../node/cache/cache-folder.ts";
import { textHash } from "../../node/cache/file-hash.ts";
import type { CircuitProgram } from "../circuit/compile-circuit.ts";
import type { CeremonyTranscript } from "./key-manifest.ts";

/** Part of the cache key: raise it when a verification looks at more than before. */
const VERIFICATION = "ceremony-verified-2";
const TRANSCRIPT_FILE = "transcript.json";

type VerifiedKey = {
	readonly circuit: CircuitProgram;
	/** Of the whole `.zkey`: a privacy check of some of its points is not one of all. */
	readonly zkeySha256: string;
	readonly cacheFolder?: string | undefined;
};

/** Only for a key whose every contribution was checked from circuit and powers of tau just now. */
export async function rememberVerifiedKey(
	key: VerifiedKey & { readonly transcript: CeremonyTranscript },
): Promise<void> {
	await cachedEntry({
		...entryOf(key),
		build: (folder) => writeFile(join(folder, TRANSCRIPT_FILE), `${JSON.stringify(key.transcript)}\n`),
	});
}

export async function isVerifiedKey(key: VerifiedKey): Promise<boolean> {
	return (await findEntry(entryOf(key))) !== undefined;
}

function entryOf({ circuit, zkeySha256, cacheFolder }: VerifiedKey) {
	return {
		name: `verified-key-${circuit.name}`,
		contentHash: textHash([VERIFICATION, circuit.circuitHash, circuit.r1csSha256, zkeySha256].join("\n")),
		cacheFolder,
	};
}
