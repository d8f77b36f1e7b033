/**
 * Prints the view of a margin report as text for a terminal. Colour only repeats what the words say.
 *
 * Values and free collateral are rounded down to cents, losses, charges and requirements up, so
 * printed sums may be off by a cent; the JSON form is exact.
 */
import { paint } from "../output/terminal-text.ts";
import { PAGE_WIDTH, pad, type Column as TextColumn, textTable, wrapText } from "../output/text-table.ts";
import { type Bar, type Cell, cellText } from "./view/cells.ts";
import type {
	Block,
	Entry,
	HeatBlock,
	ReportView,
	Section,
	Statement,
	StepsBlock,
	TableBlock,
} from "./view/report-view.ts";

const AMOUNT_WIDTH = 21;
const BAR_WIDTH = 10;
/** Between the lines of a step and its parts. */
const PARTS_GAP = AMOUNT_WIDTH;

export type MarginReportTextOptions = {
	/** Only for a terminal. */
	readonly colour?: boolean | undefined;
	/** Columns of the terminal; no line is longer. */
	readonly width?: number | undefined;
};

/** The lines of the report, without line ends. */
export function marginReportText(
	view: ReportView,
	{ colour = false, width = PAGE_WIDTH }: MarginReportTextOptions = {},
): string[] {
	const parts = [
		headLines(view, width, colour),
		...view.sections.flatMap((section) => sectionParts(section, width)),
	];
	return [...parts, basisLines(view.basis, width)]
		.filter((lines) => lines.length > 0)
		.flatMap((lines, at) => (at === 0 ? lines : ["", ...lines]));
}

function headLines(view: ReportView, width: number, colour: boolean): string[] {
	const statement = ({ isGood, content }: Statement) =>
		wrapText(contentText(content), width).map((line) =>
			colour && isGood !== undefined ? paint(line, isGood) : line,
		);
	const figures = view.figures
		.map(({ name, figure }) => `${lowerFirst(name)} ${cellText(figure)}`)
		.join(" · ");
	return [
		...wrapText(["MARGIN REPORT", ...view.about].join(" · "), width),
		"═".repeat(width),
		...statement(view.verdict),
		...view.statements.flatMap(statement),
		...wrapText(figures, width),
	];
}

function sectionParts(section: Section, width: number): string[][] {
	const printed = section.blocks
		.map((block) => blockLines(block, section, width))
		.filter((lines) => lines.length > 0);
	if (section.textTitle === undefined || printed.length === 0) return printed;
	const [first = [], ...rest] = printed;
	return [[...wrapText(section.textTitle.toUpperCase(), width), ...first], ...rest];
}

function blockLines(block: Block, section: Section, width: number): string[] {
	switch (block.kind) {
		case "table":
			return block.on === "page" ? [] : tableLines(block, width);
		case "steps":
			return stepLines(block, section.title, width);
		case "heat":
			return heatLines(block, section.title, width);
		case "note":
			return block.on === "page" ? [] : wrapText(contentText(block.content), width);
		case "curves":
		case "fold":
			return [];
	}
}

/** A table's heading is its first column's, in capitals; its rows are indented below it. */
export function tableLines({ columns, rows, totals = [], isWide }: TableBlock, width: number): string[] {
	const shown = columns.map(({ on }, at) => ({ on, at })).filter(({ on }) => on !== "page");
	const textColumns = shown.map(({ at }): TextColumn => {
		const { heading = "", align } = columns[at] ?? {};
		if (at === 0) return { heading: heading.toUpperCase(), align: "left" };
		return { heading, align: align === "left" || align === "plot" ? "left" : "right" };
	});
	const cells = (row: readonly Cell[]) =>
		shown.map(({ at }) => {
			const cell = row[at];
			if (cell === undefined) return "";
			if (cell.kind === "bar") return barText(cell);
			return at === 0 ? `  ${cellText(cell)}` : cellText(cell);
		});
	return textTable(textColumns, [...rows, ...totals].map(cells), {
		width,
		...(isWide === true ? { leastWidths: wideColumns(shown.length, width) } : {}),
	});
}

/** The first column takes what the others leave. */
function wideColumns(count: number, width: number): number[] {
	const others = AMOUNT_WIDTH * (count - 1);
	return Array.from({ length: count }, (_, at) =>
		at > 0 ? AMOUNT_WIDTH : Math.max(0, width - others - 3 * (count - 1)),
	);
}

/** How far a bar reaches; full when it leaves its field. */
function barText({ parts }: Bar): string {
	const to = Math.max(0, ...parts.map((part) => part.to));
	const cells = Math.min(BAR_WIDTH, Math.floor(to * BAR_WIDTH));
	return `${"█".repeat(cells)}${"░".repeat(BAR_WIDTH - cells)}`;
}

/** Amounts at the right edge, their parts in a column of their own, left of them. */
function stepLines({ steps }: StepsBlock, title: string, width: number): string[] {
	const line = (label: string, amount: string) => {
		const room = width - amount.length - 1;
		const [last = "", ...before] = wrapText(label, room).reverse();
		return [...before.reverse(), `${pad(last, room, "left")} ${amount}`];
	};
	const part = (name: string, amount: string) => {
		const edge = width - PARTS_GAP;
		return `${pad(`      ${name}`, edge - amount.length - 1, "left")} ${amount}`;
	};
	const firstTotal = steps.findIndex(({ isTotal }) => isTotal === true);
	return [
		...line(title.toUpperCase(), "USD"),
		...steps.flatMap(({ name, amount, parts }, at) => [
			...(at === firstTotal
				? [`${" ".repeat(width - AMOUNT_WIDTH + 2)}${"─".repeat(AMOUNT_WIDTH - 2)}`]
				: []),
			...line(`  ${name}`, amount.shown),
			...parts.map((one) => part(one.name, one.amount.shown)),
		]),
	];
}

function heatLines({ caption, columnNames, rows }: HeatBlock, title: string, width: number): string[] {
	return [
		...wrapText(`${title.toUpperCase()} · ${caption}`, width),
		...textTable(
			[
				{ heading: "", align: "left" },
				...columnNames.map(({ shown }): TextColumn => ({ heading: `vol ${shown}`, align: "right" })),
			],
			rows.map(({ name, cells }) => [
				`  price ${name.shown}`,
				...cells.map(({ figure, isWorst }) => `${isWorst ? "▸ " : ""}${figure.shown}`),
			]),
			{ width },
		),
	];
}

function basisLines(basis: readonly Entry[], width: number): string[] {
	const names = Math.max(...basis.map(({ name }) => name.length)) + 2;
	return basis.flatMap(({ name, content }) => {
		const text = contentText(content);
		return names + text.length <= width
			? [`${name.padEnd(names)}${text}`]
			: [name, ...wrapText(`  ${text}`, width)];
	});
}

function contentText(content: readonly (string | Cell)[]): string {
	return content.map((part) => (typeof part === "string" ? part : cellText(part))).join("");
}

function lowerFirst(text: string): string {
	return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
