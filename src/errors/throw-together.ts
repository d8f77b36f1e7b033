/** Everything that is wrong with an input in one error, so that nobody mends a file one run at a time. */
import { InputError } from "./base.ts";

/** More than this is one mistake made many times. */
const MOST_SHOWN = 10;

/**
 * Runs every check. One refusal is thrown as it is; several as one error with the code, field and hint of the first
 * and all of their messages.
 *
 * @throws InputError of the checks; anything else that a check throws passes at once
 */
export function throwTogether(checks: readonly (() => unknown)[]): void {
	const refusals: InputError[] = [];
	for (const check of checks) {
		try {
			check();
		} catch (error) {
			if (!(error instanceof InputError)) throw error;
			refusals.push(error);
		}
	}
	const [first] = refusals;
	if (first === undefined) return;
	if (refusals.length === 1) throw first;
	const shown = refusals.slice(0, MOST_SHOWN).map(({ message }) => `- ${message}`);
	const more = refusals.length - shown.length;
	throw new InputError({
		code: first.code,
		message: [`${refusals.length} problems:`, ...shown, ...(more > 0 ? [`- and ${more} more`] : [])].join(
			"\n",
		),
		field: first.field,
		hint: first.hint,
		cause: first.cause,
	});
}
