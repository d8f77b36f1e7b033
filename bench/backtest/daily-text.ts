import { markdownTable } from "../markdown-table.ts";
import { type DailyResult, type Exceeded, RULES, type Rule } from "./daily-backtest.ts";

const RULE_NAMES: Readonly<Record<Rule, string>> = {
	initial: "ours, initial",
	maintenance: "ours, maintenance",
	grid: "±15 % grid",
	positions: "10 % by position",
};

export function printDailyResults(results: readonly DailyResult[]): void {
	console.log("## Books without options\n");
	console.log(
		markdownTable(
			[
				"book",
				"rule",
				"average, % of gross",
				"exceeded",
				"of days",
				"Kupiec p (1 %)",
				"worst day",
				"its loss / requirement",
				"peak / trough",
				"largest 5-day rise",
			],
			results.flatMap(({ book, rules }) =>
				RULES.map((rule) => {
					const { averageShare, kupiec, worst, procyclicality } = rules[rule];
					return [
						book.name,
						RULE_NAMES[rule],
						percent(averageShare),
						String(kupiec.exceedances),
						String(kupiec.days),
						kupiec.pValue.toFixed(4),
						worst.date,
						ratio(worst.ratio),
						ratio(procyclicality.peakToTrough),
						percent(procyclicality.largestWeekRise),
					];
				}),
			),
		),
	);
	printVersusConstant(results);
	console.log("### The forecast behind the tail set\n");
	console.log(
		markdownTable(
			["book", "tail", "Acerbi–Szekely Z", "p"],
			results.flatMap(({ book, shortfalls }) =>
				shortfalls.map(({ tail, statistic, pValue }) => [
					book.name,
					percent(tail),
					statistic.toFixed(3),
					pValue.toFixed(3),
				]),
			),
		),
	);
}

/** Ours beside a constant requirement of the same average: times exceeded, and by how much in all. */
function printVersusConstant(results: readonly DailyResult[]): void {
	console.log("### Beside a constant of the same average\n");
	const pair = (own: number, constant: number) => `${own} / ${constant}`;
	const excess = (one: Exceeded) => `${percent(one.excessShare)} / ${percent(one.constantExcessShare)}`;
	console.log(
		markdownTable(
			[
				"book",
				"level",
				"average",
				"days exceeded",
				"by in all",
				"windows exceeded",
				"by in all",
				"of windows",
				"since 2024: average",
				"windows exceeded",
				"of windows",
			],
			results.flatMap(({ book, rules }) =>
				(["initial", "maintenance"] as const).map((level) => {
					const { days, windows, recentWindows } = rules[level].versusConstant;
					return [
						book.name,
						level,
						percent(days.averageShare),
						pair(days.count, days.constantCount),
						excess(days),
						pair(windows.count, windows.constantCount),
						excess(windows),
						String(windows.cases),
						percent(recentWindows.averageShare),
						pair(recentWindows.count, recentWindows.constantCount),
						String(recentWindows.cases),
					];
				}),
			),
		),
	);
}

export function percent(share: number): string {
	return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : "–";
}

export function ratio(value: number): string {
	return Number.isFinite(value) ? value.toFixed(2) : "–";
}
