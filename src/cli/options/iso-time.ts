import { InvalidArgumentError } from "@commander-js/extra-typings";
import { parseIsoTime } from "../../units/parse-iso-time.ts";

/** For options that take a moment, such as `2026-11-20T08:29:30Z`; milliseconds since 1970. */
export function isoTime(text: string): number {
	try {
		return parseIsoTime(text, "time");
	} catch (error) {
		throw new InvalidArgumentError((error as Error).message);
	}
}
