/** Reads a circom r1cs file: its header, and its constraints straight into a given memory. */

import type { FileHandle } from "node:fs/promises";
import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { ELEMENT_BYTES } from "./iden3-container.ts";
import { readBytes, readInto, readSectionTable, type Section, withFile } from "./iden3-file.ts";

const HEADER_SECTION = 1;
const CONSTRAINTS_SECTION = 2;
const CUSTOM_GATES_SECTION = 5;
/** In a linear combination: wire (u32) and the coefficient. */
export const R1CS_TERM_BYTES = 4 + ELEMENT_BYTES;

export type R1csHeader = {
	readonly wireCount: number;
	/** Outputs and public inputs of main, the constant one not counted. */
	readonly publicCount: number;
	readonly constraintCount: number;
	readonly constraintBytes: number;
};

/** @throws InputError `R1CS_MALFORMED`, `FILE_UNREADABLE` */
export async function readR1csHeader(path: string): Promise<R1csHeader> {
	return withFile(path, async (file) => (await openR1cs(file, path)).header);
}

/**
 * Reads all constraints into the memory that `allocate` gives for the header.
 *
 * Layout, little endian: per constraint three linear combinations A, B, C; each is a u32 count and
 * then (u32 wire, 32-byte coefficient) pairs. Everything is a multiple of four bytes.
 *
 * @throws InputError `R1CS_MALFORMED`, `FILE_UNREADABLE`
 */
export async function readConstraintsInto(
	path: string,
	allocate: (header: R1csHeader) => Uint8Array,
): Promise<R1csHeader> {
	return withFile(path, async (file) => {
		const { header, constraints } = await openR1cs(file, path);
		await readInto(file, constraints.offset, allocate(header));
		return header;
	});
}

async function openR1cs(file: FileHandle, path: string) {
	const sections = await readSectionTable(file, "r1cs", "R1CS_MALFORMED", path);
	const headerSection = sections.get(HEADER_SECTION);
	const constraints = sections.get(CONSTRAINTS_SECTION);
	if (headerSection === undefined || constraints === undefined) throw malformed(path, "misses a section");
	const customGates = sections.get(CUSTOM_GATES_SECTION);
	if (customGates !== undefined && customGates.length > 4) throw malformed(path, "uses custom gates");
	return { header: await parseHeader(file, headerSection, constraints, path), constraints };
}

async function parseHeader(
	file: FileHandle,
	section: Section,
	constraints: Section,
	path: string,
): Promise<R1csHeader> {
	if (section.length !== 4 + ELEMENT_BYTES + 28) throw malformed(path, "has a header of another size");
	const bytes = await readBytes(file, section.offset, section.length);
	const prime = BigInt(
		`0x${Buffer.from(bytes.subarray(4, 4 + ELEMENT_BYTES))
			.reverse()
			.toString("hex")}`,
	);
	if (bytes.readUInt32LE(0) !== ELEMENT_BYTES || prime !== FIELD_ORDER) {
		throw malformed(path, "is over another field");
	}
	const at = 4 + ELEMENT_BYTES;
	return {
		wireCount: bytes.readUInt32LE(at),
		publicCount: bytes.readUInt32LE(at + 4) + bytes.readUInt32LE(at + 8),
		constraintCount: bytes.readUInt32LE(at + 24),
		constraintBytes: constraints.length,
	};
}

function malformed(path: string, what: string): InputError {
	return new InputError({
		code: "R1CS_MALFORMED",
		message: `${path} ${what}`,
		field: path,
		hint: "expected a circom r1cs over BN254; compile the circuit again",
	});
}
