import { type Command, Option } from "@commander-js/extra-typings";
import { parseAccount } from "../../ledger/account-file.ts";
import { applyTrade, parseTrade } from "../../ledger/apply-trade.ts";
import { settleAccount } from "../../ledger/settle-account.ts";
import { marginReport } from "../../risk/margin-report.ts";
import type { MarginLevel } from "../../risk/risk-table.ts";
import { MICRO_USD_DECIMALS, parseScaled } from "../../units/decimal.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../exit-codes.ts";
import { marginReportText } from "../margin-report-text.ts";
import { marginReportToJson } from "../margin-report-to-json.ts";
import { readJsonFile } from "../read-json-file.ts";
import { readRiskFolder } from "../risk-folder.ts";
import { type CommandResult, jsonOption, runCommand } from "../run-command.ts";

export function levelOption() {
	return new Option("--level <level>", "which margin level")
		.choices(["maintenance", "initial"] as const)
		.default("maintenance" as MarginLevel);
}

export function registerMarginCommand(program: Command): void {
	program
		.command("margin")
		.description("margin an account: equity, charges, worst scenarios, free collateral, Greeks")
		.requiredOption("--account <file>", "account file")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.addOption(levelOption())
		.option("--surplus <USD>", "ask for at least this much free collateral", "0")
		.option(
			"--add <trade>",
			"what if: INSTRUMENT:SIZE or INSTRUMENT:SIZE@PRICE; may be repeated",
			(text: string, earlier: string[]) => [...earlier, text],
			[] as string[],
		)
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => margin(options)));
}

async function margin(options: {
	account: string;
	risk: string;
	level: MarginLevel;
	surplus: string;
	add: string[];
}): Promise<CommandResult> {
	const surplusMicroUsd = parseScaled(options.surplus, MICRO_USD_DECIMALS, "surplus");
	const trades = options.add.map(parseTrade);
	const { listing, marked, params, readTable } = await readRiskFolder(options.risk);
	const held = parseAccount(await readJsonFile(options.account));
	const account = trades.reduce((before, trade) => applyTrade({ account: before, listing, trade }), held);
	const { holdings, dust } = settleAccount({ account, listing, sizeClass: "smallest" });
	const table = await readTable(options.level);
	const report = marginReport({ table, holdings, marked, params, surplusMicroUsd, dust });
	return {
		json: marginReportToJson(report),
		lines: marginReportText(report, { colour: process.stdout.isTTY === true }),
		exitCode: report.atSurplus.decision.accepted ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}
