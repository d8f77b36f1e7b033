/** The table of templates: what became of mutations, and how many weakened copies were caught. */
import type { Counts } from "./tally.ts";

export type TemplateRow = {
	readonly name: string;
	readonly counts: Counts;
	/** Weakened copies that the search found something wrong with, of how many. */
	readonly caught: number;
	readonly copies: number;
};

const TITLES = ["mutations", "refused", "free", "bugs", "copies caught"] as const;
const CELL = 14;

export function templateLines(rows: readonly TemplateRow[]): string[] {
	const total = rows.reduce((sum, row) => added(sum, row), {
		name: "all",
		counts: NOTHING,
		caught: 0,
		copies: 0,
	});
	const width = Math.max(...rows.map(({ name }) => name.length)) + 2;
	const line = (name: string, cells: readonly string[]) =>
		name.padEnd(width) + cells.map((cell) => cell.padStart(CELL)).join("");
	return [
		line("template", TITLES),
		...[...rows, total].map(({ name, counts, caught, copies }) => {
			const { mutations, refused, free, bugs } = counts;
			return line(name, [...[mutations, refused, free, bugs].map(String), `${caught}/${copies}`]);
		}),
	];
}

const NOTHING: Counts = { mutations: 0, refused: 0, free: 0, bugs: 0 };

function added(sum: TemplateRow, { counts, caught, copies }: TemplateRow): TemplateRow {
	return {
		name: sum.name,
		counts: {
			mutations: sum.counts.mutations + counts.mutations,
			refused: sum.counts.refused + counts.refused,
			free: sum.counts.free + counts.free,
			bugs: sum.counts.bugs + counts.bugs,
		},
		caught: sum.caught + caught,
		copies: sum.copies + copies,
	};
}
