/** The matrix as curves: profit over the price move, one curve per move of volatility. */
import { approximate } from "../../output/amount-text.ts";
import type { CurvesBlock } from "../view/report-view.ts";
import { figureHtml } from "./figures.ts";
import { type Html, html, trusted } from "./html.ts";

const WIDTH = 440;
const HEIGHT = 250;
const MARGIN = { left: 74, right: 10, top: 10, bottom: 26 } as const;
/** Strokes in the style sheet. */
const STROKES = 5;
/** Labels that stand closer than this run into each other. */
const TICK_HEIGHT = 14;

export function profitCurves({ moves, names, valuesUsd }: CurvesBlock): Html {
	const [low, high] = paddedRange(valuesUsd.flat());
	const [first = 0, last = 1] = [moves[0], moves.at(-1)];
	const x = (move: number) =>
		MARGIN.left + ((move - first) / (last - first || 1)) * (WIDTH - MARGIN.left - MARGIN.right);
	const y = (value: number) =>
		MARGIN.top + ((high - value) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
	const curves = valuesUsd.map((values, at) => {
		const points = moves.map((move, k) => `${x(move).toFixed(1)},${y(values[k] ?? 0).toFixed(1)}`);
		return `<polyline class="curve k${at % STROKES}" points="${points.join(" ")}"/>`;
	});
	// Zero has its own tick, at the axis; an end that is too close to it has none.
	const ends = [low, high].filter((value) => Math.abs(y(value) - y(0)) >= TICK_HEIGHT);
	const ticks = [...ends, 0].map(
		(value) =>
			`<text x="${MARGIN.left - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${shortUsd(value)}</text>`,
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
<ul class="keys">${names.map(
		(name, at) =>
			html`<li>${trusted(`<svg viewBox="0 0 32 8" aria-hidden="true"><line class="curve k${at % STROKES}" x1="0" x2="32" y1="4" y2="4"/></svg>`)}vol ${figureHtml(name)}</li>`,
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
	if (value === 0) return "0";
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
