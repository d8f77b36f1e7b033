/** Which optional packages `zkmargin reserves` asks for, in processes that cannot find them. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const MAIN = resolve(import.meta.dirname, "../../../src/cli/main.ts");
const folder = mkdtempSync(join(tmpdir(), "zkmargin packages "));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const EMPTY_FILE = { format: "zkmargin-reserves/1", venue: "a venue", timeMs: 5, chains: [], stated: [] };
const PLAN = { format: "zkmargin-reserve-plan/1", venue: "a venue", addresses: [], assets: [] };
writeFileSync(join(folder, "reserves.json"), JSON.stringify(EMPTY_FILE));
writeFileSync(join(folder, "plan.json"), JSON.stringify(PLAN));

function runWithout(packages: readonly string[], ...commandLine: readonly string[]) {
	const hooks = `
		import { registerHooks } from "node:module";
		const gone = ${JSON.stringify(packages)};
		registerHooks({
			resolve(specifier, context, next) {
				if (!gone.some((name) => specifier === name || specifier.startsWith(name + "/"))) return next(specifier, context);
				const error = new Error("Cannot find package '" + specifier + "' imported from here");
				throw Object.assign(error, { code: "ERR_MODULE_NOT_FOUND" });
			},
		});`;
	writeFileSync(join(folder, "hooks.mjs"), hooks);
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		["--import", join(folder, "hooks.mjs"), MAIN, "reserves", ...commandLine],
		{ encoding: "utf8", cwd: folder },
	);
	return { status, stdout, stderr };
}

const TRIES = ["@ethereumjs/mpt", "@ethereumjs/rlp"];
const ADDRESS = `0x${"a1".repeat(20)}`;

describe("optional packages of zkmargin reserves", () => {
	test("message asks for none", () => {
		const message = ["message", "--venue", "a venue", "--chain-id", "1", "--address", ADDRESS];
		const { status, stderr } = runWithout(["ethers", ...TRIES], ...message);
		expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
	});

	test("check offline asks for none of ethers", () => {
		const { status, stdout } = runWithout(["ethers"], "check", "reserves.json");
		expect({ status, stdout }).toMatchObject({ status: 3, stdout: expect.stringContaining("NOTHING_SHOWN") });
	});

	test.each([
		["ethers", ["check", "reserves.json", "--rpc", "http://127.0.0.1:1"]],
		["ethers", ["prove", "--plan", "plan.json", "--out", "x.json"]],
		["@ethereumjs/mpt", ["check", "reserves.json"]],
		["@ethereumjs/rlp", ["check", "reserves.json"]],
	])("PACKAGE_MISSING: %s, with the line for npm", (name, commandLine) => {
		const { status, stderr } = runWithout([name], ...commandLine);
		expect(status).toBe(2);
		expect(stderr).toContain("error PACKAGE_MISSING");
		expect(stderr).toContain(`npm install ${name === "ethers" ? "ethers@" : "@ethereumjs/mpt@"}`);
	});
});
