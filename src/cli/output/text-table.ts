/** Columns of plain text. Numbers align right; widths follow the content. */

export type Column = {
	readonly heading: string;
	readonly align: "left" | "right";
};

/** Columns stand closer together where the page would be too narrow. */
const COLUMN_GAPS = [3, 2, 1] as const;

/** What a terminal page holds. */
export const PAGE_WIDTH = 100;

/**
 * A heading and its rows, without trailing spaces.
 *
 * @example textTable([{ heading: "name", align: "left" }, { heading: "size", align: "right" }], [["USD", "5"]])
 * // ["name   size", "USD       5"]
 */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
	const heading = columns.map((column) => column.heading);
	const widths = columns.map((_, at) =>
		Math.max(...[heading, ...rows].map((cells) => displayWidth(cells[at] ?? ""))),
	);
	const content = widths.reduce((total, width) => total + width, 0);
	const gap = COLUMN_GAPS.find((one) => content + one * (columns.length - 1) <= PAGE_WIDTH) ?? 1;
	return [heading, ...rows].map((cells) =>
		columns
			.map(({ align }, at) => pad(cells[at] ?? "", widths[at] as number, align))
			.join(" ".repeat(gap))
			.trimEnd(),
	);
}

/** Pads to a width in characters, not UTF-16 units. */
export function pad(text: string, width: number, align: "left" | "right"): string {
	const space = " ".repeat(Math.max(0, width - displayWidth(text)));
	return align === "left" ? text + space : space + text;
}

function displayWidth(text: string): number {
	return [...text].length;
}
