/** Scenarios: the worst of the table, and the book repriced over price × volatility. */
import { divideFloor } from "../../../units/decimal.ts";
import { sizeText } from "../../output/amount-text.ts";
import type { MarginReportJson } from "../margin-report-to-json.ts";
import { cost, greek, millionths, number, percent, section, table, worth } from "./figures.ts";
import { type Content, type Html, html } from "./html.ts";
import { profitCurves } from "./profit-curves.ts";

/** Deepest tone of a heat map: text stays readable on it. */
const DEEPEST_PERCENT = 55;

type Scenario = MarginReportJson["worstStress"];
type Matrix = NonNullable<MarginReportJson["matrix"]>;

export function scenarioSection(report: MarginReportJson): Html {
	const columns = [
		{ heading: "scenario" },
		{ heading: "lane" },
		{ heading: "account value" },
		{ heading: "loss" },
	];
	const row = ({ index, name, valueUsd, lossUsd }: Scenario): Content[] => [
		name,
		number(index, `${index}`),
		worth(valueUsd),
		cost(lossUsd),
	];
	return section(
		"scenarios",
		"Worst scenarios",
		html`<div class="pair">
${table({ caption: "Stress scenarios, USD", columns, rows: [report.worstStress, ...report.nextStress].map(row) })}
${table({
	caption: report.marginTestsOff.includes("tail")
		? "Tail days: off in these risk parameters"
		: "Tail days, USD",
	columns,
	rows: report.worstTail.map(row),
	totals: [["expected shortfall: minus their mean value", "", "", cost(report.expectedShortfallUsd)]],
})}
</div>`,
	);
}

export function matrixSection({ matrix }: MarginReportJson): Html | undefined {
	if (matrix === null) return undefined;
	const cells = matrix.profitsUsd.flat().map((text) => Math.abs(Number(millionths(text))));
	const deepest = Math.max(1, ...cells);
	const { worst, moveRatios, volRatios, profitsUsd } = matrix;
	const rows = moveRatios.map((move, row) => [
		html`price ${percent(move)}`,
		...volRatios.map((_, column) => {
			const text = profitsUsd[row]?.[column] ?? "0.000000";
			const isWorst = row === worst.row && column === worst.column && millionths(worst.profitUsd) < 0n;
			return { text, isWorst };
		}),
	]);
	return section(
		"matrix",
		"Profit or loss over price × volatility",
		html`<p>All underlyings and all volatilities moving together, at once, by full repricing: no weights, no charges.
The worst cell is ${worth(worst.profitUsd)} USD at price ${percent(moveRatios[worst.row] ?? "0.000000")}, volatility ${percent(
			volRatios[worst.column] ?? "0.000000",
		)} (row ${number(worst.row, `${worst.row + 1}`)}, column ${number(worst.column, `${worst.column + 1}`)}).</p>
<div class="pair">
${heatTable(matrix, rows, deepest)}
${profitCurves(matrix)}
</div>`,
	);
}

type HeatCell = { readonly text: string; readonly isWorst: boolean };

function heatTable(
	{ volRatios }: Matrix,
	rows: readonly (readonly (Html | HeatCell)[])[],
	deepest: number,
): Html {
	const cell = ({ text, isWorst }: HeatCell) => {
		const value = Number(millionths(text));
		const depth = Math.round((Math.abs(value) / deepest) * DEEPEST_PERCENT);
		const tone = value < 0 ? "loss" : "gain";
		const shown = number(text, sizeText(divideFloor(millionths(text), 1_000_000n).toString()));
		return html`<td class="number" style="--tone: var(--${tone}); --depth: ${depth}%">${
			isWorst ? html`<span class="worst"><span aria-hidden="true">▸ </span>${shown}</span>` : shown
		}</td>`;
	};
	return html`<div class="scroll" tabindex="0" role="region" aria-label="Price by volatility"><table class="heat">
<caption>USD, whole dollars rounded down; ▸ marks the worst cell</caption>
<thead><tr><td></td>${volRatios.map((vol) => html`<th scope="col" class="number">vol ${percent(vol)}</th>`)}</tr></thead>
<tbody>${rows.map(
		([head, ...cells]) =>
			html`<tr><th scope="row" class="text">${head as Html}</th>${cells.map((one) => cell(one as HeatCell))}</tr>`,
	)}</tbody>
</table></div>`;
}

export function oneDaySection({ oneDay, greeks }: MarginReportJson): Html | undefined {
	if (oneDay === null || oneDay.underlyings.length === 0) return undefined;
	const theta = (name: string) =>
		greeks?.underlyings.find(({ underlying }) => underlying === name)?.thetaUsdPerDay;
	const { tableScenario } = oneDay;
	return section(
		"day",
		"One day in which nothing moves",
		table({
			caption: "USD. Repricing follows the curve and lets expire what expires; theta is the slope now",
			columns: [{ heading: "" }, { heading: "full repricing" }, { heading: "theta" }],
			rows: oneDay.underlyings.map(({ underlying, profitUsd }) => {
				const slope = theta(underlying);
				return [underlying, worth(profitUsd), slope === undefined ? "" : greek(slope)];
			}),
			totals: [
				["total", worth(oneDay.profitUsd), greek(oneDay.thetaUsdPerDay)],
				...(tableScenario === null
					? []
					: [[`this table's scenario "${tableScenario.name}"`, worth(tableScenario.profitUsd), ""]]),
			],
		}),
	);
}
