import { isAddress } from "ethers";
import { InputError } from "../../errors/base.ts";

/**
 * The text as an address. Names are not resolved; capitals are a checksum, which must be right.
 *
 * @throws InputError `ADDRESS_MALFORMED`
 */
export function requireAddress(text: string, field: string): `0x${string}` {
	if (/^0x[0-9a-fA-F]{40}$/.test(text) && isAddress(text)) return text as `0x${string}`;
	throw new InputError({
		code: "ADDRESS_MALFORMED",
		message: `${field} is not an address, or was mistyped`,
		field,
		hint: "give 0x and 40 hexadecimal digits, copied with their capitals or all in lower case",
	});
}
