/** Pictures of margined days: what was required at each close, and what the next day lost. */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, View } from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import type { DailyResult } from "./daily-backtest.ts";

const COLOURS = ["#1b6ca8", "#7fb3d9", "#b9b9b9", "#c0392b"];
const SERIES = ["initial", "maintenance", "10 % by position", "loss of the next day"];

/** Losses smaller than this part of the maintenance requirement are left out: they would hide the others. */
const LEAST_LOSS = 1 / 3;

/** One SVG a book, named after it. */
export async function plotDays(results: readonly DailyResult[], folder: string): Promise<void> {
	for (const result of results) {
		const view = new View(parse(compile(spec(result)).spec), { renderer: "none" });
		const name = `backtest-${result.book.name.toLowerCase().replaceAll(" ", "-")}.svg`;
		await writeFile(join(folder, name), `${await view.toSVG()}\n`);
		view.finalize();
	}
}

function spec({ book, days }: DailyResult): TopLevelSpec {
	const gross = book.legs.reduce(
		(sum, { usd, underlying }) => sum + (underlying === "" ? 0 : Math.abs(usd)),
		0,
	);
	const point = (date: string, series: string, usd: number) => ({ date, series, share: usd / gross });
	const lines = days.flatMap(({ date, required }) => [
		point(date, "initial", required.initial),
		point(date, "maintenance", required.maintenance),
		point(date, "10 % by position", required.positions),
	]);
	const losses = days
		.filter(({ loss, required }) => loss > required.maintenance * LEAST_LOSS)
		.map(({ date, loss }) => point(date, "loss of the next day", loss));
	const colour = {
		field: "series",
		type: "nominal" as const,
		scale: { domain: SERIES, range: COLOURS },
		legend: { title: null, orient: "top" as const, labelLimit: 0 },
	};
	return {
		width: 860,
		height: 260,
		background: "white",
		title: { text: `${book.name}: requirement and loss, share of gross size`, anchor: "start" },
		encoding: {
			x: {
				field: "date",
				type: "temporal",
				axis: { title: null, format: "%Y", tickCount: { interval: "year", step: 1 } },
			},
			y: { field: "share", type: "quantitative", axis: { title: null, format: ".0%" } },
			color: colour,
		},
		layer: [
			{ data: { values: lines }, mark: { type: "line", strokeWidth: 1 } },
			{ data: { values: losses }, mark: { type: "point", filled: true, size: 14 } },
		],
	};
}
