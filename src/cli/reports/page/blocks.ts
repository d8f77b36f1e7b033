/** Prints the blocks of a report's view as sections of the page. */
import type { Block, HeatBlock, HeatCell, Section, Step, StepsBlock } from "../view/report-view.ts";
import { cellHtml, contentHtml, figureHtml, tableHtml } from "./figures.ts";
import { type Html, html } from "./html.ts";
import { profitCurves } from "./profit-curves.ts";

/** Deepest tone of a heat map: text stays readable on it. */
const DEEPEST_PERCENT = 55;

export function sectionHtml({ id, title, blocks, isPair }: Section): Html {
	const printed = blocks.map((block) => ({ block, markup: blockHtml(block) }));
	const content =
		isPair === true
			? [
					...printed.filter(({ block }) => block.kind === "note").map(({ markup }) => markup),
					html`<div class="pair">${printed.filter(({ block }) => block.kind !== "note").map(({ markup }) => markup)}</div>`,
				]
			: printed.map(({ markup }) => markup);
	return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}

function blockHtml(block: Block): Html | undefined {
	switch (block.kind) {
		case "table":
			return block.on === "text" ? undefined : tableHtml(block);
		case "steps":
			return stepsHtml(block);
		case "heat":
			return heatHtml(block);
		case "curves":
			return profitCurves(block);
		case "note":
			if (block.on === "text") return undefined;
			return html`<p class="${block.isSoft === true ? "soft" : ""}">${contentHtml(block.content)}</p>`;
		case "fold":
			return html`<details><summary>${block.summary}</summary><div class="pair">
${block.blocks.map(blockHtml)}</div></details>`;
	}
}

function stepsHtml({ caption, steps }: StepsBlock): Html {
	const rows = (chosen: readonly Step[]) =>
		chosen.flatMap(({ name, amount, bar, parts }) => [
			html`<tr><th scope="row" class="text">${name}</th><td class="plot">${bar === undefined ? "" : cellHtml(bar)}</td><td class="number">${figureHtml(amount)}</td></tr>`,
			...parts.map(
				(part) =>
					html`<tr><th scope="row" class="text"><span class="part">${part.name}</span></th><td class="plot"></td><td class="number"><span class="soft">${figureHtml(part.amount)}</span></td></tr>`,
			),
		]);
	return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col" class="text"></th><th scope="col" class="plot"></th><th scope="col" class="number">USD</th></tr></thead>
<tbody>${rows(steps.filter(({ isTotal }) => isTotal !== true))}</tbody>
<tfoot>${rows(steps.filter(({ isTotal }) => isTotal === true))}</tfoot>
</table></div>`;
}

function heatHtml({ caption, columnNames, rows }: HeatBlock): Html {
	const cell = ({ figure, depth, isLoss, isWorst }: HeatCell) => {
		const shown = figureHtml(figure);
		const percent = Math.round(depth * DEEPEST_PERCENT);
		return html`<td class="number" style="--tone: var(--${isLoss ? "loss" : "gain"}); --depth: ${percent}%">${
			isWorst ? html`<span class="worst"><span aria-hidden="true">▸ </span>${shown}</span>` : shown
		}</td>`;
	};
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Price by volatility"><table class="heat">
<caption>${caption}</caption>
<thead><tr><td></td>${columnNames.map((name) => html`<th scope="col" class="number">vol ${figureHtml(name)}</th>`)}</tr></thead>
<tbody>${rows.map(
		({ name, cells }) =>
			html`<tr><th scope="row" class="text">price ${figureHtml(name)}</th>${cells.map(cell)}</tr>`,
	)}</tbody>
</table></div>`;
}
