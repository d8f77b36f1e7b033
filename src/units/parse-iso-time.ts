/** Times in files are ISO 8601 in UTC, such as `2026-11-20T08:30:00.000Z`. */
import { InputError } from "../errors/base.ts";
import { quoteText } from "../errors/printable-text.ts";

const ISO_TIME = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?Z$/;

/**
 * Milliseconds since the epoch.
 *
 * @example parseIsoTime("2026-11-20T08:30:00Z", "time") // 1795163400000
 * @throws InputError `TIME_MALFORMED`
 */
export function parseIsoTime(text: string, field: string): number {
	const timeMs = ISO_TIME.test(text) ? Date.parse(text) : Number.NaN;
	// Some engines roll 30 February over into March; the round trip does not.
	if (Number.isNaN(timeMs) || timeMs < 0 || formatIsoTime(timeMs).slice(0, 19) !== text.slice(0, 19)) {
		throw new InputError({
			code: "TIME_MALFORMED",
			message: `${field}: ${quoteText(text)} is not a time`,
			field,
			hint: "write times in UTC as 2026-11-20T08:30:00Z",
		});
	}
	return timeMs;
}

export function formatIsoTime(timeMs: number): string {
	return new Date(timeMs).toISOString();
}
