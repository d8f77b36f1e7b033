import { Option } from "@commander-js/extra-typings";
import { escapeJson } from "../../errors/printable-text.ts";
import { EXIT_HOLDS, type ExitCode } from "./exit-codes.ts";
import { createProgress, type Progress } from "./progress.ts";
import { escapeForTerminal } from "./terminal-text.ts";

/** What a command has to say, in both forms. */
export type CommandResult = {
	/** Printed under `--json`; a bigint becomes decimal text. */
	readonly json: object;
	/** Printed otherwise. */
	readonly lines: readonly string[];
	/** `EXIT_HOLDS` unless said otherwise. */
	readonly exitCode?: ExitCode;
};

/** The `--json` option that every command has. */
export function jsonOption() {
	return new Option("--json", "print one JSON object on stdout and nothing else");
}

/** Runs the work of a command and prints its result: the answer on stdout, progress on stderr. */
export async function runCommand(
	{ json = false }: { readonly json?: true | undefined | boolean },
	work: (progress: Progress) => Promise<CommandResult>,
): Promise<void> {
	const progress = createProgress({ stream: process.stderr, enabled: !json });
	const result = await work(progress);
	const text = json
		? escapeJson(JSON.stringify(result.json, bigintsAsText))
		: escapeForTerminal(result.lines.join("\n"));
	process.stdout.write(`${text}\n`);
	process.exitCode = result.exitCode ?? EXIT_HOLDS;
}

/** For `JSON.stringify`: a bigint as decimal text. */
export function bigintsAsText(_key: string, value: unknown): unknown {
	return typeof value === "bigint" ? value.toString() : value;
}
