/**
 * `npm run bench:forecast -- --closes <file>`: the volatility models against each other, one day ahead
 * and out of sample. Refitted on an expanding window; tables as Markdown on standard output, progress
 * on standard error.
 */
import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { SAMPLE_PARAMS } from "../src/cli/folders/risk-sources.ts";
import { createProgress } from "../src/cli/output/progress.ts";
import { parseDailyCloses } from "../src/market/history/parse-closes.ts";
import { ln } from "../src/math/deterministic-math.ts";
import { fitVolatilityModel, volatilityModelToJson } from "../src/risk/calibration/fit-volatility-model.ts";
import { qlike, SMALLEST_VARIANCE } from "../src/risk/calibration/qlike.ts";
import type { VolatilityModelParams } from "../src/risk/forecast/forecast-params.ts";
import type { DayReturns } from "../src/risk/forecast/volatility-model.ts";
import { parseRiskParams, tailInputsOf } from "../src/risk/params/risk-params.ts";
import { jointLogReturns } from "../src/risk/scenarios/daily-returns.ts";
import { haircutFactorPath } from "../src/risk/scenarios/haircut-factors.ts";
import { type FilteredReturns, filterReturns } from "../src/risk/scenarios/volatility-filter.ts";
import { dieboldMariano } from "./diebold-mariano.ts";
import { markdownTable } from "./markdown-table.ts";
import { type Contender, type RollingPlan, rollingForecasts } from "./rolling-forecasts.ts";

const PLAN: RollingPlan = { seedDays: 60, firstDay: 500, refitEveryDays: 180 };
/** Days of autocorrelation that the standard errors allow for. */
const LAGS = 20;
/** Minus the mean logarithm of a squared standard normal: without it MSE-log would punish unbiased forecasts. */
const LOG_BIAS = 1.2703628454614782;

const RISK_METRICS: VolatilityModelParams = { kind: "ewma", memory: 940_000n };
const CONTENDERS: readonly Contender[] = [
	{ name: "EWMA 0.94", fit: () => RISK_METRICS },
	{ name: "EWMA fitted", fit: (training) => fitVolatilityModel("ewma", training) },
	{ name: "GARCH(1,1)", fit: (training) => fitVolatilityModel("garch", training) },
	{ name: "GARCH per coin", fit: ({ days, seedDays }) => eachAlone(days, seedDays) },
	{ name: "HAR", fit: (training) => fitVolatilityModel("har", training) },
	{ name: "ridge (learned)", fit: (training) => fitVolatilityModel("ridge", training) },
];
const BASELINES = ["EWMA 0.94", "GARCH(1,1)"] as const;

const { values } = parseArgs({ options: { closes: { type: "string" } } });
if (values.closes === undefined) {
	console.error("usage: npm run bench:forecast -- --closes <file>");
	process.exit(2);
}
const closes = parseDailyCloses(await readFile(values.closes, "utf8"));
const returns = jointLogReturns(closes, closes.symbols, Number.POSITIVE_INFINITY);
const days = returns.dates.map((_, day) => returns.byUnderlying.map((series) => series[day] as number));
const tested = days.slice(PLAN.firstDay);
const testedDates = returns.dates.slice(PLAN.firstDay);
const params = parseRiskParams(await readFile(SAMPLE_PARAMS, "utf8"));
const progress = createProgress({ stream: process.stderr, enabled: true });

type Result = { readonly name: string; readonly forecasts: readonly (readonly number[])[] };
const results: Result[] = [];
for (const contender of CONTENDERS) {
	const forecasts = await progress.step(contender.name, (report) =>
		rollingForecasts(contender, days, PLAN, report),
	);
	results.push({ name: contender.name, forecasts });
}

console.log(
	`${closes.symbols.length} underlyings, ${days.length} joint returns from ${returns.dates[0]}; forecasts for ` +
		`${testedDates[0]} to ${testedDates.at(-1)} (${tested.length} days), refitted every ${PLAN.refitEveryDays} days\n`,
);
printPooled();
printColumns("QLIKE by coin", closes.symbols, (result, u) =>
	meanOf(lossesOf(result, qlike).map((day) => day[u] as number)),
);
const years = [...new Set(testedDates.map((date) => date.slice(0, 4)))];
printColumns("QLIKE by year", years, (result, at) =>
	meanOf(dailyMeans(result, qlike).filter((_, day) => testedDates[day]?.startsWith(years[at] as string))),
);
printHaircutFactors();
console.log("Coefficients fitted on all days:\n");
for (const kind of ["ewma", "garch", "har", "ridge"] as const) {
	const fitted = fitVolatilityModel(kind, { days, seedDays: PLAN.seedDays });
	console.log(`    ${JSON.stringify(volatilityModelToJson(fitted))}`);
}

function eachAlone(window: readonly DayReturns[], seedDays: number): VolatilityModelParams[] {
	return closes.symbols.map((_, u) =>
		fitVolatilityModel("garch", { days: window.map((day) => [day[u] as number]), seedDays }),
	);
}

function printPooled(): void {
	const header = [
		"model",
		"QLIKE",
		"MSE-log",
		"without its bias",
		"mean z²",
		...BASELINES.map((name) => `DM against ${name} (p)`),
		`${BASELINES[0]}, best day left out`,
	];
	const lines = results.map((result) => [
		result.name,
		meanOf(dailyMeans(result, qlike)).toFixed(4),
		meanOf(dailyMeans(result, squaredLogError)).toFixed(3),
		(meanOf(dailyMeans(result, squaredLogError)) - square(meanOf(dailyMeans(result, logError)))).toFixed(3),
		meanOf(dailyMeans(result, (proxy, variance) => proxy / variance)).toFixed(3),
		...BASELINES.map((name) => {
			if (name === result.name) return "–";
			return comparisonText(result, name);
		}),
		result.name === BASELINES[0] ? "–" : comparisonText(result, BASELINES[0], bestDay(result)),
	]);
	console.log(markdownTable(header, lines));
	const day = testedDates[bestDay(resultOf(BASELINES[1]))];
	console.log(`The best day of ${BASELINES[1]} against ${BASELINES[0]} is ${day}.\n`);
}

function comparisonText(result: Result, against: string, leftOut?: number): string {
	const losses = (one: Result) => dailyMeans(one, qlike).filter((_, day) => day !== leftOut);
	const { statistic, pValue } = dieboldMariano(losses(result), losses(resultOf(against)), LAGS);
	return `${statistic.toFixed(2)} (${pValue.toFixed(3)})`;
}

/** The day on which a model gains most on the first baseline: one jump must not decide. */
function bestDay(result: Result): number {
	const other = dailyMeans(resultOf(BASELINES[0]), qlike);
	const gains = dailyMeans(result, qlike).map((loss, day) => (other[day] as number) - loss);
	return gains.indexOf(Math.max(...gains));
}

function resultOf(name: string): Result {
	return results.find((one) => one.name === name) as Result;
}

/** Over all days after the seed, under the sample parameters. */
function printHaircutFactors(): void {
	const inputs = tailInputsOf(params);
	const { dynamicHaircut } = params.charges;
	if (inputs === undefined || dynamicHaircut === "off")
		throw new Error("the sample parameters forecast nothing");
	const filtered = filterReturns(returns, inputs);
	const lines = closes.symbols.map((symbol, u) => {
		const path = haircutFactorPath(filtered[u] as FilteredReturns, dynamicHaircut);
		const sorted = path.toSorted((a, b) => a - b);
		const quantile = (share: number) => (sorted[Math.ceil(share * sorted.length) - 1] as number).toFixed(2);
		const atBase = path.filter((factor) => factor <= 1).length / path.length;
		return [symbol, atBase.toFixed(2), meanOf(path).toFixed(2), quantile(0.95), quantile(0.99), quantile(1)];
	});
	console.log(
		markdownTable(["haircut factor", "share of days at 1", "mean", "95 %", "99 %", "largest"], lines),
	);
}

function printColumns(
	title: string,
	columns: readonly string[],
	value: (result: Result, column: number) => number,
): void {
	const lines = results.map((result) => [
		result.name,
		...columns.map((_, column) => value(result, column).toFixed(3)),
	]);
	console.log(markdownTable([title, ...columns], lines));
}

type Loss = (proxy: number, variance: number) => number;

function lossesOf({ forecasts }: Result, loss: Loss): number[][] {
	return tested.map((day, at) => day.map((value, u) => loss(value * value, forecasts[at]?.[u] as number)));
}

function dailyMeans(result: Result, loss: Loss): number[] {
	return lossesOf(result, loss).map(meanOf);
}

function logError(proxy: number, variance: number): number {
	return ln(Math.max(proxy, SMALLEST_VARIANCE) / variance) + LOG_BIAS;
}

function squaredLogError(proxy: number, variance: number): number {
	return square(logError(proxy, variance));
}

function square(value: number): number {
	return value * value;
}

function meanOf(numbers: readonly number[]): number {
	return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
