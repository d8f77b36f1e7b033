/** A table with columns as wide as their widest cell, and a line feed at its end. */
export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
	const widths = header.map((text, at) => Math.max(text.length, ...rows.map((row) => row[at]?.length ?? 0)));
	const line = (cells: readonly string[]) =>
		`| ${cells.map((cell, at) => cell.padEnd(widths[at] as number)).join(" | ")} |`;
	const rule = `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`;
	return [line(header), rule, ...rows.map(line), ""].join("\n");
}
