import { Command } from "@commander-js/extra-typings";
import manifest from "../../package.json" with { type: "json" };
import { registerAttestCommand } from "./commands/attest.ts";
import { registerDemoCommand } from "./commands/demo.ts";
import { registerIdentityCommands } from "./commands/identity.ts";
import { registerLedgerCommands } from "./commands/ledger.ts";
import { registerMarginCommand } from "./commands/margin.ts";
import { registerMarketCommands } from "./commands/market.ts";
import { registerProveCommand } from "./commands/prove.ts";
import { registerRiskCommands } from "./commands/risk.ts";
import { registerVerifyCommand } from "./commands/verify.ts";

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
	registerMarketCommands(program);
	registerRiskCommands(program);
	registerMarginCommand(program);
	registerIdentityCommands(program);
	registerLedgerCommands(program);
	registerProveCommand(program);
	registerVerifyCommand(program);
	registerAttestCommand(program);
	registerDemoCommand(program);
	return program;
}
