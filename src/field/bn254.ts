/** The scalar field of BN254, in which every commitment and every circuit signal lives. */
import { InputError } from "../errors/base.ts";

/** Order of the BN254 scalar field. */
export const FIELD_ORDER = 21888242871839275222246405745257275088548364400416034343698204186575808495617n;

/** The representative of `value` in `[0, r)`. Negative integers wrap, as they do in the circuit. */
export function toField(value: bigint): bigint {
	const residue = value % FIELD_ORDER;
	return residue < 0n ? residue + FIELD_ORDER : residue;
}

/**
 * Parses a canonical field element from decimal or 0x-hexadecimal text.
 *
 * @throws InputError `FIELD_ELEMENT_MALFORMED` unless it is an integer in `[0, r)`
 */
export function parseFieldElement(text: unknown, field: string): bigint {
	const isText = typeof text === "string" && /^(?:0x[0-9a-fA-F]{1,64}|0|[1-9][0-9]{0,77})$/.test(text);
	const value = isText ? BigInt(text) : -1n;
	if (value < 0n || value >= FIELD_ORDER) {
		throw new InputError({
			code: "FIELD_ELEMENT_MALFORMED",
			message: `${field} is not a BN254 field element`,
			field,
			hint: "expected a non-negative integer below the field order, as decimal or 0x text",
		});
	}
	return value;
}

/** Writes a field element as 0x and 64 hexadecimal digits, the form contracts and files use. */
export function formatFieldElement(value: bigint): `0x${string}` {
	return `0x${value.toString(16).padStart(64, "0")}`;
}
