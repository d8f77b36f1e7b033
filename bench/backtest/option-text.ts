import { markdownTable } from "../markdown-table.ts";
import { percent, ratio } from "./daily-text.ts";
import { kupiecTest } from "./exceedances.ts";
import type { OptionDay } from "./option-days.ts";

export type OptionResult = {
	readonly name: string;
	readonly underlying: string;
	readonly days: readonly OptionDay[];
};

const RULES = [
	["ours, initial", (day: OptionDay) => day.required.initial],
	["ours, maintenance", (day: OptionDay) => day.required.maintenance],
	["its worst scenario alone", (day: OptionDay) => day.worstScenario],
	["±15 % grid, vol as it is", (day: OptionDay) => day.required.grid],
	["10 % of each short", (day: OptionDay) => day.required.positions],
] as const;
const MEANT_RATE = 0.01;

export function printOptionResults(results: readonly OptionResult[]): void {
	console.log("## Option books on days of the IV history\n");
	console.log(
		markdownTable(
			[
				"book",
				"coin",
				"rule",
				"average, % of spot",
				"exceeded",
				"of days",
				"Kupiec p (1 %)",
				"worst day",
				"its loss / requirement",
			],
			results.flatMap(({ name, underlying, days }) =>
				RULES.map(([rule, required]) => {
					const test = kupiecTest(
						days.map((day) => day.loss > required(day)),
						MEANT_RATE,
					);
					const worst = days.reduce((most, day) =>
						day.loss / required(day) > most.loss / required(most) ? day : most,
					);
					const average = days.reduce((sum, day) => sum + required(day) / day.spotUsd, 0) / days.length;
					return [
						name,
						underlying,
						rule,
						percent(average),
						String(test.exceedances),
						String(test.days),
						test.pValue.toFixed(4),
						worst.date,
						ratio(worst.loss / required(worst)),
					];
				}),
			),
		),
	);
}
