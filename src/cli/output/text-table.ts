/** Columns of plain text. Numbers align right; widths follow the content. */

export type Column = {
	readonly heading: string;
	readonly align: "left" | "right";
};

/** Columns stand closer together where the page would be too narrow. */
const COLUMN_GAPS = [3, 2, 1] as const;

/** What a page holds unless the terminal is narrower. */
export const PAGE_WIDTH = 100;
/** Nothing is set for less. */
export const LEAST_WIDTH = 40;
/** A first column that is narrower than this is no name any more. */
const LEAST_NAME_WIDTH = 16;

/** The width for a terminal of so many columns; unknown is a whole page. */
export function pageWidth(columns: number | undefined): number {
	return columns === undefined || columns <= 0
		? PAGE_WIDTH
		: Math.max(LEAST_WIDTH, Math.min(PAGE_WIDTH, columns));
}

/**
 * A heading and its rows, without trailing spaces. Where the page is too narrow, names in the first column go on over
 * several lines, and where that does not help each row becomes a list of headings and values.
 *
 * @param options.leastWidths of the columns, where the page has room
 * @example textTable([{ heading: "name", align: "left" }, { heading: "size", align: "right" }], [["USD", "5"]])
 * // ["name   size", "USD       5"]
 */
export function textTable(
	columns: readonly Column[],
	rows: readonly (readonly string[])[],
	options: { readonly width?: number | undefined; readonly leastWidths?: readonly number[] | undefined } = {},
): string[] {
	const { width = PAGE_WIDTH, leastWidths = [] } = options;
	const heading = columns.map((column) => column.heading);
	const natural = columns.map((_, at) =>
		Math.max(...[heading, ...rows].map((cells) => displayWidth(cells[at] ?? ""))),
	);
	const gaps = columns.length - 1;
	const total = (widths: readonly number[]) => widths.reduce((sum, one) => sum + one, 0);
	const wide = natural.map((one, at) => Math.max(one, leastWidths[at] ?? 0));
	if (total(wide) + COLUMN_GAPS[0] * gaps <= width) {
		return setColumns({ columns, rows: [heading, ...rows], widths: wide, gap: COLUMN_GAPS[0] });
	}
	const gap = COLUMN_GAPS.find((one) => total(natural) + one * gaps <= width);
	if (gap !== undefined) return setColumns({ columns, rows: [heading, ...rows], widths: natural, gap });
	const nameWidth = width - total(natural.slice(1)) - gaps;
	if (nameWidth >= LEAST_NAME_WIDTH) {
		const widths = [nameWidth, ...natural.slice(1)];
		return setColumns({ columns, rows: [heading, ...rows], widths, gap: 1 });
	}
	return stacked(heading, rows, width);
}

function setColumns(given: {
	readonly columns: readonly Column[];
	readonly rows: readonly (readonly string[])[];
	readonly widths: readonly number[];
	readonly gap: number;
}): string[] {
	const { columns, rows, widths, gap } = given;
	const [nameWidth = 0] = widths;
	return rows.flatMap((cells) => {
		const name = cells[0] ?? "";
		const pieces = displayWidth(name) <= nameWidth ? [name] : wrapText(name, nameWidth);
		const last = pieces.pop() ?? "";
		const line = columns.map(({ align }, at) =>
			pad(at === 0 ? last : (cells[at] ?? ""), widths[at] as number, align),
		);
		return [...pieces, line.join(" ".repeat(gap)).trimEnd()];
	});
}

/** Each row as its name and then its values, one a line. */
function stacked(
	[name = "", ...headings]: readonly string[],
	rows: readonly (readonly string[])[],
	width: number,
): string[] {
	return [
		...wrapText(name, width),
		...rows.flatMap(([first = "", ...values]) => [
			...wrapText(first, width),
			...values.flatMap((value, at) =>
				value === "" ? [] : [setApart(`    ${(headings[at] ?? "").trim()}`, value, width)],
			),
		]),
	];
}

function setApart(label: string, value: string, width: number): string {
	return `${pad(label, Math.max(0, width - displayWidth(value) - 1), "left")} ${value}`;
}

/** Breaks a line at spaces, what follows indented like its beginning; a word that is too long is cut. */
export function wrapText(text: string, width: number): string[] {
	if (displayWidth(text) <= width) return [text];
	const indent = /^ */.exec(text)?.[0] ?? "";
	const lines: string[] = [];
	let line = indent;
	for (const word of text.slice(indent.length).split(" ")) {
		const longer = line === indent ? `${line}${word}` : `${line} ${word}`;
		if (displayWidth(longer) <= width) {
			line = longer;
			continue;
		}
		if (line !== indent) lines.push(line);
		let rest = [...`${indent}${word}`];
		for (; rest.length > width; rest = [...indent, ...rest.slice(width)])
			lines.push(rest.slice(0, width).join(""));
		line = rest.join("");
	}
	return line.trim() === "" ? lines : [...lines, line];
}

/** Pads to a width in characters, not UTF-16 units. */
export function pad(text: string, width: number, align: "left" | "right"): string {
	const space = " ".repeat(Math.max(0, width - displayWidth(text)));
	return align === "left" ? text + space : space + text;
}

function displayWidth(text: string): number {
	return [...text].length;
}
