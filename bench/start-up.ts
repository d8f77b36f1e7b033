/**
 * `node bench/start-up.ts [rounds]`: processor time of whole commands, of what `npm run build` made, in turns with
 * `node -e 0`: seconds depend on the machine and on what else runs, ratios of one run much less.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { markdownTable } from "./markdown-table.ts";

const ROOT = resolve(import.meta.dirname, "..");
const MAIN = join(ROOT, "dist/cli/main.js");
const ROUNDS = Number(process.argv[2] ?? 5);
const ACCOUNT = join(ROOT, "sample/accounts/hedged-options.json");

if (!existsSync(MAIN)) throw new Error("nothing is built: npm run build");
const folder = mkdtempSync(join(tmpdir(), "zkmargin-start-up-"));
const at = (name: string) => join(folder, name);
try {
	cpuSeconds([MAIN, "market", "sample", "--out", at("market.json")], 0);
	cpuSeconds([MAIN, "risk", "build", "--market", at("market.json"), "--out", at("risk")], 0);
	const commands: readonly (readonly [name: string, command: readonly string[], status: number])[] = [
		["node -e 0", ["-e", "0"], 0],
		["--version", [MAIN, "--version"], 0],
		["--help", [MAIN, "--help"], 0],
		["margin, sample account", [MAIN, "margin", "--account", ACCOUNT, "--risk", at("risk")], 0],
		["verify, a market for a certificate", [MAIN, "verify", at("market.json")], 2],
		[
			"margin, a market for an account",
			[MAIN, "margin", "--account", at("market.json"), "--risk", at("risk")],
			2,
		],
	];
	const times = commands.map((): number[] => []);
	for (let round = 0; round < ROUNDS; round++) {
		for (const [k, [, command, status]] of commands.entries()) times[k]?.push(cpuSeconds(command, status));
	}
	const medians = times.map((seconds) => seconds.sort((a, b) => a - b)[seconds.length >> 1] as number);
	const [nothing = 1] = medians;
	const rows = commands.map(([name], k) => {
		const seconds = medians[k] as number;
		return [name, `${seconds.toFixed(2)} s`, `${(seconds / nothing).toFixed(1)} ×`];
	});
	process.stdout.write(markdownTable(["command", "processor time", "of node -e 0"], rows));
} finally {
	rmSync(folder, { recursive: true, force: true });
}

/** User and system time of a process, by the shell, which waits for it. */
function cpuSeconds(command: readonly string[], expected: number): number {
	const timing = 'TIMEFORMAT="%U %S"; time "$@" > /dev/null 2>&1';
	const shell = ["-c", timing, "bash", process.execPath, ...command];
	const { status, stderr } = spawnSync("bash", shell, { encoding: "utf8" });
	if (status !== expected) throw new Error(`${command.join(" ")} ended with ${status}`);
	const seconds = stderr.trim().split(" ").map(Number);
	return seconds.reduce((sum, part) => sum + part, 0);
}
