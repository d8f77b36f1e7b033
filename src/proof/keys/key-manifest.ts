/** The manifest beside a proving key: which circuit it is for, how it was made, what it hashes to. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InputError } from "../../errors/base.ts";
import { parseJsonText } from "../../input/parse-json.ts";
import { parseShape } from "../../input/parse-shape.ts";
import { printableText, symbolText } from "../../input/text-shape.ts";
import { fileHash } from "../../node/cache/file-hash.ts";
import { openRegularFile } from "../../node/files/regular-file.ts";
import type { CircuitProgram } from "../circuit/compile-circuit.ts";
import { parseVerificationKey, type VerificationKey, verificationKeyHash } from "./verification-key.ts";

export const KEY_FILE = "proving-key.zkey";
export const MANIFEST_FILE = "manifest.json";
const MANIFEST_MALFORMED = "KEY_MANIFEST_MALFORMED";
const HINT = `a proving key needs the ${MANIFEST_FILE} that was written with it`;
const MAX_MANIFEST_BYTES = 1 << 20;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** BLAKE2b with 64 bytes of output, as b2sum prints it. */
const blake2b512 = z.string().regex(/^[0-9a-f]{128}$/);

const transcriptSchema = z.strictObject({
	powersOfTau: z.strictObject({
		/** Whether it is one of the files that the Hermez ceremony published. */
		source: z.enum(["hermez", "other"]),
		/** Enough for 2^power constraints. */
		power: z.int().min(1).max(28),
		blake2b512,
	}),
	/** Hash of the key before any contribution: determined by circuit and powers of tau. */
	startHash: blake2b512,
	contributions: z.array(z.strictObject({ name: printableText(100), hash: blake2b512 })).min(1),
	beacon: z.strictObject({
		/** Where the value comes from, such as a block of a chain that was announced before. */
		source: printableText(100),
		valueHex: z.string().regex(/^(?:[0-9a-f]{2})+$/),
		/** SHA-256 was applied 2^exponent times. */
		iterationsExponent: z.int(),
		hash: blake2b512,
	}),
});

const common = {
	format: z.literal("zkmargin-proving-key/2"),
	circuit: symbolText,
	/** Of all sources, the compiler and its flags. */
	circuitHash: sha256,
	r1csSha256: sha256,
	zkeySha256: sha256,
	verificationKey: z.unknown(),
	verificationKeyHash: sha256,
	constraintCount: z.int(),
	wireCount: z.int(),
	createdAt: z.iso.datetime(),
};

/** A development key's maker could have kept its trapdoor; a ceremony key's could not, unless all did. */
const manifestSchema = z.discriminatedUnion("kind", [
	z.strictObject({ ...common, kind: z.literal("development") }),
	z.strictObject({ ...common, kind: z.literal("ceremony"), transcript: transcriptSchema }),
]);

type WithKey<Manifest> = Omit<Manifest, "verificationKey"> & { readonly verificationKey: VerificationKey };
type Parsed = z.infer<typeof manifestSchema>;

/** What happened in a ceremony, as its contributors can confirm it. */
export type CeremonyTranscript = z.infer<typeof transcriptSchema>;
export type CeremonyManifest = WithKey<Extract<Parsed, { kind: "ceremony" }>>;
export type KeyManifest = WithKey<Extract<Parsed, { kind: "development" }>> | CeremonyManifest;

export type KeyOrigin =
	| { readonly kind: "development" }
	| { readonly kind: "ceremony"; readonly transcript: CeremonyTranscript };

/** Describes a key that was just made or checked, and writes that beside it. */
export async function writeManifest(request: {
	readonly folder: string;
	readonly circuit: CircuitProgram;
	readonly verificationKey: VerificationKey;
	readonly origin: KeyOrigin;
}): Promise<KeyManifest> {
	const { folder, circuit, verificationKey, origin } = request;
	const manifest: KeyManifest = {
		format: "zkmargin-proving-key/2",
		circuit: circuit.name,
		circuitHash: circuit.circuitHash,
		r1csSha256: circuit.r1csSha256,
		zkeySha256: await fileHash(join(folder, KEY_FILE)),
		...origin,
		verificationKey,
		verificationKeyHash: verificationKeyHash(verificationKey),
		constraintCount: circuit.constraintCount,
		wireCount: circuit.wireCount,
		createdAt: new Date().toISOString(),
	};
	await writeFile(join(folder, MANIFEST_FILE), `${JSON.stringify(manifest, null, "\t")}\n`);
	return manifest;
}

/** @throws InputError `KEY_MANIFEST_MALFORMED`, `VERIFICATION_KEY_MALFORMED`, `VERIFICATION_KEY_UNSOUND` */
export async function readManifest(folder: string): Promise<KeyManifest> {
	const manifest = parseShape({
		schema: manifestSchema,
		value: parseJsonText({ text: await readManifestText(folder), refuse: manifestMalformed }),
		code: MANIFEST_MALFORMED,
		what: "key manifest",
		hint: HINT,
	});
	return { ...manifest, verificationKey: parseVerificationKey(manifest.verificationKey) };
}

async function readManifestText(folder: string): Promise<string> {
	const path = join(folder, MANIFEST_FILE);
	const file = await openRegularFile(path).catch(() => undefined);
	if (file === undefined) throw manifestMalformed("is not there");
	try {
		if ((await file.stat()).size > MAX_MANIFEST_BYTES) throw manifestMalformed("is too large for one");
		return await file.readFile("utf8");
	} finally {
		await file.close();
	}
}

function manifestMalformed(why: string): InputError {
	return new InputError({
		code: MANIFEST_MALFORMED,
		message: `the key manifest ${MANIFEST_FILE} ${why}`,
		field: MANIFEST_FILE,
		hint: HINT,
	});
}
