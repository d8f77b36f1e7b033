/** Where everything lies in a snarkjs Groth16 `.zkey`, known before a single point is computed. */

import { FIELD_ORDER } from "../../field/bn254.ts";
import { ELEMENT_BYTES, PREAMBLE_BYTES, SECTION_HEADER_BYTES } from "./iden3-container.ts";

/** Order of the field over which BN254 is defined. */
export const BASE_FIELD_ORDER =
	21888242871839275222246405745257275088696311157297823662689037894645226208583n;

export const ZKEY_SECTION = {
	protocol: 1,
	header: 2,
	publicPoints: 3,
	coefficients: 4,
	a: 5,
	b1: 6,
	b2: 7,
	privatePoints: 8,
	h: 9,
	contributions: 10,
} as const;

/** A point, affine. */
export const G1_BYTES = 2 * ELEMENT_BYTES;
export const G2_BYTES = 2 * G1_BYTES;
/** Two field orders with their lengths, three counts, three points of each group. */
export const ZKEY_HEADER_BYTES = 2 * (4 + ELEMENT_BYTES) + 3 * 4 + 3 * (G1_BYTES + G2_BYTES);
/** What a `.zkey` for Groth16 says in its protocol section. */
export const GROTH16_PROTOCOL = 1;

export type ZkeyCounts = {
	readonly wireCount: number;
	readonly publicCount: number;
	readonly domainSize: number;
};

export type ZkeySizes = ZkeyCounts & { readonly coefficientBytes: number };

/**
 * What a key's counts say of the sections that hold points: type and bytes.
 *
 * @returns nothing for counts that no key can have
 */
export function pointSectionBytes({
	wireCount,
	publicCount,
	domainSize,
}: ZkeyCounts): readonly (readonly [type: number, bytes: number])[] | undefined {
	if (publicCount >= wireCount || domainSize < 4 || !Number.isInteger(Math.log2(domainSize)))
		return undefined;
	return [
		[ZKEY_SECTION.publicPoints, (publicCount + 1) * G1_BYTES],
		[ZKEY_SECTION.a, wireCount * G1_BYTES],
		[ZKEY_SECTION.b1, wireCount * G1_BYTES],
		[ZKEY_SECTION.b2, wireCount * G2_BYTES],
		[ZKEY_SECTION.privatePoints, (wireCount - publicCount - 1) * G1_BYTES],
		[ZKEY_SECTION.h, domainSize * G1_BYTES],
	];
}

export type ZkeyLayout = {
	readonly fileBytes: number;
	/** Offset of each section's content, by section type. */
	readonly offsets: ReadonlyMap<number, number>;
	/** Small pieces that do not depend on any point: preamble, section headers, protocol. */
	readonly fixedPieces: readonly { readonly offset: number; readonly bytes: Uint8Array }[];
};

export function zkeyLayout(sizes: ZkeySizes): ZkeyLayout {
	const { wireCount, publicCount, domainSize, coefficientBytes } = sizes;
	const lengths: [number, number][] = [
		[ZKEY_SECTION.protocol, 4],
		[ZKEY_SECTION.header, ZKEY_HEADER_BYTES],
		[ZKEY_SECTION.publicPoints, (publicCount + 1) * G1_BYTES],
		[ZKEY_SECTION.coefficients, coefficientBytes],
		[ZKEY_SECTION.a, wireCount * G1_BYTES],
		[ZKEY_SECTION.b1, wireCount * G1_BYTES],
		[ZKEY_SECTION.b2, wireCount * G2_BYTES],
		[ZKEY_SECTION.privatePoints, (wireCount - publicCount - 1) * G1_BYTES],
		[ZKEY_SECTION.h, domainSize * G1_BYTES],
		[ZKEY_SECTION.contributions, 64 + 4],
	];
	const preamble = Buffer.alloc(PREAMBLE_BYTES);
	preamble.write("zkey", "latin1");
	preamble.writeUInt32LE(1, 4);
	preamble.writeUInt32LE(lengths.length, 8);
	const fixedPieces: { offset: number; bytes: Uint8Array }[] = [{ offset: 0, bytes: preamble }];
	const offsets = new Map<number, number>();
	let at = PREAMBLE_BYTES;
	for (const [type, length] of lengths) {
		const header = Buffer.alloc(SECTION_HEADER_BYTES);
		header.writeUInt32LE(type, 0);
		header.writeBigUInt64LE(BigInt(length), 4);
		fixedPieces.push({ offset: at, bytes: header });
		at += SECTION_HEADER_BYTES;
		offsets.set(type, at);
		at += length;
	}
	fixedPieces.push({
		offset: offsets.get(ZKEY_SECTION.protocol) as number,
		bytes: Buffer.from([GROTH16_PROTOCOL, 0, 0, 0]),
	});
	return { fileBytes: at, offsets, fixedPieces };
}

/** Points of the verification part, in key-file form. */
export type ZkeyHeaderPoints = {
	readonly alpha1: Uint8Array;
	readonly beta1: Uint8Array;
	readonly beta2: Uint8Array;
	readonly gamma2: Uint8Array;
	readonly delta1: Uint8Array;
	readonly delta2: Uint8Array;
};

export function zkeyHeader(sizes: ZkeySizes, points: ZkeyHeaderPoints): Uint8Array {
	const counts = Buffer.alloc(12);
	counts.writeUInt32LE(sizes.wireCount, 0);
	counts.writeUInt32LE(sizes.publicCount, 4);
	counts.writeUInt32LE(sizes.domainSize, 8);
	const { alpha1, beta1, beta2, gamma2, delta1, delta2 } = points;
	const fieldBytes = Buffer.from([32, 0, 0, 0]);
	return Buffer.concat([
		fieldBytes,
		littleEndian(BASE_FIELD_ORDER),
		fieldBytes,
		littleEndian(FIELD_ORDER),
		counts,
		...[alpha1, beta1, beta2, gamma2, delta1, delta2],
	]);
}

function littleEndian(value: bigint): Uint8Array {
	return Buffer.from(value.toString(16).padStart(64, "0"), "hex").reverse();
}
