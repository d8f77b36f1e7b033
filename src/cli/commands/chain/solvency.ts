import type { Command } from "@commander-js/extra-typings";
import { requireAddress } from "../../../chain/client/require-address.ts";
import { isSolvent, readSolvency } from "../../../chain/registry/read-solvency.ts";
import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import { formatUsdDown, MICRO_USD_DECIMALS, parseScaled } from "../../../units/decimal.ts";
import { formatIsoTime } from "../../../units/parse-iso-time.ts";
import { DAY_SECONDS, HOUR_SECONDS } from "../../../units/time.ts";
import { levelOption } from "../../options/account-options.ts";
import { CHAIN_OPTIONS } from "../../options/chain-options.ts";
import { contractAddress, deploymentOption } from "../../options/contract-address.ts";
import { requireWholeNumber } from "../../options/whole-number.ts";
import { withNode } from "../../options/with-node.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

const MAX_AGE_SECONDS = 4 * HOUR_SECONDS;
const LONGEST_AGE_SECONDS = 365 * DAY_SECONDS;

type ShowOptions = {
	readonly rpc: string;
	readonly level: MarginLevel;
	readonly surplus: string;
	readonly maxAge: number;
	readonly registry?: string | undefined;
	readonly venue?: string | undefined;
	readonly deployment?: string | undefined;
};

export function registerSolvencyCommands(solvency: Command): void {
	solvency
		.command("show")
		.description("what a registry has on record for a holder, and whether it is enough")
		.argument("<holder>", "address that the proof was made for")
		.requiredOption(...CHAIN_OPTIONS.rpc)
		.option("--registry <address>", "the solvency registry")
		.option("--venue <address>", "the venue's ledger contract")
		.addOption(deploymentOption())
		.addOption(levelOption())
		.option("--surplus <USD>", "free collateral that must be proven", "0")
		.option(
			"--max-age <seconds>",
			"oldest ledger that counts",
			(text) => requireWholeNumber(text, "max-age", LONGEST_AGE_SECONDS),
			MAX_AGE_SECONDS,
		)
		.addOption(jsonOption())
		.action((holder, options) => runCommand(options, () => show(holder, options)));
}

async function show(given: string, options: ShowOptions): Promise<CommandResult> {
	const holder = requireAddress(given, "holder");
	const { deployment, level } = options;
	const minSurplusMicroUsd = parseScaled(options.surplus, MICRO_USD_DECIMALS, "surplus");
	const at = (option: "registry" | "venue", part: "registry" | "venueLedger") =>
		contractAddress({ option, given: options[option], deployment, part });
	const registry = await at("registry", "registry");
	const venue = await at("venue", "venueLedger");
	const { solvent, status } = await withNode(
		options.rpc,
		async (runner) => ({
			solvent: await isSolvent({
				runner,
				registry,
				holder,
				level,
				minSurplusMicroUsd,
				maxAgeSeconds: options.maxAge,
			}),
			status: await readSolvency({ runner, registry, venue, holder }),
		}),
		deployment,
	);
	const surplus = status.surplusMicroUsd;
	const text = (microUsd: bigint | null) =>
		microUsd === null ? "not proven" : `${formatUsdDown(microUsd)} USD`;
	return {
		json: { isSolvent: solvent, ...status },
		lines: [
			`isSolvent     ${solvent}: ${formatUsdDown(minSurplusMicroUsd)} USD at ${level} level`,
			`standing      ${status.standing}`,
			...(status.standing === "none"
				? []
				: [
						`initial       ${text(surplus.initial)}`,
						`maintenance   ${text(surplus.maintenance)}`,
						`ledger of     ${formatIsoTime(status.ledgerTimeMs)}`,
						`valid until   ${formatIsoTime(status.validUntilMs)}`,
					]),
		],
		exitCode: solvent ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}
