import { InputError } from "../../errors/base.ts";
import { keccakHex } from "../../hashing/canonical-bytes.ts";

/**
 * The text as an address. Names are not resolved; capitals are a checksum, which must be right.
 *
 * @throws InputError `ADDRESS_MALFORMED`
 */
export function requireAddress(text: string, field: string): `0x${string}` {
	if (/^0x[0-9a-fA-F]{40}$/.test(text) && isChecksumRight(text.slice(2))) return text as `0x${string}`;
	throw new InputError({
		code: "ADDRESS_MALFORMED",
		message: `${field} is not an address, or was mistyped`,
		field,
		hint: "give 0x and 40 hexadecimal digits, copied with their capitals or all in lower case",
	});
}

/** EIP-55: a letter is a capital where the hash of the lower-case digits has a nibble of 8 or more. */
function isChecksumRight(digits: string): boolean {
	const lower = digits.toLowerCase();
	if (digits === lower || digits === digits.toUpperCase()) return true;
	const hash = keccakHex(new TextEncoder().encode(lower)).slice(2);
	const isCapital = (at: number) => Number.parseInt(hash[at] as string, 16) >= 8;
	return [...lower].every((digit, at) => digits[at] === (isCapital(at) ? digit.toUpperCase() : digit));
}
