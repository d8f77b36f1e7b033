/** `ledger post` and `risk post`: their work brings the libraries of chains only when it is asked for. */
import type { Command } from "@commander-js/extra-typings";
import { CHAIN_OPTIONS } from "../../options/chain-options.ts";
import { jsonOption, runCommand } from "../../output/run-command.ts";

export function registerLedgerPost(ledger: Command): void {
	ledger
		.command("post")
		.description("as the venue's operator: put the root of a ledger on its contract")
		.requiredOption("--ledger <folder or file>", "as `ledger build` wrote it; only epoch.json is read")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.option(...CHAIN_OPTIONS.venue)
		.option(...CHAIN_OPTIONS.deployment)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) =>
			runCommand(options, async (progress) =>
				(await import("./post-epochs.ts")).postLedger(options, progress),
			),
		);
}

export function registerRiskPost(risk: Command): void {
	risk
		.command("post")
		.description("as a risk publisher: put the roots of a pair of tables on the contract")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.option(...CHAIN_OPTIONS.riskEpochs)
		.option(...CHAIN_OPTIONS.deployment)
		.requiredOption(...CHAIN_OPTIONS.senderKey)
		.addOption(jsonOption())
		.action((options) =>
			runCommand(options, async (progress) => (await import("./post-epochs.ts")).postRisk(options, progress)),
		);
}
