/** How an answer is recognised by its shape, and refused when it holds no account. */
import { z } from "zod";
import { InputError, RetryableError } from "../../errors/base.ts";

/** A list in which every item has one shape: what it is read as; `undefined` where it is another list. */
export type ListReading<Read> = (list: readonly unknown[]) => Read | undefined;

/** @param read may refuse a list whose items fit by chance, with `undefined` */
export function listOf<Item, Read>(
	item: z.ZodType<Item>,
	read: (items: Item[]) => Read | undefined,
): ListReading<Read> {
	const list = z.array(item);
	return (found) => {
		const { data } = list.safeParse(found);
		return data === undefined ? undefined : read(data);
	};
}

/** The first reading that fits. */
export function firstReading<Read>(
	list: readonly unknown[],
	readings: readonly ListReading<Read>[],
): Read | undefined {
	for (const reading of readings) {
		const read = reading(list);
		if (read !== undefined) return read;
	}
	return undefined;
}

/** Lists that venues answer with and that hold no account, by the keys of their items. */
export type NoAccount = { readonly has: readonly string[]; readonly what: string };

/** Why a list of such items is refused. */
export function refusalOf(venue: string, item: unknown, known: readonly NoAccount[]): InputError {
	const other = known.find(({ has }) => has.every((key) => key in Object(item)));
	return other === undefined ? unknownAnswer(venue) : notAnAccount(venue, other.what);
}

/** An answer that is of the venue and holds no account, with what it is. */
export function notAnAccount(venue: string, what: string): InputError {
	return new InputError({
		code: "ANSWER_IS_NO_ACCOUNT",
		message: `this answer of ${venue} is ${what}: it has neither balances nor positions`,
		field: "answer",
		hint: "`zkmargin account import --help` lists the answers that are read",
	});
}

/** An answer in no form that is known. */
export function unknownAnswer(venue: string): InputError {
	return new InputError({
		code: "ANSWER_UNKNOWN",
		message: `this is no answer of ${venue} that is known`,
		field: "answer",
		hint: "pass the JSON answer of the API unchanged; `zkmargin account import --help` lists the ones that are read",
	});
}

/** The venue refused the request; what it said is shown without values of ours. */
export function venueError(venue: string, code: string | number): RetryableError {
	return new RetryableError({
		code: "VENUE_ERROR",
		message: `${venue} answered with error ${String(code).slice(0, 40)}`,
		field: "answer",
		hint: "ask again: the answer holds no account",
	});
}
