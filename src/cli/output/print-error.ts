import { CommanderError } from "commander";
import { InputError, RetryableError, ZkMarginError } from "../../errors/base.ts";
import { escapeJson, escapeUnprintable } from "../../errors/printable-text.ts";
import { EXIT_BAD_INPUT, EXIT_HOLDS, EXIT_INTERNAL, EXIT_TRY_AGAIN, type ExitCode } from "./exit-codes.ts";

type PrintableError = {
	readonly code: string;
	readonly message: string;
	readonly field?: string | undefined;
	readonly hint?: string | undefined;
};

type ErrorOutput = {
	/** One JSON object on stdout instead of text on stderr. */
	readonly json: boolean;
	/** `ZKMARGIN_DEBUG=1`: stacks too. They may quote input, secrets included. */
	readonly debug: boolean;
	/** The command that was asked for, such as `zkmargin risk build`: whose help helps. */
	readonly command?: string | undefined;
	readonly stdout: { write(text: string): unknown };
	readonly stderr: { write(text: string): unknown };
};

/** Prints whatever ended a command and returns the exit code that belongs to it. */
export function printError(thrown: unknown, output: ErrorOutput): ExitCode {
	if (thrown instanceof CommanderError) {
		// Help and version have been printed already; help that nobody asked for is a usage error.
		if (thrown.exitCode === 0) return EXIT_HOLDS;
		if (thrown.code === "commander.help" && !output.json) return EXIT_BAD_INPUT;
	}
	const error = describe(thrown, output.command ?? "zkmargin");
	if (output.json) {
		output.stdout.write(`${escapeJson(JSON.stringify({ error }))}\n`);
	} else {
		const say = (text: string) => output.stderr.write(`${escapeUnprintable(text)}\n`);
		say(`error ${error.code}: ${error.message}`);
		if (error.field !== undefined) say(`  field: ${error.field}`);
		if (error.hint !== undefined) say(`  hint: ${error.hint}`);
	}
	if (output.debug && thrown instanceof Error) output.stderr.write(`${thrown.stack}\n`);
	return exitCodeOf(thrown);
}

function exitCodeOf(thrown: unknown): ExitCode {
	if (thrown instanceof InputError || thrown instanceof CommanderError) return EXIT_BAD_INPUT;
	if (thrown instanceof RetryableError) return EXIT_TRY_AGAIN;
	return EXIT_INTERNAL;
}

function describe(thrown: unknown, command: string): PrintableError {
	if (thrown instanceof ZkMarginError) {
		const { code, message, field, hint } = thrown;
		return { code, message, field, hint };
	}
	if (thrown instanceof CommanderError) return describeUsageError(thrown, command);
	return {
		code: "UNEXPECTED",
		// Without its message: foreign errors quote what they choke on, which may be a secret.
		message: `zkmargin failed unexpectedly (${thrown instanceof Error ? thrown.name : typeof thrown})`,
		hint: "this is a defect: run it again with ZKMARGIN_DEBUG=1, remove secrets from the output and report it",
	};
}

function describeUsageError(thrown: CommanderError, command: string): PrintableError {
	if (thrown.code === "commander.help") {
		return { code: "USAGE", message: "no command given", hint: `see \`${command} --help\`` };
	}
	const [message = "", ...suggestion] = thrown.message.replace(/^error: /, "").split("\n");
	const hint = suggestion.join(" ").replace(/^\((.*)\)$/, "$1");
	return { code: "USAGE", message, hint: hint === "" ? `see \`${command} --help\`` : hint };
}
