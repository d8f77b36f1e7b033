/** Reads what a `.zkey` says about its size, after checking that the file is complete and of our kind. */
import { InputError } from "../../errors/base.ts";
import { FIELD_ORDER } from "../../field/bn254.ts";
import { readBytes, readSectionTable, withFile } from "./iden3-file.ts";
import {
	BASE_FIELD_ORDER,
	GROTH16_PROTOCOL,
	pointSectionBytes,
	ZKEY_HEADER_BYTES,
	ZKEY_SECTION,
} from "./zkey-layout.ts";

export type KeyDimensions = {
	readonly wireCount: number;
	readonly publicCount: number;
	readonly domainSize: number;
};

/** @throws InputError `KEY_FILE_MALFORMED`, `FILE_UNREADABLE` */
export async function readKeyDimensions(zkeyPath: string): Promise<KeyDimensions> {
	return withFile(zkeyPath, async (file) => {
		const sections = await readSectionTable(file, "zkey", "KEY_FILE_MALFORMED", zkeyPath);
		const missing = Object.entries(ZKEY_SECTION).find(([, type]) => !sections.has(type));
		const header = sections.get(ZKEY_SECTION.header);
		if (missing !== undefined || header?.length !== ZKEY_HEADER_BYTES) {
			throw keyMalformed(
				zkeyPath,
				missing === undefined ? "has another header" : `misses its ${missing[0]} section`,
			);
		}
		const protocol = sections.get(ZKEY_SECTION.protocol);
		if (
			protocol?.length !== 4 ||
			(await readBytes(file, protocol.offset, 4)).readUInt32LE() !== GROTH16_PROTOCOL
		)
			throw keyMalformed(zkeyPath, "is for another proof system");
		const bytes = await readBytes(file, header.offset, 84);
		const number = (at: number) =>
			BigInt(
				`0x${Buffer.from(bytes.subarray(at, at + 32))
					.reverse()
					.toString("hex")}`,
			);
		const fieldBytes = [bytes.readUInt32LE(0), bytes.readUInt32LE(36)];
		if (
			fieldBytes.some((length) => length !== 32) ||
			number(4) !== BASE_FIELD_ORDER ||
			number(40) !== FIELD_ORDER
		)
			throw keyMalformed(zkeyPath, "is over another curve");
		const found = {
			wireCount: bytes.readUInt32LE(72),
			publicCount: bytes.readUInt32LE(76),
			domainSize: bytes.readUInt32LE(80),
		};
		const lengths = pointSectionBytes(found);
		if (lengths === undefined) throw keyMalformed(zkeyPath, "has impossible counts");
		// Whoever reads a key by its counts must not run into the next section.
		const wrong = lengths.find(([type, length]) => sections.get(type)?.length !== length);
		if (wrong !== undefined) throw keyMalformed(zkeyPath, `has a section ${wrong[0]} of another length`);
		return found;
	});
}

function keyMalformed(zkeyPath: string, what: string): InputError {
	return new InputError({
		code: "KEY_FILE_MALFORMED",
		message: `${zkeyPath} ${what}`,
		field: "zkey",
		hint: "expected a Groth16 .zkey over BN254; make or download it again",
	});
}
