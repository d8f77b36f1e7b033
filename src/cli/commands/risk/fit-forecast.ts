import { type Command, Option } from "@commander-js/extra-typings";
import { InputError } from "../../../errors/base.ts";
import { parseDailyCloses } from "../../../market/history/parse-closes.ts";
import { readTextFile } from "../../../node/files/read-text-file.ts";
import { refuseExistingFile, writeAtomically } from "../../../node/files/write-atomically.ts";
import { jsonText } from "../../../node/files/write-folder.ts";
import { ewmaModel } from "../../../risk/forecast/ewma-model.ts";
import { volatilityModel } from "../../../risk/forecast/forecast-params.ts";
import { parseRiskParams, tailInputsOf } from "../../../risk/params/risk-params.ts";
import { jointLogReturns } from "../../../risk/scenarios/daily-returns.ts";
import type { Progress } from "../../output/progress.ts";
import { type CommandResult, jsonOption, runCommand } from "../../output/run-command.ts";

const KINDS = ["ewma", "garch", "har", "ridge"] as const;
/** RiskMetrics' decay: what a fit is compared with. */
const REFERENCE = { memory: 0.94 };

/** `risk fit-forecast`: coefficients for `forecast.model` of a parameter file. Tables never fit anything. */
export function registerFitForecastCommand(risk: Command, sampleParams: string): void {
	risk
		.command("fit-forecast")
		.description("fit a volatility model on daily closes: the block forecast.model of risk parameters")
		.requiredOption("--closes <file>", "daily closes (CSV); days on which every column has a close count")
		.requiredOption("--out <file>", "gets the coefficients as JSON")
		.addOption(new Option("--model <kind>", "which model").choices(KINDS).default("garch" as const))
		.option("--params <file>", "risk parameters, for the seed days", sampleParams)
		.addOption(jsonOption())
		.action((options) => runCommand(options, (progress) => fitForecast(options, progress)));
}

async function fitForecast(
	options: {
		readonly closes: string;
		readonly out: string;
		readonly params: string;
		readonly model: (typeof KINDS)[number];
	},
	progress: Progress,
): Promise<CommandResult> {
	await refuseExistingFile(options.out);
	// Only here: the numerics behind them would slow the start of every other command.
	const { fitVolatilityModel, volatilityModelToJson } = await import(
		"../../../risk/calibration/fit-volatility-model.ts"
	);
	const { meanLoss } = await import("../../../risk/calibration/training-days.ts");
	const inputs = tailInputsOf(parseRiskParams(await readTextFile(options.params)));
	if (inputs === undefined) {
		throw new InputError({
			code: "TAIL_OFF",
			message: "these parameters have no tail set, so nothing forecasts",
			field: "params",
			hint: "give parameters with a tail, such as sample/risk-params.json",
		});
	}
	const { seedDays } = inputs.tail;
	const closes = parseDailyCloses(await readTextFile(options.closes));
	const returns = jointLogReturns(closes, closes.symbols, Number.POSITIVE_INFINITY);
	const days = returns.dates.map((_, day) => returns.byUnderlying.map((series) => series[day] as number));
	const training = { days, seedDays };
	const fitted = await progress.step(`fitting ${options.model} on ${days.length} days`, () =>
		fitVolatilityModel(options.model, training),
	);
	const model = volatilityModelToJson(fitted);
	await writeAtomically(options.out, jsonText(model));
	const loss = meanLoss(volatilityModel(fitted), training);
	const referenceLoss = meanLoss(ewmaModel(REFERENCE), training);
	return {
		json: { model, days: days.length, symbols: closes.symbols, loss, referenceLoss },
		lines: [
			`forecast.model: ${JSON.stringify(model)}`,
			`mean QLIKE on these days ${loss.toFixed(4)}; an EWMA of ${REFERENCE.memory} has ${referenceLoss.toFixed(4)}`,
			`${closes.symbols.length} symbols, ${days.length} joint returns, ${returns.dates[0]} to ${returns.dates.at(-1)}`,
			`written to ${options.out}`,
		],
	};
}
