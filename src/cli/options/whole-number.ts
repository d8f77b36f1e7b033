import { InputError } from "../../errors/base.ts";

/** @throws InputError `NUMBER_MALFORMED` */
export function requireWholeNumber(text: string, field: string, largest: number): number {
	if (/^(?:0|[1-9][0-9]{0,14})$/.test(text) && Number(text) <= largest) return Number(text);
	throw new InputError({
		code: "NUMBER_MALFORMED",
		message: `${field} is not a whole number up to ${largest}`,
		field,
		hint: "give decimal digits",
	});
}
