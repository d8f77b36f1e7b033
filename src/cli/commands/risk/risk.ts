import type { Command } from "@commander-js/extra-typings";
import { profileOption, SAMPLE_PARAMS, SOURCE_OPTIONS } from "../../folders/risk-sources.ts";
import { jsonOption, runCommand } from "../../output/run-command.ts";
import { registerRiskPost } from "../chain/register-post.ts";
import { buildTables } from "./build-tables.ts";
import { checkTables, rebuildTables } from "./check-tables.ts";
import { registerFitForecastCommand } from "./fit-forecast.ts";
import { registerImportTiersCommand } from "./import-tiers.ts";
import { registerRiskEstimateCommand } from "./risk-estimate.ts";

export function registerRiskCommands(risk: Command): void {
	registerImportTiersCommand(risk);

	risk
		.command("build")
		.description("turn a market snapshot into the risk tables of an epoch")
		.requiredOption("--market <file>", "market snapshot, from `market …`")
		.requiredOption(
			"--out <folder>",
			"gets epoch.json, listing.json, market.json, the sources, scenarios.json and both tables",
		)
		.addOption(profileOption())
		.option(...SOURCE_OPTIONS.params)
		.option(...SOURCE_OPTIONS.closes)
		.option(...SOURCE_OPTIONS.ivHistory)
		.option(
			"--listing <file>",
			"listing.json of an earlier epoch: instruments and settlement prices stay, marks move",
		)
		.option("--allow-stale-history", "take histories that end long before the market; every report says so")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => buildTables(options, progress)));

	registerRiskEstimateCommand(risk);

	risk
		.command("check")
		.description("check a risk folder: every table assumption, every hash, both roots, every source")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => checkTables(options.risk, progress)));

	risk
		.command("rebuild")
		.description("build the tables of a risk folder again from the sources in it: are these the roots?")
		.requiredOption("--risk <folder>", "as a publisher gave it")
		.addOption(profileOption())
		.option("--params <file>", "other parameters than those in the folder")
		.option("--closes <file>", "other daily closes than those in the folder")
		.option("--iv-history <file>", "other implied volatilities than those in the folder")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => rebuildTables(options, progress)));

	registerRiskPost(risk);
	registerFitForecastCommand(risk, SAMPLE_PARAMS);
}
