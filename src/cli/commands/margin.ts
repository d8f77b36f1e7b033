import type { Command } from "@commander-js/extra-typings";
import { marginReport } from "../../risk/margin-report.ts";
import { reportSections } from "../../risk/report-sections.ts";
import type { MarginLevel } from "../../risk/risk-table.ts";
import { MICRO_USD_DECIMALS, parseScaled } from "../../units/decimal.ts";
import { levelOption, whatIfOption } from "../account-options.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../exit-codes.ts";
import { marginReportText } from "../margin-report-text.ts";
import { marginReportToJson } from "../margin-report-to-json.ts";
import type { Progress } from "../progress.ts";
import { readHeldAccount } from "../read-held-account.ts";
import { type CommandResult, jsonOption, runCommand } from "../run-command.ts";
import { registerMarginHedgeCommand } from "./margin-hedge.ts";

/** Without a word of its own, `margin` reports. */
export function registerMarginCommand(program: Command): void {
	const margin = program.command("margin").description("margin an account, or find trades that restore it");
	const report = margin
		.command("report", { isDefault: true })
		.description("equity to free collateral, lines, scenarios, Greeks, price × vol matrix, price thresholds")
		.requiredOption("--account <file>", "account file")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.addOption(levelOption())
		.option("--surplus <USD>", "ask for at least this much free collateral", "0")
		.addOption(whatIfOption())
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => reportMargin(options, progress)));
	registerMarginHedgeCommand(margin);
	// `margin --help` is what people ask for.
	margin.addHelpText("after", () => `\n${report.helpInformation()}`);
}

async function reportMargin(
	options: { account: string; risk: string; level: MarginLevel; surplus: string; add: string[] },
	progress: Progress,
): Promise<CommandResult> {
	const surplusMicroUsd = parseScaled(options.surplus, MICRO_USD_DECIMALS, "surplus");
	const { folder, holdings, dust } = await readHeldAccount(options);
	const { marked, params } = folder;
	const table = await folder.readTable(options.level);
	const maintenanceTable = options.level === "maintenance" ? table : await folder.readTable("maintenance");
	const scenarios = await folder.readScenarios();
	const report = marginReport({ table, holdings, marked, params, surplusMicroUsd, dust });
	const sections = await progress.step("repricing the account at other prices", async () =>
		reportSections({ table, maintenanceTable, holdings, marked, params, scenarios }),
	);
	return {
		json: marginReportToJson(report, sections),
		lines: marginReportText(report, { colour: process.stdout.isTTY === true, sections }),
		exitCode: report.atSurplus.decision.accepted ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}
