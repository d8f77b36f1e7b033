import { InputError } from "../../errors/base.ts";
import { parseJsonText } from "../../input/parse-json.ts";
import { MEBIBYTE } from "./read-binary-file.ts";
import { readTextFile } from "./read-text-file.ts";

/** A hundred times the largest market. */
const DEFAULT_MAX_BYTES = 32 * MEBIBYTE;

export type JsonFileLimits = {
	readonly maxBytes?: number | undefined;
	readonly maxValues?: number | undefined;
};

/**
 * Reads and parses a JSON file. The shape of the value is the caller's to check.
 *
 * @throws InputError `JSON_MALFORMED` and those of `readTextFile`
 */
export async function readJsonFile(
	path: string,
	{ maxBytes = DEFAULT_MAX_BYTES, maxValues }: JsonFileLimits = {},
): Promise<unknown> {
	return parseJson(await readTextFile(path, maxBytes), path, maxValues);
}

/**
 * Parses JSON text as `parseJsonText` does.
 *
 * @throws InputError `JSON_MALFORMED`
 */
export function parseJson(text: string, path: string, maxValues?: number): unknown {
	const refuse = (why: string) =>
		new InputError({
			code: "JSON_MALFORMED",
			message: `${path} ${why}`,
			field: path,
			hint: "the file is damaged, truncated or of another kind",
		});
	return parseJsonText({ text, refuse, maxValues });
}
