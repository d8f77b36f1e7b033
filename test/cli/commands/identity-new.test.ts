import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parseIdentity, parsePublicIdentity } from "../../../src/ledger/identity.ts";
import { readSecretFile } from "../../../src/node/files/secret-file.ts";
import { runZkmargin } from "../run-zkmargin.ts";

describe("zkmargin identity new", () => {
	let folder = "";
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), "zkmargin identity "));
	});
	afterEach(() => rmSync(folder, { recursive: true, force: true }));
	const inFolder = (name: string) => join(folder, name);
	const readJson = (name: string) => JSON.parse(readFileSync(inFolder(name), "utf8"));

	test("writes the secret for its owner only, and the public part next to it", async () => {
		const { code, stderr } = runZkmargin(folder, ["identity", "new", "--out", "alice.identity.json"]);
		expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
		expect(readdirSync(folder).sort()).toEqual(["alice.identity.json", "alice.identity.public.json"]);
		expect(statSync(inFolder("alice.identity.json")).mode & 0o777).toBe(0o600);

		const identity = parseIdentity(await readSecretFile(inFolder("alice.identity.json")));
		const shared = parsePublicIdentity(readJson("alice.identity.public.json"));
		expect(shared).toEqual({ owner: identity.owner, encryptionPublicKey: identity.encryptionPublicKey });
	});

	test.each([[], ["--json"]])("prints owner and encryption key and never the secret %j", (...flags) => {
		const { stdout, stderr } = runZkmargin(folder, ["identity", "new", "--out", "a.json", ...flags]);
		const { secret, owner } = readJson("a.json");
		expect(stdout).toContain(owner);
		expect(stdout).toContain(readJson("a.public.json").encryptionPublicKey);
		const digits = secret.replace(/^0x0*/, "");
		expect(stdout + stderr).not.toContain(digits);
		expect(stdout + stderr).not.toContain(BigInt(secret).toString());
	});

	test("gives each venue another public part of one secret, the same one each time", () => {
		const made = runZkmargin(folder, ["identity", "new", "--out", "a.json", "--venue", "first venue"]);
		expect(made.code).toBe(0);
		const show = (venue: string, ...more: string[]) =>
			runZkmargin(folder, ["identity", "public", "--identity", "a.json", "--venue", venue, ...more]);
		expect(show("second venue", "--out", "second.json").code).toBe(0);
		const [first, second] = [readJson("a.public.json"), readJson("second.json")];
		expect([first.venue, second.venue]).toEqual(["first venue", "second venue"]);
		expect(first.owner).not.toBe(second.owner);
		expect(first.encryptionPublicKey).not.toBe(second.encryptionPublicKey);
		for (const { owner } of [first, second]) expect(owner).not.toBe(readJson("a.json").owner);
		const again = JSON.parse(show("first venue", "--json").stdout);
		const { owner, encryptionPublicKey } = first;
		expect(again).toEqual({ venue: "first venue", owner, encryptionPublicKey, publicFile: null });
		expect(again.owner + show("x").stdout).not.toContain(readJson("a.json").secret.replace(/^0x0*/, ""));
	});

	test("refuses a venue's name that is none", () => {
		const { code, stderr } = runZkmargin(folder, ["identity", "new", "--out", "a.json", "--venue", ""]);
		expect(code).toBe(2);
		expect(stderr).toContain("error VENUE_NAME_MALFORMED");
		expect(readdirSync(folder)).toEqual([]);
	});

	test("draws another secret each time", () => {
		for (const name of ["a.json", "b.json"]) runZkmargin(folder, ["identity", "new", "--out", name]);
		expect(readJson("a.json").secret).not.toBe(readJson("b.json").secret);
	});

	test.each(["a.json", "a.public.json"])("leaves everything as it was when %s exists", (existing) => {
		writeFileSync(inFolder(existing), "mine");
		const { code, stdout, stderr } = runZkmargin(folder, ["identity", "new", "--out", "a.json"]);
		expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
		expect(stderr).toContain(`error FILE_EXISTS: ${existing} exists and is not overwritten\n`);
		expect(readdirSync(folder)).toEqual([existing]);
		expect(readFileSync(inFolder(existing), "utf8")).toBe("mine");
	});

	test("says under --json that the folder is missing, and writes nothing", () => {
		const { code, stdout } = runZkmargin(folder, ["identity", "new", "--json", "--out", "nowhere/a.json"]);
		expect(code).toBe(2);
		expect(JSON.parse(stdout).error).toEqual({
			code: "FILE_NOT_WRITABLE",
			message: "cannot write nowhere/a.json (ENOENT)",
			field: "nowhere/a.json",
			hint: "create its folder first",
		});
		expect(readdirSync(folder)).toEqual([]);
	});

	test("refuses a folder as the file", () => {
		mkdirSync(inFolder("a.json"));
		expect(runZkmargin(folder, ["identity", "new", "--out", "a.json"]).stderr).toContain("error FILE_EXISTS");
	});
});
