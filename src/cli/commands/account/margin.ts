import type { Command } from "@commander-js/extra-typings";
import { readTextFile } from "../../../node/files/read-text-file.ts";
import { refuseExistingFile, writeAtomically } from "../../../node/files/write-atomically.ts";
import type { Holding } from "../../../risk/model/holding.ts";
import type { MarginLevel } from "../../../risk/model/risk-table.ts";
import { marginReport } from "../../../risk/report/margin-report.ts";
import { reportSections } from "../../../risk/report/report-sections.ts";
import { MICRO_USD_DECIMALS, parseScaled } from "../../../units/decimal.ts";
import { type HeldAccount, readHeldAccount } from "../../folders/read-held-account.ts";
import { sourceNotes } from "../../folders/source-notes.ts";
import { depositOption, levelOption, whatIfOption } from "../../options/account-options.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { terminalOf } from "../../output/terminal.ts";
import { marginReportText } from "../../reports/margin-report-text.ts";
import { marginReportToJson } from "../../reports/margin-report-to-json.ts";
import { buildReportView } from "../../reports/view/build-report-view.ts";
import type { WhatIf } from "../../reports/view/change-view.ts";
import { registerMarginHedgeCommand } from "./margin-hedge.ts";

/** How often a page that may be written over looks for a newer one. */
const REFRESH_SECONDS = 10;
const PAGE_MARK = "<title>Margin report, ";

/** Without a word of its own, `margin` reports. */
export function registerMarginCommand(margin: Command): void {
	const report = margin
		.command("report", { isDefault: true })
		.description("equity to free collateral, lines, scenarios, Greeks, price × vol matrix, price thresholds")
		.requiredOption("--account <file>", "account file")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.addOption(levelOption())
		.option("--surplus <USD>", "ask for at least this much free collateral", "0")
		.addOption(whatIfOption())
		.addOption(depositOption())
		.option("--html <file>", "also write the report as a page that needs nothing else")
		.option("--force", "write over an earlier page; one that is open shows the new one by itself")
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => reportMargin(options, progress)));
	registerMarginHedgeCommand(margin);
	// `margin --help` is what people ask for.
	margin.addHelpText("after", () => `\n${report.helpInformation()}`);
}

/** Only an earlier report is written over, whatever the name points at. */
async function refusePage(path: string, force: boolean): Promise<void> {
	if (!force || !(await isReportPage(path))) await refuseExistingFile(path);
}

async function isReportPage(path: string): Promise<boolean> {
	try {
		return (await readTextFile(path)).includes(PAGE_MARK);
	} catch {
		return false;
	}
}

async function whatIfOf({ folder, holdings, whatIf }: HeldAccount): Promise<WhatIf | undefined> {
	if (whatIf === undefined) return undefined;
	const { marked } = folder;
	const tables = {
		maintenance: await folder.readTable("maintenance", "remembered"),
		initial: await folder.readTable("initial", "remembered"),
	};
	const reports = (given: readonly Holding[]) => ({
		maintenance: marginReport({ table: tables.maintenance, holdings: given, marked }),
		initial: marginReport({ table: tables.initial, holdings: given, marked }),
	});
	return { trades: whatIf.trades, before: reports(whatIf.before.holdings), after: reports(holdings) };
}

async function reportMargin(
	options: {
		account: string;
		risk: string;
		level: MarginLevel;
		surplus: string;
		add: string[];
		deposit: string[];
		html?: string | undefined;
		force?: true | undefined;
	},
	progress: Progress,
): Promise<CommandResult> {
	const surplusMicroUsd = parseScaled(options.surplus, MICRO_USD_DECIMALS, "surplus");
	if (options.html !== undefined) await refusePage(options.html, options.force === true);
	const held = await readHeldAccount(options);
	const { account, folder, holdings, dust } = held;
	const { marked, params } = folder;
	const table = await folder.readTable(options.level, "remembered");
	const maintenanceTable =
		options.level === "maintenance" ? table : await folder.readTable("maintenance", "remembered");
	const scenarios = await folder.readScenarios();
	const report = marginReport({ table, holdings, marked, params, surplusMicroUsd, dust });
	const sections = await progress.step("repricing the account at other prices", async () =>
		reportSections({ table, maintenanceTable, holdings, marked, params, scenarios }),
	);
	const sources = await folder.readSources();
	const view = buildReportView({
		report,
		sections,
		accountName: account.name,
		whatIf: await whatIfOf(held),
		madeAtMs: Date.now(),
		sources: sources === undefined ? undefined : sourceNotes({ ...folder, sources }),
	});
	if (options.html !== undefined) {
		const { reportPage } = await import("../../reports/page/report-page.ts");
		const stays = options.force === true;
		const page = reportPage(view, stays ? { refreshSeconds: REFRESH_SECONDS } : {});
		await writeAtomically(options.html, page, { overwrite: stays });
	}
	return {
		json: marginReportToJson(view),
		lines: marginReportText(view, terminalOf(process.stdout, process.env)),
		exitCode: report.atSurplus.decision.accepted ? EXIT_HOLDS : EXIT_DOES_NOT_HOLD,
	};
}
