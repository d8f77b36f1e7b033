/**
 * Milliseconds (files, snapshots) ⇄ seconds (contracts): the only place where one becomes the other.
 *
 * Down, everywhere: a snapshot never gets a time in a block's future, an expiry never a later one, and
 * the order of two times is kept. Two snapshots within one second become simultaneous.
 */
import { InputError } from "../../errors/base.ts";

const MS_PER_SECOND = 1000;
/** Contracts hold times in 40 bits; a time in milliseconds does not fit, so it cannot be mistaken for one. */
const LATEST_SECONDS = 2 ** 40 - 1;

/** @throws InputError `TIME_OUT_OF_RANGE` */
export function toChainSecondsDown(timeMs: number, field: string): number {
	const seconds = Math.floor(timeMs / MS_PER_SECOND);
	if (!Number.isSafeInteger(timeMs) || seconds < 0 || seconds > LATEST_SECONDS) {
		throw new InputError({
			code: "TIME_OUT_OF_RANGE",
			message: `${field}: ${timeMs} is not a time in milliseconds`,
			field,
			hint: "give whole milliseconds since 1970",
		});
	}
	return seconds;
}

export function fromChainSeconds(seconds: bigint): number {
	return Number(seconds) * MS_PER_SECOND;
}
