/** Powers of tau: the first phase of a setup, the same for every circuit. Nothing uses a file unchecked. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { InputError } from "../../errors/base.ts";
import type { OnProgress } from "../../node/threads/progress.ts";
import type { CeremonyTranscript } from "../keys/key-manifest.ts";
import { readBytes, readSectionTable, type SectionTable, withFile } from "../snarkjs/iden3-file.ts";
import { BASE_FIELD_ORDER } from "../snarkjs/zkey-layout.ts";
import { HERMEZ_MAX_POWER, HERMEZ_MIN_POWER, hermezFile } from "./hermez-files.ts";
import { checkStep } from "./run-snarkjs-step.ts";

const READ_BYTES = 1 << 20;
const HEADER_SECTION = 1;
/** Powers of τ, of τ in G2, of α·τ and β·τ, β in G2, contributions. */
const PHASE_1_SECTIONS = [2, 3, 4, 5, 6, 7];
/** The same in Lagrange form, which `prepare phase2` adds. */
const PHASE_2_SECTIONS = [12, 13, 14, 15];

/** A file that was checked. */
export type PowersOfTau = CeremonyTranscript["powersOfTau"] & { readonly path: string };

export type PowersOfTauRequest = {
	readonly path: string;
	/** Of the circuit's domain; see `domainPowerOf`. */
	readonly neededPower: number;
	/** Of a file that is not Hermez's: the hash that its own ceremony published. */
	readonly trustedBlake2b512?: string | undefined;
	readonly onProgress?: OnProgress | undefined;
};

/**
 * Checks a file of powers of tau before anything uses it: its structure, its size for the circuit and
 * its published hash. A file that is not one of Hermez's is checked contribution by contribution too,
 * which takes minutes from 2^17 on.
 *
 * @throws InputError `FILE_UNREADABLE`, `PTAU_MALFORMED`, `PTAU_NOT_PREPARED`, `PTAU_TOO_SMALL`,
 * `PTAU_HASH_MALFORMED`, `PTAU_HASH_MISMATCH`, `PTAU_INVALID`
 */
export async function checkPowersOfTau(request: PowersOfTauRequest): Promise<PowersOfTau> {
	const { path, neededPower, trustedBlake2b512, onProgress } = request;
	const power = await readPower(path);
	if (power < neededPower) {
		throw new InputError({
			code: "PTAU_TOO_SMALL",
			message: `these powers of tau are enough for 2^${power} constraints, the circuit needs 2^${neededPower}`,
			field: "ptau",
			hint: `use a file of power ${neededPower} or more`,
		});
	}
	const published = hermezFile(power)?.blake2b512;
	const expected = trustedBlake2b512 === undefined ? published : requireHash(trustedBlake2b512);
	const blake2b512 = await fileBlake2b512(path, onProgress);
	if (blake2b512 !== expected) throw hashMismatch(blake2b512, expected, power);
	if (blake2b512 === published) return { path, source: "hermez", power, blake2b512 };
	await checkContributions(path, onProgress);
	return { path, source: "other", power, blake2b512 };
}

/** The smallest published power that is enough. */
export function hermezPowerFor(neededPower: number): number {
	return Math.max(HERMEZ_MIN_POWER, neededPower);
}

/** BLAKE2b-512 of a file, as `b2sum` prints it. */
export async function fileBlake2b512(path: string, onProgress?: OnProgress): Promise<string> {
	const { size } = await stat(path);
	const hash = createHash("blake2b512");
	let done = 0;
	const counted = new Transform({
		transform(chunk: Buffer, _encoding, next) {
			done += chunk.length;
			onProgress?.({ step: "hashing the powers of tau", fraction: done / size });
			next(null, chunk);
		},
	});
	await pipeline(createReadStream(path, { highWaterMark: READ_BYTES }), counted, hash);
	return hash.digest("hex");
}

/** @throws InputError `PTAU_MALFORMED`, `PTAU_NOT_PREPARED`, `FILE_UNREADABLE` */
function readPower(path: string): Promise<number> {
	return withFile(path, async (file) => {
		const sections = await readSectionTable(file, "ptau", "PTAU_MALFORMED", path);
		const header = sections.get(HEADER_SECTION);
		if (header?.length !== 44 || PHASE_1_SECTIONS.some((type) => !sections.has(type))) {
			throw malformed(path, "misses a section");
		}
		const bytes = await readBytes(file, header.offset, header.length);
		const prime = BigInt(`0x${Buffer.from(bytes.subarray(4, 36)).reverse().toString("hex")}`);
		const power = bytes.readUInt32LE(36);
		if (bytes.readUInt32LE(0) !== 32 || prime !== BASE_FIELD_ORDER)
			throw malformed(path, "is over another curve");
		if (power < 1 || power > HERMEZ_MAX_POWER) throw malformed(path, `claims a power of ${power}`);
		if (PHASE_2_SECTIONS.every((type) => sections.has(type))) {
			requireLengths(path, sections, power);
			return power;
		}
		throw new InputError({
			code: "PTAU_NOT_PREPARED",
			message: `${path} is not prepared for phase 2`,
			field: "ptau",
			hint: "run `snarkjs powersoftau prepare phase2`, or use the prepared Hermez file",
		});
	});
}

/** Whoever reads points by the power must not run into the next section. */
function requireLengths(path: string, sections: SectionTable, power: number): void {
	const count = 2 ** power;
	const lengths: readonly (readonly [type: number, bytes: number])[] = [
		[2, (2 * count - 1) * 64],
		[3, count * 128],
		[4, count * 64],
		[5, count * 64],
		[6, 128],
		// There is no root of unity of twice the largest order, so the largest file ends earlier.
		...(power === HERMEZ_MAX_POWER ? [] : [[12, (4 * count - 1) * 64] as const]),
		[13, (2 * count - 1) * 128],
		[14, (2 * count - 1) * 64],
		[15, (2 * count - 1) * 64],
	];
	const wrong = lengths.find(([type, length]) => sections.get(type)?.length !== length);
	if (wrong !== undefined) throw malformed(path, `has a section ${wrong[0]} of another length`);
}

function requireHash(text: string): string {
	const hash = text.toLowerCase();
	if (/^[0-9a-f]{128}$/.test(hash)) return hash;
	throw new InputError({
		code: "PTAU_HASH_MALFORMED",
		message: "this is not a BLAKE2b-512 hash",
		field: "ptau-hash",
		hint: "give the 128 hexadecimal digits that `b2sum` prints",
	});
}

function hashMismatch(found: string, expected: string | undefined, power: number): InputError {
	return new InputError({
		code: "PTAU_HASH_MISMATCH",
		message: `the powers of tau hash to ${found.slice(0, 16)}…, ${
			expected === undefined
				? `and none of power ${power} were published by Hermez`
				: `expected ${expected.slice(0, 16)}…`
		}`,
		field: "ptau",
		hint: "download the file again; for powers of your own ceremony give the hash that it published",
	});
}

/** A file whose hash nobody but its maker vouches for: each contribution and each power is checked. */
async function checkContributions(path: string, onProgress: OnProgress | undefined): Promise<void> {
	const problem = await checkStep({ kind: "verify powers", powersPath: path }, onProgress);
	if (problem === undefined) return;
	throw new InputError({
		code: "PTAU_INVALID",
		message: `the powers of tau do not verify: ${problem}`,
		field: "ptau",
		hint: "use the file of a ceremony with contributions, such as Hermez's",
	});
}

function malformed(path: string, what: string): InputError {
	return new InputError({
		code: "PTAU_MALFORMED",
		message: `${path} ${what}`,
		field: "ptau",
		hint: "expected a complete powers of tau file over BN254; download it again",
	});
}
