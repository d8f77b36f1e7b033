/** Packed field elements (`code/field-constants.ts`) as integers, for the few that leave the engine. */
import { inverseOf } from "../../../field/modular-power.ts";
import { BASE_FIELD_ORDER } from "../../snarkjs/zkey-layout.ts";
import { centre, MONTGOMERY_RADIX, PACK_BIAS, reduce } from "../code/field-constants.ts";

const INVERSE_RADIX = inverseOf(MONTGOMERY_RADIX % BASE_FIELD_ORDER, BASE_FIELD_ORDER);

/** Value of a packed coordinate, reduced. */
export function readCoordinate(u32: Uint32Array, at: number): bigint {
	return reduce((readInteger(u32, at) - PACK_BIAS) * INVERSE_RADIX, BASE_FIELD_ORDER);
}

export function writeCoordinate(u32: Uint32Array, at: number, value: bigint): void {
	writeInteger(u32, at, centre(value * MONTGOMERY_RADIX, BASE_FIELD_ORDER) + PACK_BIAS);
}

/** 32 bytes, little endian. */
export function readInteger(u32: Uint32Array, at: number): bigint {
	let value = 0n;
	for (let word = 7; word >= 0; word--) value = (value << 32n) | BigInt(u32[(at >>> 2) + word] as number);
	return value;
}

export function writeInteger(u32: Uint32Array, at: number, value: bigint): void {
	for (let word = 0; word < 8; word++) {
		u32[(at >>> 2) + word] = Number(BigInt.asUintN(32, value >> BigInt(32 * word)));
	}
}
