import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, Help } from "@commander-js/extra-typings";
import { REPOSITORY_ROOT } from "../node/files/repository-root.ts";

type LazyCommand = {
	readonly description: string;
	/** Its module brings its own libraries, so only that of the command which is asked for is loaded. */
	readonly load: () => Promise<(command: Command) => void>;
};

const COMMANDS: Readonly<Record<string, LazyCommand>> = {
	market: {
		description: "market snapshots: public marks at one moment",
		load: async () => (await import("./commands/risk/market.ts")).registerMarketCommands,
	},
	risk: {
		description: "public risk tables",
		load: async () => (await import("./commands/risk/risk.ts")).registerRiskCommands,
	},
	account: {
		description: "accounts of other venues as account files",
		load: async () => (await import("./commands/account/account.ts")).registerAccountCommands,
	},
	margin: {
		description: "margin an account, or find trades that restore it",
		load: async () => (await import("./commands/account/margin.ts")).registerMarginCommand,
	},
	identity: {
		description: "a trader's identity",
		load: async () => (await import("./commands/account/identity.ts")).registerIdentityCommands,
	},
	ledger: {
		description: "a venue's account ledger, and a trader's check of it",
		load: async () => (await import("./commands/account/ledger.ts")).registerLedgerCommands,
	},
	prove: {
		description: "prove that your account is solvent, and write a certificate that anybody can check",
		load: async () => (await import("./commands/proof/prove.ts")).registerProveCommand,
	},
	verify: {
		description: "check a health certificate, offline",
		load: async () => (await import("./commands/proof/verify.ts")).registerVerifyCommand,
	},
	book: {
		description: "the whole book of a venue: what it owes, proven without showing an account",
		load: async () => (await import("./commands/proof/book.ts")).registerBookCommands,
	},
	reserves: {
		description: "what a venue holds: addresses and balances under a block, beside what it owes",
		load: async () => (await import("./commands/reserves/reserves.ts")).registerReservesCommands,
	},
	deploy: {
		description: "deploy a venue: verifiers, timelock, ledgers, disputes, risk epochs and a registry",
		load: async () => (await import("./commands/chain/deploy.ts")).registerDeployCommand,
	},
	"verify-deployment": {
		description: "compare every contract of a deployment with the sources, and roles with the terms",
		load: async () => (await import("./commands/chain/verify-deployment.ts")).registerVerifyDeploymentCommand,
	},
	attest: {
		description: "put a certificate on record in a registry, as its holder",
		load: async () => (await import("./commands/chain/attest.ts")).registerAttestCommand,
	},
	solvency: {
		description: "what a registry has on record for a holder",
		load: async () => (await import("./commands/chain/solvency.ts")).registerSolvencyCommands,
	},
	devnet: {
		description: "a venue on a chain of this machine that stays up, with epochs of now",
		load: async () => (await import("./commands/chain/devnet.ts")).registerDevnetCommand,
	},
	publisher: {
		description: "a risk publisher's bond and its duties",
		load: async () => (await import("./commands/chain/publisher.ts")).registerPublisherCommands,
	},
	row: {
		description: "make publishers show a row of a live risk table",
		load: async () => (await import("./commands/chain/row.ts")).registerRowCommands,
	},
	marks: {
		description: "make publishers show the marks of an instrument",
		load: async () => (await import("./commands/chain/market-demands.ts")).registerMarksCommands,
	},
	scenario: {
		description: "make publishers show what a lane does to prices",
		load: async () => (await import("./commands/chain/market-demands.ts")).registerScenarioCommands,
	},
	watch: {
		description: "everything that happens around a registry: its venues, publishers and timelock, too",
		load: async () => (await import("./commands/chain/watch.ts")).registerWatchCommand,
	},
	dispute: {
		description:
			"show a contract that a posted risk table is wrong: its epoch dies, you get half of the bonds",
		load: async () => (await import("./commands/chain/dispute.ts")).registerDisputeCommand,
	},
	ceremony: {
		description: "make a proving key together, so that nobody can forge proofs",
		load: async () => (await import("./commands/proof/ceremony.ts")).registerCeremonyCommands,
	},
	"verify-key": {
		description: "check as an outsider that sources, key and contract belong together",
		load: async () => (await import("./commands/proof/verify-key.ts")).registerVerifyKeyCommand,
	},
	audit: {
		description: "replay a registry's history and verify every attestation again",
		load: async () => (await import("./commands/chain/audit.ts")).registerAuditCommand,
	},
	demo: {
		description: "the whole path on a sample market and a local chain: margin, prove, accept, refuse",
		load: async () => (await import("./commands/demo.ts")).registerDemoCommand,
	},
};

export function isCommandName(word: string): boolean {
	return Object.hasOwn(COMMANDS, word);
}

/**
 * The command line. Parsing throws a `CommanderError` instead of ending the process.
 *
 * @param only which command will be run: all others have a name and a description, and nothing else
 */
export async function createProgram(only?: { readonly name: string | undefined }): Promise<Command> {
	const manifest = JSON.parse(readFileSync(join(REPOSITORY_ROOT, "package.json"), "utf8"));
	const program = new Command("zkmargin")
		.description(manifest.description)
		.version(manifest.version)
		.exitOverride()
		// main.ts prints errors, in the form that was asked for.
		.configureOutput({ outputError: () => {} })
		.showSuggestionAfterError()
		.addHelpText(
			"after",
			"\nExit codes: 0 holds, 1 checked and does not hold, 2 bad input, 3 not fully checked,\n70 defect, 75 try again later.",
		);
	// Without options: those of a command that is not loaded are not known.
	program.configureHelp({
		subcommandTerm: (command) =>
			command.parent === program ? command.name() : new Help().subcommandTerm(command),
	});
	for (const [name, { description, load }] of Object.entries(COMMANDS)) {
		const command = program.command(name).description(description);
		if (only === undefined || only.name === name) (await load())(command);
	}
	return program;
}
