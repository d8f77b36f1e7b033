/** Columns of plain text. Numbers align right; widths follow the content. */

export type Column = {
	readonly heading: string;
	readonly align: "left" | "right";
};

const COLUMN_GAP = "   ";

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
	return [heading, ...rows].map((cells) =>
		columns
			.map(({ align }, at) => pad(cells[at] ?? "", widths[at] as number, align))
			.join(COLUMN_GAP)
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
