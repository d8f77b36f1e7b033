import { markdownTable } from "../markdown-table.ts";
import type { CrashResult } from "./crash-books.ts";
import { ratio } from "./daily-text.ts";
import type { ReverseStress } from "./reverse-stress.ts";

const dollars = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function printCrash(results: readonly CrashResult[]): void {
	console.log("## Five books through the crash of 2026-02-04 04:24 to 2026-02-05 21:29\n");
	console.log(
		markdownTable(
			["book", "loss", "maintenance", "initial", "worst scenario", "loss / maintenance", "binding line"],
			results.map(({ name, lossUsd, required, worstScenarioUsd, bindingTest }) => [
				name,
				dollars.format(lossUsd),
				dollars.format(required.maintenance),
				dollars.format(required.initial),
				dollars.format(worstScenarioUsd),
				ratio(lossUsd / required.maintenance),
				bindingTest,
			]),
		),
	);
	for (const { name, units } of results) {
		const legs = Object.entries(units).map(([instrument, size]) => `${signed(size)} ${instrument}`);
		console.log(`- ${name}: ${legs.join(", ")}`);
	}
	console.log("");
}

export type ReverseResult = {
	readonly rule: string;
	readonly book: string;
	readonly level: string;
	readonly found: ReverseStress;
};

export function printReverse(results: readonly ReverseResult[]): void {
	console.log("## Reverse stress: the least requirement for a realised loss\n");
	console.log(
		markdownTable(
			["rule", "instruments", "level", "requirement / loss", "binding line", "legs"],
			results.map(({ rule, book, level, found }) => [
				rule,
				book,
				level,
				ratio(found.ratio),
				found.bindingTest,
				String(found.legs.length),
			]),
		),
	);
	for (const { rule, book, level, found } of results) {
		const largest = found.legs
			.slice(0, 5)
			.map(({ name, units, gainUsd }) => `${signed(units)} ${name} (${dollars.format(gainUsd)} USD)`);
		if (level === "initial") console.log(`- ${rule}, ${book}: ${largest.join(", ")}`);
	}
	console.log("");
}

function signed(units: number): string {
	return `${units < 0 ? "−" : "+"}${dollars.format(Math.abs(units))}`;
}
