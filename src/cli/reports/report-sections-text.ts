/** The repriced sections of a margin report as text of 100 columns. */

import { formatMove } from "../../risk/model/scenario.ts";
import type { DayDecay } from "../../risk/report/day-decay.ts";
import type { AccountGreeks } from "../../risk/report/greeks.ts";
import type { Crossing, PriceThresholds } from "../../risk/report/price-thresholds.ts";
import type { PriceVolMatrix } from "../../risk/report/price-vol-matrix.ts";
import { divideFloor } from "../../units/decimal.ts";
import { approximate, sizeText, usdDown } from "../output/amount-text.ts";
import { type Column, textTable } from "../output/text-table.ts";
import { spotAt } from "./report-sections-to-json.ts";

const right = (heading: string): Column => ({ heading, align: "right" });

/** So that five columns of the largest account fit. */
const UNITS = [
	{ name: "USD", microUsd: 1_000_000n, below: 10n ** 15n },
	{ name: "thousand USD", microUsd: 10n ** 9n, below: 10n ** 18n },
	{ name: "million USD", microUsd: 10n ** 12n, below: 10n ** 30n },
] as const;

export function matrixLines(matrix: PriceVolMatrix | undefined): string[] {
	if (matrix === undefined) return [];
	const { movesPpm, volsPpm, profitMicroUsd, worst } = matrix;
	const cells = profitMicroUsd.flat();
	const unit = UNITS.find(({ below }) => cells.every((cell) => cell < below && -cell < below)) ?? UNITS[2];
	const amount = (cell: bigint) => sizeText(divideFloor(cell, unit.microUsd).toString());
	const rows = movesPpm.map((movePpm, row) => [
		`  price ${formatMove(movePpm)}`,
		...volsPpm.map((_, column) => {
			const isWorst = row === worst.row && column === worst.column && worst.profitMicroUsd < 0n;
			return `${isWorst ? "▸ " : ""}${amount(profitMicroUsd[row]?.[column] ?? 0n)}`;
		}),
	]);
	return [
		`PROFIT OR LOSS AT ONCE, ${unit.name}, all prices and all volatilities moving together (▸ worst)`,
		...textTable(
			[{ heading: "", align: "left" }, ...volsPpm.map((volPpm) => right(`vol ${formatMove(volPpm)}`))],
			rows,
		),
	];
}

export function decayLines(decay: DayDecay | undefined, greeks: AccountGreeks | undefined): string[] {
	if (decay === undefined || decay.underlyings.length === 0) return [];
	const theta = (underlying: string) =>
		greeks?.underlyings.find((one) => one.underlying === underlying)?.thetaUsdPerDay;
	const rows = decay.underlyings.map(({ underlying, profitMicroUsd }) => {
		const slope = theta(underlying);
		return [`  ${underlying}`, usdDown(profitMicroUsd), slope === undefined ? "" : approximate(slope, 2)];
	});
	const { tableScenario } = decay;
	return textTable(
		[{ heading: "ONE DAY IN WHICH NOTHING MOVES", align: "left" }, right("full repricing"), right("theta")],
		[
			...rows,
			["  total", usdDown(decay.profitMicroUsd), approximate(decay.thetaUsdPerDay, 2)],
			...(tableScenario === undefined
				? []
				: [[`  this table's scenario "${tableScenario.name}"`, usdDown(tableScenario.profitMicroUsd), ""]]),
		],
	);
}

export function thresholdLines(given: PriceThresholds | undefined): string[] {
	if (given === undefined || given.thresholds.length === 0) return [];
	const heading =
		given.freeCollateralMicroUsd < 0n
			? "MOVE OF A PRICE THAT BRINGS THE ACCOUNT BACK TO MAINTENANCE"
			: "MOVE OF A PRICE THAT TAKES THE ACCOUNT TO MAINTENANCE";
	const rows = given.thresholds.map(({ underlyings, indexUsd, down, up, lowestMovePpm, highestMovePpm }) => {
		const side = (crossing: Crossing | undefined, searchedPpm: bigint) => [
			crossing === undefined ? `none to ${formatMove(searchedPpm)}` : formatMove(crossing.movePpm),
			crossing === undefined || indexUsd === undefined ? "" : usdDown(spotAt(indexUsd, crossing.movePpm)),
		];
		return [
			`  ${underlyings.length > 1 ? "all together" : underlyings[0]}`,
			indexUsd === undefined ? "" : usdDown(spotAt(indexUsd, 0n)),
			...side(down, lowestMovePpm),
			...side(up, highestMovePpm),
		];
	});
	const columns: Column[] = [
		{ heading: "", align: "left" },
		right("spot, USD"),
		right("down"),
		right("price there"),
		right("up"),
		right("price there"),
	];
	return [heading, ...textTable(columns, rows)];
}
