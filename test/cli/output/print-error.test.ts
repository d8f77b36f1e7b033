import { CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { printError } from "../../../src/cli/output/print-error.ts";
import { InputError, InternalError, RetryableError } from "../../../src/errors/base.ts";

const DETAILS = {
	code: "SOME_CODE",
	message: "what is wrong",
	field: "positions[3].size",
	hint: "what to do",
};

function print(error: unknown, { json = false, debug = false } = {}) {
	let stdout = "";
	let stderr = "";
	const exitCode = printError(error, {
		json,
		debug,
		stdout: { write: (text) => (stdout += text) },
		stderr: { write: (text) => (stderr += text) },
	});
	return { exitCode, stdout, stderr };
}

describe("printError", () => {
	test.each([
		[new InputError(DETAILS), 2],
		[new RetryableError(DETAILS), 75],
		[new InternalError(DETAILS), 70],
		[new CommanderError(1, "commander.unknownOption", "error: unknown option '--x'"), 2],
		[new CommanderError(0, "commander.helpDisplayed", "(outputHelp)"), 0],
		[new TypeError("x is undefined"), 70],
		["a thrown string", 70],
		[undefined, 70],
	])("exits after %s with %i", (error, exitCode) => {
		expect(print(error).exitCode).toBe(exitCode);
		expect(print(error, { json: true }).exitCode).toBe(exitCode);
	});

	test("writes code, message, field and hint to stderr", () => {
		expect(print(new InputError(DETAILS))).toEqual({
			exitCode: 2,
			stdout: "",
			stderr: "error SOME_CODE: what is wrong\n  field: positions[3].size\n  hint: what to do\n",
		});
	});

	test("writes one JSON object to stdout under --json", () => {
		const { stdout, stderr } = print(new InputError(DETAILS), { json: true });
		expect(stderr).toBe("");
		expect(JSON.parse(stdout)).toEqual({ error: DETAILS });
	});

	test("does not repeat the message of a foreign error, which may quote a secret", () => {
		const { stderr } = print(new SyntaxError('Unexpected token in "hunter2"'));
		expect(stderr).not.toContain("hunter2");
		expect(stderr).toBe(
			"error UNEXPECTED: zkmargin failed unexpectedly (SyntaxError)\n" +
				"  hint: this is a defect: run it again with ZKMARGIN_DEBUG=1, remove secrets from the output and report it\n",
		);
	});

	test("shows the stack only when debugging", () => {
		expect(print(new TypeError("x is undefined"), { debug: true }).stderr).toContain("at ");
		expect(print(new TypeError("x is undefined")).stderr).not.toContain("at ");
	});
});
