import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { CommandUnknownOpts } from "@commander-js/extra-typings";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { createProgram } from "../../../src/cli/create-program.ts";
import { runZkmargin } from "../run-zkmargin.ts";

const ROOT = resolve(import.meta.dirname, "../../..");

describe("the command line", () => {
	let folder = "";
	beforeAll(() => {
		folder = mkdtempSync(join(tmpdir(), "zkmargin cli "));
	});
	afterAll(() => rmSync(folder, { recursive: true, force: true }));

	test("prints its version on stdout", () => {
		expect(runZkmargin(folder, ["--version"])).toEqual({
			code: 0,
			stdout: `${manifest.version}\n`,
			stderr: "",
		});
	});

	test("explains its exit codes in the help", () => {
		const { code, stdout } = runZkmargin(folder, ["--help"]);
		expect(code).toBe(0);
		expect(stdout).toContain("0 holds, 1 checked and does not hold, 2 bad input");
	});

	test("shows help on stderr and exits with 2 when no command is given", () => {
		const { code, stdout, stderr } = runZkmargin(folder, []);
		expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
		expect(stderr).toContain("Usage: zkmargin");
	});

	test("names the command that was probably meant", () => {
		expect(runZkmargin(folder, ["identiy"])).toEqual({
			code: 2,
			stdout: "",
			stderr: "error USAGE: unknown command 'identiy'\n  hint: Did you mean identity?\n",
		});
	});

	test("shows the help of the command that `help` names", () => {
		const { code, stdout } = runZkmargin(folder, ["help", "verify"]);
		expect(code).toBe(0);
		expect(stdout).toContain("Usage: zkmargin verify");
		expect(stdout).toContain("--ledger-epoch");
	});

	test("reports a usage error as one JSON object on stdout under --json", () => {
		const { code, stdout, stderr } = runZkmargin(folder, ["identity", "new", "--json"]);
		expect({ code, stderr }).toEqual({ code: 2, stderr: "" });
		expect(JSON.parse(stdout)).toEqual({
			error: {
				code: "USAGE",
				message: "required option '--out <file>' not specified",
				hint: "see `zkmargin identity new --help`",
			},
		});
	});

	test("is the same command whether it is loaded alone or with all others", async () => {
		const all = await createProgram();
		for (const command of all.commands) {
			const program = await createProgram({ name: command.name() });
			const alone = program.commands.find((only) => only.name() === command.name());
			expect(alone?.helpInformation()).toBe(command.helpInformation());
			expect(program.helpInformation()).toBe(all.helpInformation());
		}
	});

	test("has --json on every command", async () => {
		const withoutJson = leafCommands(await createProgram())
			.filter((command) => !command.options.some((option) => option.long === "--json"))
			.map((command) => command.name());
		expect(withoutJson).toEqual([]);
	});

	// The reader closes its end before anything is written: bash waits for it first.
	test("ends with 141 and never with 0 when its reader has gone away", () => {
		const script = 'exec {out}> >(exec 0<&-); wait $!; "$0" "$1" --help >&$out; echo $?';
		const main = join(ROOT, "src/cli/main.ts");
		const { stdout } = spawnSync("bash", ["-c", script, process.execPath, main], { encoding: "utf8" });
		expect(stdout).toBe("141\n");
	});

	test("starts from bin/zkmargin.js in any folder", () => {
		const { status, stdout } = spawnSync(process.execPath, [join(ROOT, "bin/zkmargin.js"), "--version"], {
			cwd: folder,
			encoding: "utf8",
		});
		expect({ status, stdout }).toEqual({ status: 0, stdout: `${manifest.version}\n` });
	});
});

function leafCommands(command: CommandUnknownOpts): CommandUnknownOpts[] {
	return command.commands.length === 0 ? [command] : command.commands.flatMap(leafCommands);
}
