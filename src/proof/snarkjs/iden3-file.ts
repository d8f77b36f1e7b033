/**
 * The sectioned binary container that r1cs, wtns and zkey files share: magic, version, section
 * count, then for each section its type (u32), its length (u64) and its bytes, little endian.
 */

import type { FileHandle } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";
import { openRegularFile } from "../../node/files/regular-file.ts";
import { MAX_SECTIONS, PREAMBLE_BYTES, SECTION_HEADER_BYTES } from "./iden3-container.ts";

/** The one version of each form that there is: a later one may lay out its sections in another way. */
const FORMAT_VERSIONS: Readonly<Record<"r1cs" | "zkey" | "ptau", number>> = { r1cs: 1, zkey: 1, ptau: 1 };

export type Section = { readonly offset: number; readonly length: number };
export type SectionTable = ReadonlyMap<number, Section>;

/**
 * Finds the sections of an open file and checks that they fill it exactly.
 *
 * @throws InputError `code` when it is truncated, of another kind or version, or repeats a section
 */
export async function readSectionTable(
	file: FileHandle,
	magic: "r1cs" | "zkey" | "ptau",
	code: string,
	field: string,
): Promise<SectionTable> {
	const refuse = (what: string) =>
		new InputError({
			code,
			message: `${field}: ${what}`,
			field,
			hint: `expected a complete ${magic} file; rebuild or download it again`,
		});
	const { size } = await file.stat();
	const preamble = await readBytes(file, 0, Math.min(PREAMBLE_BYTES, size));
	if (preamble.length < PREAMBLE_BYTES || preamble.toString("latin1", 0, 4) !== magic) {
		throw refuse(`not a ${magic} file`);
	}
	const version = preamble.readUInt32LE(4);
	if (version !== FORMAT_VERSIONS[magic]) throw refuse(`has the unknown format version ${version}`);
	const count = preamble.readUInt32LE(8);
	if (count > MAX_SECTIONS) throw refuse(`claims ${count} sections`);
	const sections = new Map<number, Section>();
	let at = PREAMBLE_BYTES;
	for (let i = 0; i < count; i++) {
		if (at + SECTION_HEADER_BYTES > size) throw refuse("ends before its last section");
		const header = await readBytes(file, at, SECTION_HEADER_BYTES);
		const type = header.readUInt32LE(0);
		const length = Number(header.readBigUInt64LE(4));
		at += SECTION_HEADER_BYTES;
		if (at + length > size) throw refuse(`section ${type} is cut off`);
		if (sections.has(type)) throw refuse(`has section ${type} twice`);
		sections.set(type, { offset: at, length });
		at += length;
	}
	if (at !== size) throw refuse("has bytes after its last section");
	return sections;
}

export async function readBytes(file: FileHandle, offset: number, length: number): Promise<Buffer> {
	const bytes = Buffer.alloc(length);
	await readInto(file, offset, bytes);
	return bytes;
}

/** Fills `target` from `offset`; large reads are split because one read call moves at most 2 GiB. */
export async function readInto(file: FileHandle, offset: number, target: Uint8Array): Promise<void> {
	let done = 0;
	while (done < target.length) {
		const { bytesRead } = await file.read(
			target,
			done,
			Math.min(target.length - done, 1 << 26),
			offset + done,
		);
		if (bytesRead === 0) {
			throw new InputError({
				code: "FILE_TRUNCATED",
				message: "a file ended while it was read",
				hint: "it changed during reading: try again",
			});
		}
		done += bytesRead;
	}
}

/** Opens a file for reading, closes it afterwards, and reports a missing file as the caller's fault. */
export async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
	const file = await openRegularFile(path).catch((cause: unknown) => {
		if (cause instanceof InputError) throw cause;
		throw new InputError({
			code: "FILE_UNREADABLE",
			message: `cannot read ${path}`,
			field: path,
			hint: "check that the file exists",
			cause,
		});
	});
	try {
		return await use(file);
	} finally {
		await file.close();
	}
}
