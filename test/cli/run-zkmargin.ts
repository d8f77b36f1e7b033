import { spawnSync } from "node:child_process";
import { resolve } from "node:path";

const MAIN = resolve(import.meta.dirname, "../../src/cli/main.ts");

export type CommandOutcome = {
	readonly code: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** Runs the real command line in `folder`, as a person would. */
export function runZkmargin(
	folder: string,
	commandLine: readonly string[],
	environment: Readonly<Record<string, string>> = {},
): CommandOutcome {
	const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...commandLine], {
		cwd: folder,
		encoding: "utf8",
		env: { ...process.env, ...environment },
	});
	return { code: status, stdout, stderr };
}
