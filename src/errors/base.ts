/**
 * The one shape every zkmargin error has. "Not solvent" is a result and never one of these.
 *
 * `code` is stable and may be matched on; `field` names the offending input (a path such as
 * `positions[3].size`); `hint` says what to do next. Messages never contain a secret.
 */
export type ErrorDetails = {
	readonly code: string;
	readonly message: string;
	readonly field?: string | undefined;
	readonly hint?: string | undefined;
	readonly cause?: unknown;
};

export abstract class ZkMarginError extends Error {
	readonly code: string;
	readonly field: string | undefined;
	readonly hint: string | undefined;

	constructor(details: ErrorDetails) {
		super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
		this.name = new.target.name;
		this.code = details.code;
		this.field = details.field;
		this.hint = details.hint;
	}
}

/** The caller's fault: malformed, unknown, out of range. Exit code 2. */
export class InputError extends ZkMarginError {}

/** May succeed later unchanged: a node that does not answer, a busy lock. Exit code 75. */
export class RetryableError extends ZkMarginError {}

/** Our fault: an invariant of this code base does not hold. Exit code 70. */
export class InternalError extends ZkMarginError {}
