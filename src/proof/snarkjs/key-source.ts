/** A proving key's file, wherever it is, and the table of its sections. */

import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { inverseOf } from "../../field/modular-power.ts";
import { MAX_SECTIONS, PREAMBLE_BYTES, SECTION_HEADER_BYTES } from "./iden3-container.ts";
import { BASE_FIELD_ORDER, pointSectionBytes, ZKEY_HEADER_BYTES, ZKEY_SECTION } from "./zkey-layout.ts";

/** Bytes that can be read piece by piece: a file, or a blob of a browser. */
export type KeySource = {
	readonly bytes: number;
	/** Fills `target`, which may be shared memory. */
	readonly read: (offset: number, target: Uint8Array) => Promise<void>;
};

export type KeySection = { readonly offset: number; readonly length: number };
export type AffinePoint1 = readonly [bigint, bigint];
export type AffinePoint2 = readonly [readonly [bigint, bigint], readonly [bigint, bigint]];

export type KeyHeader = {
	readonly wireCount: number;
	readonly publicCount: number;
	readonly domainSize: number;
	readonly alpha1: AffinePoint1;
	readonly beta1: AffinePoint1;
	readonly delta1: AffinePoint1;
	readonly beta2: AffinePoint2;
	readonly gamma2: AffinePoint2;
	readonly delta2: AffinePoint2;
	readonly sections: ReadonlyMap<number, KeySection>;
};

const FORMAT_VERSION = 1;
const COUNTS_AT = 72;
const POINTS_AT = 84;
/** What coordinates in key files are multiplied with. */
const INVERSE_KEY_RADIX = inverseOf((1n << 256n) % BASE_FIELD_ORDER, BASE_FIELD_ORDER);

/** @throws InputError `KEY_FILE_MALFORMED` */
export async function readKeyHeader(source: KeySource): Promise<KeyHeader> {
	const sections = await readSections(source);
	const section = sections.get(ZKEY_SECTION.header);
	if (section?.length !== ZKEY_HEADER_BYTES) throw keyMalformed("has no header of the expected length");
	const header = await readBytes(source, section.offset, section.length);
	const view = new DataView(header.buffer);
	const integer = (at: number) => littleEndian(header.subarray(at, at + 32));
	if (integer(4) !== BASE_FIELD_ORDER || integer(40) !== FIELD_ORDER)
		throw keyMalformed("is over another curve");
	const point1 = (at: number) => readPoint1(header, at);
	const point2 = (at: number): AffinePoint2 => [point1(at), point1(at + 64)];
	const counts = [0, 4, 8].map((at) => view.getUint32(COUNTS_AT + at, true)) as [number, number, number];
	const [wireCount, publicCount, domainSize] = counts;
	const found = {
		wireCount,
		publicCount,
		domainSize,
		alpha1: point1(POINTS_AT),
		beta1: point1(POINTS_AT + 64),
		beta2: point2(POINTS_AT + 128),
		gamma2: point2(POINTS_AT + 256),
		delta1: point1(POINTS_AT + 384),
		delta2: point2(POINTS_AT + 448),
		sections,
	};
	requireLengths(found);
	return found;
}

/**
 * A point of G1 as key files write it.
 *
 * @throws InputError `KEY_FILE_MALFORMED`
 */
export function readPoint1(bytes: Uint8Array, at: number): AffinePoint1 {
	return [readCoordinate(bytes, at), readCoordinate(bytes, at + 32)];
}

function readCoordinate(bytes: Uint8Array, at: number): bigint {
	const stored = littleEndian(bytes.subarray(at, at + 32));
	// Provers disagree on what an unreduced one means.
	if (stored >= BASE_FIELD_ORDER) throw keyMalformed("has a coordinate that is not reduced");
	return (stored * INVERSE_KEY_RADIX) % BASE_FIELD_ORDER;
}

/** @throws InputError `KEY_FILE_MALFORMED` */
export function keySection({ sections }: Pick<KeyHeader, "sections">, type: number): KeySection {
	const section = sections.get(type);
	if (section === undefined) throw keyMalformed(`misses its section ${type}`);
	return section;
}

export async function readBytes(
	source: KeySource,
	offset: number,
	length: number,
): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(length);
	await source.read(offset, bytes);
	return bytes;
}

export function keyMalformed(what: string): InputError {
	return new InputError({
		code: "KEY_FILE_MALFORMED",
		message: `the proving key ${what}`,
		field: "zkey",
		hint: "expected a Groth16 .zkey over BN254; make or download it again",
	});
}

async function readSections(source: KeySource): Promise<Map<number, KeySection>> {
	if (source.bytes < PREAMBLE_BYTES) throw keyMalformed("is empty");
	const preamble = await readBytes(source, 0, PREAMBLE_BYTES);
	const view = new DataView(preamble.buffer);
	const count = view.getUint32(8, true);
	if (String.fromCharCode(...preamble.subarray(0, 4)) !== "zkey" || count > MAX_SECTIONS) {
		throw keyMalformed("is not a zkey file");
	}
	if (view.getUint32(4, true) !== FORMAT_VERSION) {
		throw keyMalformed(`has the unknown format version ${view.getUint32(4, true)}`);
	}
	const sections = new Map<number, KeySection>();
	let at = PREAMBLE_BYTES;
	for (let k = 0; k < count; k++) {
		if (at + SECTION_HEADER_BYTES > source.bytes) throw keyMalformed("is cut off");
		const header = new DataView((await readBytes(source, at, SECTION_HEADER_BYTES)).buffer);
		const section = { offset: at + SECTION_HEADER_BYTES, length: Number(header.getBigUint64(4, true)) };
		const type = header.getUint32(0, true);
		at = section.offset + section.length;
		if (at > source.bytes) throw keyMalformed("is cut off");
		if (sections.has(type)) throw keyMalformed(`has section ${type} twice`);
		sections.set(type, section);
	}
	return sections;
}

function requireLengths(header: KeyHeader): void {
	const lengths = pointSectionBytes(header);
	if (lengths === undefined) throw keyMalformed("has impossible counts");
	for (const [type, length] of lengths) {
		if (keySection(header, type).length !== length)
			throw keyMalformed(`has a section ${type} of another length`);
	}
}

export function littleEndian(bytes: Uint8Array): bigint {
	let value = 0n;
	for (let at = bytes.length - 1; at >= 0; at--) value = (value << 8n) | BigInt(bytes[at] as number);
	return value;
}
