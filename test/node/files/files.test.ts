import {
	chmodSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseJson, readJsonFile } from "../../../src/node/files/read-json-file.ts";
import { readSecretFile, writeSecretFile } from "../../../src/node/files/secret-file.ts";
import { writeAtomically } from "../../../src/node/files/write-atomically.ts";
import { thrownBy } from "../../support/session/thrown-by.ts";

let folder = "";
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "zkmargin-files-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const inFolder = (name: string) => join(folder, name);

describe("writeAtomically", () => {
	test("writes the file with its mode and leaves nothing else behind", async () => {
		await writeAtomically(inFolder("a"), "text", { mode: 0o600 });
		await writeAtomically(inFolder("b"), new Uint8Array([1, 2, 3]));
		expect(readdirSync(folder)).toEqual(["a", "b"]);
		expect(readFileSync(inFolder("a"), "utf8")).toBe("text");
		expect(statSync(inFolder("a")).mode & 0o777).toBe(0o600);
		expect([...readFileSync(inFolder("b"))]).toEqual([1, 2, 3]);
	});

	test("replaces a file only when told to", async () => {
		await writeAtomically(inFolder("a"), "old");
		await expect(writeAtomically(inFolder("a"), "new")).rejects.toMatchObject({ code: "FILE_EXISTS" });
		expect(readFileSync(inFolder("a"), "utf8")).toBe("old");
		await writeAtomically(inFolder("a"), "new", { overwrite: true });
		expect(readFileSync(inFolder("a"), "utf8")).toBe("new");
		expect(readdirSync(folder)).toEqual(["a"]);
	});

	test("refuses a name that is a dangling link instead of writing through it", async () => {
		symlinkSync(inFolder("elsewhere"), inFolder("a"));
		await expect(writeAtomically(inFolder("a"), "x")).rejects.toMatchObject({ code: "FILE_EXISTS" });
		expect(readdirSync(folder)).toEqual(["a"]);
	});

	test("leaves no temporary file when the name cannot be taken", async () => {
		await expect(writeAtomically(join(folder, "no/a"), "x")).rejects.toMatchObject({
			code: "FILE_NOT_WRITABLE",
		});
		await expect(writeAtomically(folder, "x", { overwrite: true })).rejects.toMatchObject({
			code: "FILE_NOT_WRITABLE",
		});
		expect(readdirSync(folder)).toEqual([]);
	});
});

describe("readJsonFile", () => {
	test("reads a value, with or without a byte order mark", async () => {
		writeFileSync(inFolder("a.json"), '{"a":[1,"2"]}');
		writeFileSync(inFolder("b.json"), '\ufeff{"a":[1,"2"]}');
		expect(await readJsonFile(inFolder("a.json"))).toEqual({ a: [1, "2"] });
		expect(await readJsonFile(inFolder("b.json"))).toEqual({ a: [1, "2"] });
	});

	test("tells missing, unreadable, too large and non-text files apart", async () => {
		writeFileSync(inFolder("large"), `"${"x".repeat(100)}"`);
		writeFileSync(inFolder("binary"), Uint8Array.of(0x22, 0xff, 0x22));
		await expect(readJsonFile(inFolder("missing"))).rejects.toMatchObject({
			code: "FILE_NOT_FOUND",
			field: inFolder("missing"),
		});
		await expect(readJsonFile(folder)).rejects.toMatchObject({ code: "FILE_NOT_REGULAR" });
		await expect(readJsonFile(inFolder("large"), { maxBytes: 101 })).rejects.toMatchObject({
			code: "FILE_TOO_LARGE",
		});
		await expect(readJsonFile(inFolder("large"), { maxBytes: 102 })).resolves.toBe("x".repeat(100));
		await expect(readJsonFile(inFolder("binary"))).rejects.toMatchObject({ code: "TEXT_MALFORMED" });
	});
});

describe("parseJson", () => {
	test.each(["", "{", "[1,]", '{"secret": "hunter2" x}', "undefined", "{} {}"])(
		"refuses %j without quoting it",
		(text) => {
			const error = thrownBy(() => parseJson(text, "a.json"));
			expect(error).toMatchObject({ code: "JSON_MALFORMED", field: "a.json" });
			expect(error.message).not.toContain("hunter2");
			expect(error.cause).toBeUndefined();
		},
	);

	test("says where the text stops being JSON", () => {
		const { message } = thrownBy(() => parseJson('{\n\t"a": 1,\n\t"b": x\n}', "a.json"));
		expect(message).toMatch(/^a\.json is not JSON/);
		expect(thrownBy(() => parseJson('{\n  "a": 1\n  "b": 2\n}', "a.json")).message).toBe(
			"a.json is not JSON from line 3, column 3 on",
		);
	});

	test.each(['{"__proto__":{"isAdmin":true}}', '{"a":[{"\\u005f_proto__":1}]}'])(
		"refuses the key __proto__ in %s",
		(text) => {
			expect(thrownBy(() => parseJson(text, "a.json"))).toMatchObject({
				code: "JSON_MALFORMED",
				message: expect.stringContaining('a.json has a key "__proto__"'),
			});
		},
	);
});

describe("a secret file", () => {
	test("is readable by its owner only and is read back", async () => {
		await writeSecretFile(inFolder("s.json"), { secret: "1" });
		expect(statSync(inFolder("s.json")).mode & 0o777).toBe(0o600);
		expect(await readSecretFile(inFolder("s.json"))).toEqual({ secret: "1" });
	});

	test("is never overwritten", async () => {
		await writeSecretFile(inFolder("s.json"), { secret: "1" });
		await expect(writeSecretFile(inFolder("s.json"), { secret: "2" })).rejects.toMatchObject({
			code: "FILE_EXISTS",
		});
	});

	test.each([0o640, 0o604, 0o644])("is refused when its mode is %o", async (mode) => {
		await writeSecretFile(inFolder("s.json"), { secret: "1" });
		chmodSync(inFolder("s.json"), mode);
		await expect(readSecretFile(inFolder("s.json"))).rejects.toMatchObject({ code: "SECRET_FILE_EXPOSED" });
	});
});
