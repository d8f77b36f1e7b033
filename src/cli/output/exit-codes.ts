import type { CheckOutcome } from "../../errors/check-outcome.ts";

/** What the exit code of every command means. "Does not hold" is an answer, not an error. */
export const EXIT_HOLDS = 0;
/** Checked, and it does not hold: not solvent, proof not valid, record not in the ledger. */
export const EXIT_DOES_NOT_HOLD = 1;
/** Bad input or usage: the same call fails again. */
export const EXIT_BAD_INPUT = 2;
/** Nothing that was checked fails, and something could not be checked: the answer says what is missing. */
export const EXIT_NOT_FULLY_CHECKED = 3;
/** A defect of zkmargin. */
export const EXIT_INTERNAL = 70;
/** May succeed later unchanged. */
export const EXIT_TRY_AGAIN = 75;
/** The reader of our output went away (128 + SIGPIPE): nothing was answered, so never 0. */
export const EXIT_BROKEN_PIPE = 141;

export type ExitCode =
	| typeof EXIT_HOLDS
	| typeof EXIT_DOES_NOT_HOLD
	| typeof EXIT_BAD_INPUT
	| typeof EXIT_NOT_FULLY_CHECKED
	| typeof EXIT_INTERNAL
	| typeof EXIT_TRY_AGAIN;

/** Of a check with three outcomes. */
export const EXIT_CODE_OF: Readonly<Record<CheckOutcome, ExitCode>> = {
	holds: EXIT_HOLDS,
	fails: EXIT_DOES_NOT_HOLD,
	incomplete: EXIT_NOT_FULLY_CHECKED,
};
