/** Entry point of the command line. */

import { missingPackage } from "../node/packages/missing-package.ts";
import { commandAt } from "./command-at.ts";
import { createProgram, isCommandName } from "./create-program.ts";
import { EXIT_BROKEN_PIPE } from "./output/exit-codes.ts";
import { printError } from "./output/print-error.ts";

for (const stream of [process.stdout, process.stderr]) {
	stream.on("error", (error: NodeJS.ErrnoException) => {
		if (error.code === "EPIPE") process.exit(EXIT_BROKEN_PIPE);
		throw error;
	});
}

let command = "zkmargin";
try {
	const program = await createProgram({ name: process.argv.slice(2).find(isCommandName) });
	command = commandAt(program, process.argv.slice(2));
	await program.parseAsync();
} catch (error) {
	process.exitCode = printError(missingPackage(error) ?? error, {
		// Not from the parsed options: a usage error is thrown before there are any.
		json: process.argv.includes("--json"),
		command,
		debug: process.env.ZKMARGIN_DEBUG === "1",
		stdout: process.stdout,
		stderr: process.stderr,
	});
}
