import type { Command } from "@commander-js/extra-typings";
import { InputError, InternalError } from "../../../errors/base.ts";
import { quoteText } from "../../../errors/printable-text.ts";
import { DEFAULT_SIZE_CLASS } from "../../../ledger/account-leaf.ts";
import { applyTrade, type Trade as WhatIfTrade } from "../../../ledger/apply-trade.ts";
import { chooseSizeClass } from "../../../ledger/choose-size-class.ts";
import { settleAccount } from "../../../ledger/settle-account.ts";
import { findHedge, type HedgeResult } from "../../../risk/hedge/find-hedge.ts";
import { assessMargin, decideSolvency } from "../../../risk/margin/margin-engine.ts";
import type { MarginLevel, RiskTable } from "../../../risk/model/risk-table.ts";
import { MICRO_USD_DECIMALS, parseScaled } from "../../../units/decimal.ts";
import { DAY_MS } from "../../../units/time.ts";
import { type HeldAccount, readHeldAccount } from "../../folders/read-held-account.ts";
import { levelOption, whatIfOption } from "../../options/account-options.ts";
import { EXIT_DOES_NOT_HOLD, EXIT_HOLDS } from "../../output/exit-codes.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { hedgeText, hedgeToJson, whatIfTrade } from "../../reports/hedge-report.ts";

const SHORTEST_DAYS = "7";

export function registerMarginHedgeCommand(margin: Command): void {
	margin
		.command("hedge")
		.description("the smallest trades from the listing that restore a given free collateral")
		.requiredOption("--account <file>", "account file")
		.requiredOption("--risk <folder>", "as `risk build` wrote it")
		.addOption(levelOption())
		.option("--free <USD>", "free collateral to restore", "0")
		.option("--shortest <days>", "open nothing that expires sooner", SHORTEST_DAYS)
		.addOption(whatIfOption())
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => hedge(options, progress)));
}

async function hedge(
	options: {
		account: string;
		risk: string;
		level: MarginLevel;
		free: string;
		shortest: string;
		add: string[];
	},
	progress: Progress,
): Promise<CommandResult> {
	const targetMicroUsd = parseScaled(options.free, MICRO_USD_DECIMALS, "free");
	const shortestMs = parseDays(options.shortest) * DAY_MS;
	const held = await readHeldAccount(options);
	const table = await held.folder.readTable(options.level, "remembered");
	const result = await progress.step("looking for trades", async () => {
		// A solver of several megabytes: loaded where it is used.
		const { loadHighsSolver } = await import("../../../node/solver/highs-solver.ts");
		return findHedge({
			table,
			holdings: held.holdings,
			marked: held.folder.marked,
			params: held.folder.params,
			targetMicroUsd,
			mostLines: Math.max(
				DEFAULT_SIZE_CLASS,
				chooseSizeClass("smallest", {
					lineCount: held.holdings.length,
					optionUnderlyingCount: held.optionUnderlyingCount,
				}),
			),
			shortestMs,
			solve: await loadHighsSolver(),
		});
	});
	confirm(held, table, result);
	return {
		json: hedgeToJson(result, options.level),
		lines: hedgeText(result, options.level),
		exitCode: result.outcome === "outOfReach" ? EXIT_DOES_NOT_HOLD : EXIT_HOLDS,
	};
}

/** The same trades through the account file, as `--add` would make them: not a matter of trust. */
function confirm({ account, folder }: HeldAccount, table: RiskTable, result: HedgeResult): void {
	if (result.outcome !== "hedged") return;
	const { listing } = folder;
	const trades: WhatIfTrade[] = result.hedge.trades.map(whatIfTrade);
	const traded = trades.reduce((before, trade) => applyTrade({ account: before, listing, trade }), account);
	const after = assessMargin(table.rows, settleAccount({ account: traded, listing }).holdings);
	if (decideSolvency(after, result.targetMicroUsd).accepted) return;
	throw new InternalError({
		code: "HEDGE_NOT_CONFIRMED",
		message: `after its trades the account has ${after.freeCollateralMicroUsd} µUSD of free collateral`,
	});
}

function parseDays(text: string): number {
	if (/^(?:0|[1-9][0-9]{0,4})$/.test(text)) return Number(text);
	throw new InputError({
		code: "DAYS_MALFORMED",
		message: `--shortest: ${quoteText(text)} is not a whole number of days`,
		field: "--shortest",
		hint: "write days such as 7, or 0 for whatever is listed",
	});
}
