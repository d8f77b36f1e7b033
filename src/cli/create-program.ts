import { Command } from "@commander-js/extra-typings";
import manifest from "../../package.json" with { type: "json" };

/** Each command's module brings its own libraries, so only the one that is asked for is loaded. */
const COMMANDS: Readonly<Record<string, () => Promise<(program: Command) => void>>> = {
	market: async () => (await import("./commands/risk/market.ts")).registerMarketCommands,
	risk: async () => (await import("./commands/risk/risk.ts")).registerRiskCommands,
	account: async () => (await import("./commands/account/account.ts")).registerAccountCommands,
	margin: async () => (await import("./commands/account/margin.ts")).registerMarginCommand,
	identity: async () => (await import("./commands/account/identity.ts")).registerIdentityCommands,
	ledger: async () => (await import("./commands/account/ledger.ts")).registerLedgerCommands,
	prove: async () => (await import("./commands/proof/prove.ts")).registerProveCommand,
	verify: async () => (await import("./commands/proof/verify.ts")).registerVerifyCommand,
	deploy: async () => (await import("./commands/chain/deploy.ts")).registerDeployCommand,
	attest: async () => (await import("./commands/chain/attest.ts")).registerAttestCommand,
	publisher: async () => (await import("./commands/chain/publisher.ts")).registerPublisherCommands,
	row: async () => (await import("./commands/chain/row.ts")).registerRowCommands,
	marks: async () => (await import("./commands/chain/market-demands.ts")).registerMarksCommands,
	scenario: async () => (await import("./commands/chain/market-demands.ts")).registerScenarioCommands,
	watch: async () => (await import("./commands/chain/watch.ts")).registerWatchCommand,
	dispute: async () => (await import("./commands/chain/dispute.ts")).registerDisputeCommand,
	ceremony: async () => (await import("./commands/proof/ceremony.ts")).registerCeremonyCommands,
	"verify-key": async () => (await import("./commands/proof/verify-key.ts")).registerVerifyKeyCommand,
	audit: async () => (await import("./commands/chain/audit.ts")).registerAuditCommand,
	demo: async () => (await import("./commands/demo.ts")).registerDemoCommand,
};

/**
 * The command line. Parsing throws a `CommanderError` instead of ending the process.
 *
 * @param name of the only command that is needed; with any other word all of them are there
 */
export async function createProgram(name?: string): Promise<Command> {
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
	const only = name === undefined || !Object.hasOwn(COMMANDS, name) ? undefined : COMMANDS[name];
	for (const load of only === undefined ? Object.values(COMMANDS) : [only]) (await load())(program);
	return program;
}
