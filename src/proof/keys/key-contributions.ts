/** Who contributed to a proving key, as the key itself records it (section 10 of a Groth16 `.zkey`). */
import { createHash } from "node:crypto";
import type { Bn128, CurveGroup, CurvePoint } from "ffjavascript";
import { InputError } from "../../errors/base.ts";
import { isPrintable } from "../../errors/printable-text.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { readBytes, readSectionTable, withFile } from "../snarkjs/iden3-file.ts";
import { withSnarkjs } from "../snarkjs/with-snarkjs.ts";
import { G1_BYTES, G2_BYTES, ZKEY_SECTION } from "../snarkjs/zkey-layout.ts";
import type { CeremonyTranscript } from "./key-manifest.ts";

const HASH_BYTES = 64;
const MAX_SECTION_BYTES = 1 << 20;
/** snarkjs allows 63; whoever checks a key must repeat all 2^exponent hashes. */
export const MAX_ITERATIONS_EXPONENT = 24;
/** Each one hash more is twice the work for whoever wants to choose among beacons. */
export const MIN_ITERATIONS_EXPONENT = 10;
/** Less than a block hash could be found by trial. */
export const MIN_BEACON_BYTES = 32;
/** Of UTF-8; more would not fit into the file's length byte in every script. */
export const MAX_NAME_BYTES = 64;

export type KeyContribution = {
	/** The contributor; for a beacon, where its value comes from. */
	readonly name: string;
	/** BLAKE2b-512 of the contribution's public part: what its maker publishes. */
	readonly hash: string;
	/** Present when the contribution is a public random value and not somebody's secret. */
	readonly beacon?: { readonly valueHex: string; readonly iterationsExponent: number };
};

export type KeyContributions = {
	/** BLAKE2b-512 over the key before any contribution. */
	readonly startHash: string;
	readonly contributions: readonly KeyContribution[];
};

/**
 * Reads the contributions and checks that their points are in the right groups, which snarkjs does not.
 * That they follow from each other is for `verifyContributedKey`.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `FILE_UNREADABLE`, `CONTRIBUTION_INVALID`, `BEACON_WEAK`
 */
export async function readKeyContributions(zkeyPath: string): Promise<KeyContributions> {
	const bytes = await withFile(zkeyPath, async (file) => {
		const sections = await readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", zkeyPath);
		const section = sections.get(ZKEY_SECTION.contributions);
		if (section === undefined || section.length > MAX_SECTION_BYTES) return Buffer.alloc(0);
		return readBytes(file, section.offset, section.length);
	});
	return withSnarkjs(async (_snarkjs, curve) => {
		const reader = new SectionReader(bytes);
		const startHash = reader.take(HASH_BYTES).toString("hex");
		const count = reader.uint32();
		const contributions: KeyContribution[] = [];
		for (let i = 0; i < count; i++) contributions.push(readContribution(reader, curve, i + 1));
		reader.end();
		return { startHash, contributions };
	});
}

/** What goes into the manifest of a finished key. The caller has checked that it is finished. */
export function transcriptOf(
	{ startHash, contributions }: KeyContributions,
	powersOfTau: CeremonyTranscript["powersOfTau"],
): CeremonyTranscript {
	const last = contributions.at(-1);
	if (last?.beacon === undefined) throw unfinished("its last contribution is not a beacon");
	const people = contributions.slice(0, -1);
	if (people.some(({ beacon }) => beacon !== undefined))
		throw unfinished("it has a beacon before the last place");
	if (people.length === 0) throw unfinished("nobody contributed before the beacon");
	return {
		powersOfTau,
		startHash,
		contributions: people.map(({ name, hash }) => ({ name, hash })),
		beacon: { source: last.name, ...last.beacon, hash: last.hash },
	};
}

/**
 * Checks that a key holds exactly the contributions that a transcript lists.
 *
 * @throws InputError `TRANSCRIPT_MISMATCH`, `CEREMONY_UNFINISHED`, and those of `readKeyContributions`
 */
export async function requireTranscript(zkeyPath: string, listed: CeremonyTranscript): Promise<void> {
	const found = transcriptOf(await readKeyContributions(zkeyPath), listed.powersOfTau);
	if (JSON.stringify(found) === JSON.stringify(inOrder(listed))) return;
	throw new InputError({
		code: "TRANSCRIPT_MISMATCH",
		message: "the manifest's transcript is not that of the key",
		field: "transcript",
		hint: "use the manifest that `ceremony finish` wrote with this key",
	});
}

/** @param problem completes "this key is not finished: …" */
function unfinished(problem: string): InputError {
	return new InputError({
		code: "CEREMONY_UNFINISHED",
		message: `this key is not finished: ${problem}`,
		field: "zkey",
		hint: "after the last contributor, `ceremony beacon` closes a ceremony once",
	});
}

/** The same content in the order of keys in which `transcriptOf` writes it. */
function inOrder({ powersOfTau, startHash, contributions, beacon }: CeremonyTranscript): CeremonyTranscript {
	const { source, valueHex, iterationsExponent, hash } = beacon;
	return {
		powersOfTau,
		startHash,
		contributions: contributions.map(({ name, hash: own }) => ({ name, hash: own })),
		beacon: { source, valueHex, iterationsExponent, hash },
	};
}

/**
 * Layout: the new δ and a proof of knowledge of its factor (s, s·x in G1, x·hash in G2), the hash of
 * all before it, its type and its parameters.
 */
function readContribution(reader: SectionReader, curve: Bn128, number: number): KeyContribution {
	const hash = createHash("blake2b512");
	for (const [group, bytes] of [
		[curve.G1, G1_BYTES],
		[curve.G1, G1_BYTES],
		[curve.G1, G1_BYTES],
		[curve.G2, G2_BYTES],
	] as const) {
		const point = group.fromRprLEM(reader.take(bytes), 0);
		if (!isInGroup(group, point)) throw invalid(`contribution ${number} has a point outside of its group`);
		const uncompressed = new Uint8Array(bytes);
		group.toRprUncompressed(uncompressed, 0, point);
		hash.update(uncompressed);
	}
	hash.update(reader.take(HASH_BYTES));
	const type = reader.uint32();
	const {
		name = "",
		iterationsExponent,
		value,
	} = readParameters(new SectionReader(reader.take(reader.uint32())));
	const content = { name, hash: hash.digest("hex") };
	if (type === 0 && iterationsExponent === undefined && value === undefined) return content;
	if (type !== 1 || iterationsExponent === undefined || value === undefined || value.length === 0) {
		throw invalid(`contribution ${number} is neither a person's nor a beacon's`);
	}
	if (iterationsExponent > MAX_ITERATIONS_EXPONENT)
		throw invalid(`contribution ${number} asks for 2^${iterationsExponent} hashes`);
	if (iterationsExponent < MIN_ITERATIONS_EXPONENT || value.length < MIN_BEACON_BYTES) {
		throw weakBeacon(value.length, iterationsExponent);
	}
	return { ...content, beacon: { valueHex: value.toString("hex"), iterationsExponent } };
}

type Parameters = { name?: string; iterationsExponent?: number; value?: Buffer };

function readParameters(reader: SectionReader): Parameters {
	const found: Parameters = {};
	let lastType = 0;
	while (!reader.isAtEnd) {
		const type = reader.uint8();
		if (type <= lastType) throw invalid("a contribution's parameters are out of order");
		lastType = type;
		if (type === 1) found.name = readableName(reader.take(reader.uint8()));
		else if (type === 2) found.iterationsExponent = reader.uint8();
		else if (type === 3) found.value = reader.take(reader.uint8());
		else throw invalid("a contribution has a parameter of unknown kind");
	}
	return found;
}

/** Names come from strangers and are printed: nothing in them may steer a terminal. */
function readableName(bytes: Buffer): string {
	const name = bytes.toString("utf8");
	if (bytes.length <= MAX_NAME_BYTES && isPrintable(name)) return name;
	throw invalid("a contributor's name is too long or has unprintable characters");
}

function isInGroup(group: CurveGroup, point: CurvePoint): boolean {
	return !group.isZero(point) && group.isValid(point) && group.isZero(group.timesScalar(point, FIELD_ORDER));
}

/** Whoever makes the last contribution could try beacons until the key has a property. */
function weakBeacon(bytes: number, exponent: number): InputError {
	return new InputError({
		code: "BEACON_WEAK",
		message: `the beacon has ${bytes} bytes and 2^${exponent} iterations, less than ${MIN_BEACON_BYTES} and 2^${MIN_ITERATIONS_EXPONENT}`,
		field: "beacon",
		hint: "apply a beacon of at least that to the last contributor's key",
	});
}

function invalid(what: string): InputError {
	return new InputError({
		code: "CONTRIBUTION_INVALID",
		message: what,
		field: "zkey",
		hint: "go back to the last key that verifies and contribute again",
	});
}

/** Takes bytes from the front; a section that ends too early or too late is a broken contribution. */
class SectionReader {
	readonly #bytes: Buffer;
	#at = 0;

	constructor(bytes: Buffer) {
		this.#bytes = bytes;
	}

	get isAtEnd(): boolean {
		return this.#at === this.#bytes.length;
	}

	take(length: number): Buffer {
		if (this.#at + length > this.#bytes.length) throw invalid("the key's contributions are cut off");
		this.#at += length;
		return this.#bytes.subarray(this.#at - length, this.#at);
	}

	uint8(): number {
		return this.take(1).readUInt8();
	}

	uint32(): number {
		return this.take(4).readUInt32LE();
	}

	end(): void {
		if (!this.isAtEnd) throw invalid("the key's contributions are followed by something else");
	}
}
