/** The sources of a table in print and for programs. */

import { type HistoryAge, isStale } from "../../risk/scenarios/history-age.ts";
import { daysText, type HistoryNote, type SourceNotes, staleHistories } from "../folders/source-notes.ts";
import { type Cell, cellText, figure } from "./view/cells.ts";
import type { Entry, Statement } from "./view/report-view.ts";

/** Name and text of each source, in the order in which tables are made of them. */
export function sourceEntries(notes: SourceNotes): Entry[] {
	const { market, parameters, dailyCloses, ivHistory } = notes;
	return [
		{
			name: "Marks",
			content: [
				market.isSample
					? "the generated sample: invented prices"
					: `by their file's own words: ${market.says}`,
			],
		},
		{ name: "Parameter file", content: [parameters.sha256] },
		...historyEntries("Daily closes", dailyCloses, "none: these parameters use none"),
		...historyEntries("Volatilities", ivHistory, "no history: surfaces move by the parameters alone"),
	];
}

function historyEntries(name: string, note: HistoryNote | undefined, none: string): Entry[] {
	if (note === undefined) return [{ name, content: [none] }];
	return [
		{ name, content: ageContent(note.age) },
		{ name: `${name} file`, content: [note.sha256] },
	];
}

function ageContent(age: HistoryAge | undefined): (string | Cell)[] {
	if (age === undefined) return ["of other underlyings only"];
	const { underlying, lastDate, ageMs } = age;
	const stale = isStale(age) ? ", STALE" : "";
	if (lastDate === undefined || ageMs === undefined) return [`${underlying} begins after the marks${stale}`];
	const days = daysText(ageMs);
	return [
		`${underlying} to ${lastDate}, `,
		figure(String(Number(days)), days),
		` days before the marks${stale}`,
	];
}

/** A warning for each history that was asked for although it is old. */
export function staleStatements(notes: SourceNotes): Statement[] {
	return staleHistories(notes).map(({ name, age: { underlying, lastDate } }) => ({
		isGood: false,
		content: [
			lastDate === undefined
				? `Stale: the ${name} of ${underlying} begin after the marks`
				: `Stale: the ${name} of ${underlying} end on ${lastDate}, long before the marks`,
		],
	}));
}

/** A line each. */
export function sourceLines(notes: SourceNotes): string[] {
	return sourceEntries(notes).map(({ name, content }) => {
		const text = content.map((part) => (typeof part === "string" ? part : cellText(part))).join("");
		return `${name.toLowerCase().padEnd(18)} ${text}`;
	});
}

export function sourcesToJson(notes: SourceNotes) {
	const history = (note: HistoryNote | undefined) => {
		if (note === undefined) return null;
		const { sha256, age } = note;
		return {
			sha256,
			underlying: age?.underlying ?? null,
			lastDate: age?.lastDate ?? null,
			ageDays: age?.ageMs === undefined ? null : Number(daysText(age.ageMs)),
			stale: age !== undefined && isStale(age),
		};
	};
	return {
		market: { says: notes.market.says, isSample: notes.market.isSample },
		parameters: notes.parameters,
		dailyCloses: history(notes.dailyCloses),
		ivHistory: history(notes.ivHistory),
	};
}
