/** The matrix as curves: profit over the price move, one curve per move of volatility. */
import { approximate } from "../../output/amount-text.ts";
import type { MarginReportJson } from "../margin-report-to-json.ts";
import { millionths, percent } from "./figures.ts";
import { type Html, html, trusted } from "./html.ts";

const WIDTH = 440;
const HEIGHT = 250;
const MARGIN = { left: 74, right: 10, top: 10, bottom: 26 } as const;
/** Strokes in the style sheet. */
const STROKES = 5;

export function profitCurves({
	moveRatios,
	volRatios,
	profitsUsd,
}: NonNullable<MarginReportJson["matrix"]>): Html {
	const usd = (text: string) => Number(millionths(text)) / 1e6;
	const moves = moveRatios.map(usd);
	const values = profitsUsd.map((cells) => cells.map(usd));
	const [low, high] = paddedRange(values.flat());
	const [first = 0, last = 1] = [moves[0], moves.at(-1)];
	const x = (move: number) =>
		MARGIN.left + ((move - first) / (last - first || 1)) * (WIDTH - MARGIN.left - MARGIN.right);
	const y = (value: number) =>
		MARGIN.top + ((high - value) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
	const curves = volRatios.map((_, column) => {
		const points = moves.map(
			(move, row) => `${x(move).toFixed(1)},${y(values[row]?.[column] ?? 0).toFixed(1)}`,
		);
		return `<polyline class="curve k${column % STROKES}" points="${points.join(" ")}"/>`;
	});
	const ticks = [low, (low + high) / 2, high].map(
		(value) => `<text x="${MARGIN.left - 8}" y="${y(value) + 4}" text-anchor="end">${shortUsd(value)}</text>`,
	);
	const bottom = HEIGHT - 8;
	const labels = [first, 0, last].map(
		(move, at) =>
			`<text x="${x(move)}" y="${bottom}" text-anchor="${["start", "middle", "end"][at]}">${move > 0 ? "+" : move < 0 ? "−" : ""}${approximate(Math.abs(move) * 100, 0)} %</text>`,
	);
	const axes = `<line class="axis" x1="${MARGIN.left}" x2="${WIDTH - MARGIN.right}" y1="${y(0)}" y2="${y(0)}"/><line class="axis" x1="${x(0)}" x2="${x(0)}" y1="${MARGIN.top}" y2="${HEIGHT - MARGIN.bottom}"/>`;
	return html`<figure>
${trusted(
	`<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="Profit over the price move, one curve per move of volatility; the numbers are in the table beside it">${axes}${curves.join("")}${ticks.join("")}${labels.join("")}</svg>`,
)}
<figcaption>Profit or loss in USD over the price move, by move of volatility</figcaption>
<ul class="keys">${volRatios.map(
		(vol, column) =>
			html`<li>${trusted(`<svg viewBox="0 0 32 8" aria-hidden="true"><line class="curve k${column % STROKES}" x1="0" x2="32" y1="4" y2="4"/></svg>`)}vol ${percent(vol)}</li>`,
	)}</ul>
</figure>`;
}

/** Zero is inside, and nothing touches the edge. */
function paddedRange(values: readonly number[]): readonly [number, number] {
	const low = Math.min(0, ...values);
	const high = Math.max(0, ...values);
	const pad = (high - low || 1) * 0.06;
	return [low - pad, high + pad];
}

function shortUsd(value: number): string {
	const magnitude = Math.abs(value);
	const [divisor, unit] =
		magnitude >= 1e9
			? [1e9, " bn"]
			: magnitude >= 1e6
				? [1e6, " m"]
				: magnitude >= 1e4
					? [1e3, " k"]
					: [1, ""];
	return `${approximate(value / divisor, magnitude / divisor >= 100 ? 0 : 1)}${unit}`;
}
