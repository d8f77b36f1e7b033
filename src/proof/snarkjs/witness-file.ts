/** Witnesses as bytes: bare elements, and the `.wtns` container that snarkjs and rapidsnark take. */

import { FIELD_ORDER } from "../../field/bn254.ts";
import { ELEMENT_BYTES } from "./iden3-container.ts";

/** 32 bytes little endian per element; elements must be in `[0, r)`. */
export function witnessBytes(witness: readonly bigint[]): Uint8Array<ArrayBuffer> {
	const limbs = new BigUint64Array((witness.length * ELEMENT_BYTES) / 8);
	witness.forEach((value, i) => {
		limbs[4 * i] = value;
		limbs[4 * i + 1] = value >> 64n;
		limbs[4 * i + 2] = value >> 128n;
		limbs[4 * i + 3] = value >> 192n;
	});
	return new Uint8Array(limbs.buffer);
}

/** A complete `.wtns` file, version 2. */
export function encodeWitnessFile(witness: readonly bigint[]): Uint8Array<ArrayBuffer> {
	const elements = witnessBytes(witness);
	const header = Buffer.alloc(12 + 12 + 40 + 12);
	header.write("wtns", "latin1");
	header.writeUInt32LE(2, 4);
	header.writeUInt32LE(2, 8);
	header.writeUInt32LE(1, 12);
	header.writeBigUInt64LE(40n, 16);
	header.writeUInt32LE(ELEMENT_BYTES, 24);
	header.set(witnessBytes([FIELD_ORDER]), 28);
	header.writeUInt32LE(witness.length, 60);
	header.writeUInt32LE(2, 64);
	header.writeBigUInt64LE(BigInt(elements.length), 68);
	const file = new Uint8Array(header.length + elements.length);
	file.set(header);
	file.set(elements, header.length);
	return file;
}
