import { InputError, RetryableError } from "../../errors/base.ts";

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
