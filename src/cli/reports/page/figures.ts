/**
 * Cells and tables of the page. Each figure is a `data` element: people read it rounded, programs find the exact text
 * of the JSON report in its value.
 */
import type { Bar, Cell, Figure } from "../view/cells.ts";
import type { Column, Row, TableBlock } from "../view/report-view.ts";
import { type Html, html, trusted } from "./html.ts";

export function cellHtml(cell: Cell): Html {
	if (cell.kind === "bar") return barHtml(cell);
	const shown = cell.kind === "words" ? html`${cell.text}` : figureHtml(cell);
	return cell.strong === true ? html`<strong>${shown}</strong>` : shown;
}

export function figureHtml({ exact, shown }: Figure): Html {
	return html`<data value="${exact}">${shown}</data>`;
}

export function contentHtml(content: readonly (string | Cell)[]): Html {
	return html`${content.map((part) => (typeof part === "string" ? part : cellHtml(part)))}`;
}

/** A table whose first column names its rows; it scrolls sideways where the screen is narrow. */
export function tableHtml({ caption, columns, rows, totals = [], keepsNames }: TableBlock): Html {
	const shown = columns.map((column, at) => ({ column, at })).filter(({ column }) => column.on !== "text");
	const row = (cells: Row) =>
		html`<tr>${shown.map(({ column, at }) => {
			const cell = cells[at];
			const content = cell === undefined ? "" : cellHtml(cell);
			return at === 0
				? html`<th scope="row" class="text">${content}</th>`
				: html`<td class="${alignOf(column, at)}">${content}</td>`;
		})}</tr>`;
	const heading = ({ column, at }: (typeof shown)[number]) =>
		html`<th scope="col" class="${alignOf(column, at)}">${at === 0 ? "" : column.heading}</th>`;
	return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table class="${keepsNames === true ? "names" : ""}">
<caption>${caption}</caption>
<thead><tr>${shown.map(heading)}</tr></thead>
<tbody>${rows.map(row)}</tbody>
${totals.length === 0 ? undefined : html`<tfoot>${totals.map(row)}</tfoot>`}
</table></div>`;
}

function alignOf({ align }: Column, at: number): string {
	if (align === "plot") return "plot";
	return align === "left" || (align === undefined && at === 0) ? "text" : "number";
}

/** A bar beside figures that say the same, so it is not read out. */
export function barHtml({ parts, marks }: Bar): Html {
	const clamp = (at: number) => Math.min(1, Math.max(0, at));
	const x = (at: number) => (clamp(at) * 100).toFixed(2);
	const drawn = parts.filter(({ from, to }) => from !== to);
	const rectangles = drawn.map(({ from, to, kind }) => {
		const left = Math.min(from, to);
		const width = Math.max(0.004, clamp(Math.max(from, to)) - clamp(left));
		return `<rect class="${kind}" x="${x(left)}" y="2" width="${(width * 100).toFixed(2)}" height="12"/>`;
	});
	const lines = marks.map((at) => `<line class="axis" x1="${x(at)}" x2="${x(at)}" y1="0" y2="16"/>`);
	return trusted(
		`<svg class="bar" viewBox="0 0 100 16" preserveAspectRatio="none" aria-hidden="true" focusable="false">${rectangles.join("")}${lines.join("")}</svg>`,
	);
}
