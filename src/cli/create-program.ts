import { Command } from "@commander-js/extra-typings";
import manifest from "../../package.json" with { type: "json" };
import { registerIdentityCommands } from "./commands/identity.ts";

/** The whole command line. Parsing throws a `CommanderError` instead of ending the process. */
export function createProgram(): Command {
	const program = new Command("zkmargin")
		.description(manifest.description)
		.version(manifest.version)
		.exitOverride()
		// main.ts prints errors, in the form that was asked for.
		.configureOutput({ outputError: () => {} })
		.showSuggestionAfterError()
		.addHelpText(
			"after",
			"\nExit codes: 0 holds, 1 checked and does not hold, 2 bad input, 70 defect, 75 try again later.",
		);
	registerIdentityCommands(program);
	return program;
}
