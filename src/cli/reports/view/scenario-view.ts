/** Scenarios: the worst of the table, the book repriced over price × volatility, and a day in which nothing moves. */
import { TAIL_LANES } from "../../../risk/model/dimensions.ts";
import type { DayDecay } from "../../../risk/report/day-decay.ts";
import type { AccountGreeks } from "../../../risk/report/greeks.ts";
import type { MarginReport, ScenarioOutcome } from "../../../risk/report/margin-report.ts";
import type { PriceVolMatrix } from "../../../risk/report/price-vol-matrix.ts";
import { roundedGreek } from "../../output/exact-text.ts";
import { type Cell, cost, count, EMPTY, figure, float, move, wholeUnits, words, worth } from "./cells.ts";
import type { Section } from "./report-view.ts";

/** So that five columns of the largest account fit. */
const UNITS = [
	{ name: "USD", microUsd: 1_000_000n, below: 10n ** 15n },
	{ name: "thousand USD", microUsd: 10n ** 9n, below: 10n ** 18n },
	{ name: "million USD", microUsd: 10n ** 12n, below: 10n ** 30n },
] as const;

export function scenarioSection(report: MarginReport): Section {
	const { worstStress, nextStress, worstTail, lines, expectedShortfallMicroUsd, marginTestsOff } = report;
	const columns = (heading: string) => [
		{ heading },
		{ heading: "lane", on: "page" as const },
		{ heading: "account value" },
		{ heading: "loss" },
	];
	const row = ({ index, name, valueMicroUsd, lossMicroUsd }: ScenarioOutcome): Cell[] => [
		words(name),
		count(index),
		worth(valueMicroUsd),
		cost(lossMicroUsd),
	];
	const tailIsOff = marginTestsOff.includes("tail");
	return {
		id: "scenarios",
		title: "Worst scenarios",
		isPair: true,
		blocks: [
			{
				kind: "table",
				caption: "Stress scenarios, USD",
				columns: columns("worst stress scenarios"),
				rows: [worstStress, ...nextStress].map(row),
				isWide: true,
			},
			tailIsOff
				? {
						kind: "note",
						content: ["Tail days: off, these risk parameters have no expected shortfall"],
						on: "text",
					}
				: undefined,
			{
				kind: "table" as const,
				caption: tailIsOff ? "Tail days: off in these risk parameters" : "Tail days, USD",
				columns: columns(`worst ${worstTail.length} of ${TAIL_LANES} tail days`),
				rows: worstTail.map(row),
				totals: [
					[
						words("their mean; its loss is the expected shortfall"),
						EMPTY,
						worth(-expectedShortfallMicroUsd),
						cost(lines.tail.lossMicroUsd),
					],
				],
				isWide: true,
				on: tailIsOff ? ("page" as const) : undefined,
			},
		].filter((block) => block !== undefined) as Section["blocks"],
	};
}

export function matrixSection(matrix: PriceVolMatrix | undefined): Section[] {
	if (matrix === undefined) return [];
	const { movesPpm, volsPpm, profitMicroUsd, worst } = matrix;
	const cells = profitMicroUsd.flat();
	const unit = UNITS.find(({ below }) => cells.every((cell) => cell < below && -cell < below)) ?? UNITS[2];
	const deepest = Math.max(1, ...cells.map((cell) => Math.abs(Number(cell))));
	return [
		{
			id: "matrix",
			title: "Profit or loss at once, over price × volatility",
			isPair: true,
			blocks: [
				{
					kind: "note",
					content: [
						"All underlyings and all volatilities moving together, at once, by full repricing: no weights, no charges. The worst cell is ",
						worth(worst.profitMicroUsd),
						" USD at price ",
						move(movesPpm[worst.row] ?? 0n),
						", volatility ",
						move(volsPpm[worst.column] ?? 0n),
						" (row ",
						figure(String(worst.row), String(worst.row + 1)),
						", column ",
						figure(String(worst.column), String(worst.column + 1)),
						").",
					],
				},
				{
					kind: "heat",
					caption: `${unit.name}, whole, rounded down; ▸ marks the worst cell`,
					columnNames: volsPpm.map(move),
					rows: movesPpm.map((movePpm, row) => ({
						name: move(movePpm),
						cells: volsPpm.map((_, column) => {
							const profit = profitMicroUsd[row]?.[column] ?? 0n;
							return {
								figure: wholeUnits(profit, unit.microUsd),
								depth: Math.abs(Number(profit)) / deepest,
								isLoss: profit < 0n,
								isWorst: row === worst.row && column === worst.column && worst.profitMicroUsd < 0n,
							};
						}),
					})),
				},
				{
					kind: "curves",
					moves: movesPpm.map((ppm) => Number(ppm) / 1e6),
					names: volsPpm.map(move),
					valuesUsd: volsPpm.map((_, column) =>
						profitMicroUsd.map((byVol) => Number(byVol[column] ?? 0n) / 1e6),
					),
				},
			],
		},
	];
}

export function oneDaySection(decay: DayDecay | undefined, greeks: AccountGreeks | undefined): Section[] {
	if (decay === undefined || decay.underlyings.length === 0) return [];
	const theta = (name: string): Cell => {
		const found = greeks?.underlyings.find(({ underlying }) => underlying === name);
		return found === undefined ? EMPTY : float(roundedGreek(found.thetaUsdPerDay));
	};
	const { tableScenario } = decay;
	return [
		{
			id: "day",
			title: "One day in which nothing moves",
			blocks: [
				{
					kind: "table",
					caption: "USD. Repricing follows the curve and lets expire what expires; theta is the slope now",
					columns: [
						{ heading: "one day in which nothing moves" },
						{ heading: "full repricing" },
						{ heading: "theta" },
					],
					rows: decay.underlyings.map(({ underlying, profitMicroUsd }) => [
						words(underlying),
						worth(profitMicroUsd),
						theta(underlying),
					]),
					totals: [
						[words("total"), worth(decay.profitMicroUsd), float(roundedGreek(decay.thetaUsdPerDay))],
						...(tableScenario === undefined
							? []
							: [
									[
										words(`this table's scenario "${tableScenario.name}"`),
										worth(tableScenario.profitMicroUsd),
										EMPTY,
									],
								]),
					],
				},
			],
		},
	];
}
