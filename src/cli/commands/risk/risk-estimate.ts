import type { Command } from "@commander-js/extra-typings";
import { estimateRisk } from "../../../risk/calibration/estimate-risk.ts";
import { parseIsoTime } from "../../../units/parse-iso-time.ts";
import { DAY_MS } from "../../../units/time.ts";
import {
	hashSources,
	type RiskSourcePaths,
	readRiskSources,
	SOURCE_OPTIONS,
} from "../../folders/risk-sources.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";
import { estimateLines, estimatesToJson, proposedParams } from "../../reports/risk-estimate-text.ts";

type Options = RiskSourcePaths & {
	readonly underlyings?: string | undefined;
	readonly until?: string | undefined;
};

export function registerRiskEstimateCommand(risk: Command): void {
	risk
		.command("estimate")
		.description("scenario sizes as the data has them, beside those that the parameters use")
		.option(...SOURCE_OPTIONS.params)
		.option("--closes <file>", "daily closes (CSV); default: the invented ones of the sample")
		.option(
			"--iv-history <file>",
			"implied volatilities by day (CSV); default: the sample's, and none when --closes is given",
		)
		.option("--underlyings <list>", "such as BTC,ETH,SOL; default: every column of the closes")
		.option("--until <time>", "use nothing later, such as 2026-02-04T00:00:00Z; default: everything")
		.addOption(jsonOption())
		.action((options) => runCommand(options, () => estimate(options)));
}

async function estimate(options: Options): Promise<CommandResult> {
	const sources = await readRiskSources(options, "sample");
	const { closes, params, ivHistory } = sources;
	const underlyings = options.underlyings?.split(",") ?? closes.symbols;
	const lastMs = Math.max(
		Date.parse(closes.dates.at(-1) ?? "1970-01-01") + DAY_MS,
		...[...(ivHistory?.values() ?? [])].map((days) => days.at(-1)?.timeMs ?? 0),
	);
	const knownAtMs = options.until === undefined ? lastMs : parseIsoTime(options.until, "--until");
	const { dailyCloses, ivHistory: ivHash } = hashSources(sources.texts);
	const isSampleCloses = options.closes === undefined;
	const isSampleIv = options.ivHistory === undefined;
	const lastDate = closes.dates.at(-1) ?? "no day";
	const estimates = estimateRisk({ closes, underlyings, params, ivHistory, knownAtMs });
	return {
		json: {
			...estimatesToJson(estimates),
			proposed: proposedParams(estimates, params),
			sources: {
				dailyCloses: { sha256: dailyCloses, isSample: isSampleCloses, lastDate },
				ivHistory: ivHash === null ? null : { sha256: ivHash, isSample: isSampleIv },
			},
		},
		lines: [
			...estimateLines(estimates, params),
			"",
			`Daily closes: ${isSampleCloses ? "the sample's invented ones" : options.closes}, to ${lastDate}`,
			`  sha256 ${dailyCloses}`,
			...(ivHash === null
				? ["Implied volatilities: none were given"]
				: [
						`Implied volatilities: ${isSampleIv ? "the sample's invented ones" : options.ivHistory}`,
						`  sha256 ${ivHash}`,
					]),
		],
	};
}
