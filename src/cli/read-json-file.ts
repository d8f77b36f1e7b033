import { InputError } from "../errors/base.ts";
import { readTextFile } from "./read-text-file.ts";

/**
 * Reads and parses a JSON file. The shape of the value is the caller's to check.
 *
 * @throws InputError `JSON_MALFORMED` and those of `readTextFile`
 */
export async function readJsonFile(path: string, maxBytes?: number): Promise<unknown> {
	return parseJson(await readTextFile(path, maxBytes), path);
}

/**
 * Parses JSON text. Errors name the place and never quote the text, which may hold a secret; a
 * `__proto__` key is refused, because copying such an object would change its prototype.
 *
 * @throws InputError `JSON_MALFORMED`
 */
export function parseJson(text: string, path: string): unknown {
	try {
		return JSON.parse(text, (key, value: unknown) => {
			if (key === "__proto__") throw malformed(path, 'has a key "__proto__"');
			return value;
		});
	} catch (error) {
		if (error instanceof InputError) throw error;
		const offset = /at position (\d+)/.exec((error as Error).message)?.[1];
		throw malformed(
			path,
			offset === undefined ? "is not JSON" : `is not JSON ${placeOf(text, Number(offset))}`,
		);
	}
}

function placeOf(text: string, offset: number): string {
	const before = text.slice(0, offset).split("\n");
	return `from line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1} on`;
}

function malformed(path: string, what: string): InputError {
	return new InputError({
		code: "JSON_MALFORMED",
		message: `${path} ${what}`,
		field: path,
		hint: "the file is damaged, truncated or of another kind",
	});
}
