import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const RUN = resolve(import.meta.dirname, "../../scripts/run.mjs");

describe("scripts/run.mjs in a complete checkout", () => {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "zkmargin run "));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	function run(runArguments: readonly string[]) {
		const { npm_lifecycle_event: _event, INIT_CWD: _folder, ...outside } = process.env;
		const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...runArguments], {
			cwd: folder,
			encoding: "utf8",
			env: outside,
		});
		return { status, stdout, stderr };
	}

	test("passes arguments, output and exit code through and says nothing itself", () => {
		expect(run(["--here", "src/cli/main.ts", "identity", "nw", "--json"])).toEqual({
			status: 2,
			stdout: `${JSON.stringify({
				error: { code: "USAGE", message: "unknown command 'nw'", hint: "Did you mean new?" },
			})}\n`,
			stderr: "",
		});
	});

	test("keeps the caller's folder, so that typed paths mean what they say", () => {
		expect(run(["--here", "src/cli/main.ts", "identity", "new", "--out", "a b.json"]).status).toBe(0);
		expect(existsSync(join(folder, "a b.json"))).toBe(true);
	});

	test("takes the folder in which npm was called, because npm itself moves to the root", () => {
		const fromNpm = { npm_lifecycle_event: "zkmargin", INIT_CWD: folder };
		const { status } = spawnSync(
			process.execPath,
			[RUN, "--here", "src/cli/main.ts", "identity", "new", "--out", "c.json"],
			{ cwd: resolve(RUN, "../.."), env: { ...process.env, ...fromNpm } },
		);
		expect(status).toBe(0);
		expect(existsSync(join(folder, "c.json"))).toBe(true);
	});

	test("explains itself when it is not told what to run", () => {
		expect(run([])).toEqual({
			status: 2,
			stdout: "",
			stderr: "zkmargin: usage: node scripts/run.mjs [--here] <file.ts> [arguments]\n",
		});
	});
});
