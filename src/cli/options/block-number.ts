import { InputError } from "../../errors/base.ts";

/** @throws InputError `BLOCK_MALFORMED` */
export function requireBlock(text: string, field: string): number {
	if (/^(?:0|[1-9][0-9]{0,14})$/.test(text)) return Number(text);
	throw new InputError({
		code: "BLOCK_MALFORMED",
		message: `${field} is not a block number`,
		field,
		hint: "give a whole number, such as 21000000",
	});
}
