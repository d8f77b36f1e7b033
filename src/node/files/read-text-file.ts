import { InputError } from "../../errors/base.ts";
import { DEFAULT_MAX_BYTES, readBinaryFile } from "./read-binary-file.ts";

/**
 * Reads a UTF-8 file.
 *
 * @throws InputError `FILE_NOT_FOUND`, `FILE_NOT_READABLE`, `FILE_NOT_REGULAR`, `FILE_TOO_LARGE`, `TEXT_MALFORMED`
 */
export async function readTextFile(path: string, maxBytes: number = DEFAULT_MAX_BYTES): Promise<string> {
	const bytes = await readBinaryFile(path, maxBytes);
	try {
		return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
	} catch {
		throw new InputError({
			code: "TEXT_MALFORMED",
			message: `${path} is not UTF-8 text`,
			field: path,
			hint: "the file is damaged or of another kind",
		});
	}
}
