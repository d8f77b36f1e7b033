/** The repriced sections of a margin report for programs, in the form of `marginReportToJson`. */
import type { DayDecay } from "../../risk/report/day-decay.ts";
import type { Crossing, PriceThreshold, PriceThresholds } from "../../risk/report/price-thresholds.ts";
import type { PriceVolMatrix } from "../../risk/report/price-vol-matrix.ts";
import type { ReportSections } from "../../risk/report/report-sections.ts";
import { exact, roundedGreek } from "../output/exact-text.ts";
import { spotAt } from "./spot-at.ts";

export function sectionsToJson({ matrix, decay, thresholds }: ReportSections) {
	return {
		matrix: matrix === undefined ? null : matrixToJson(matrix),
		oneDay: decay === undefined ? null : decayToJson(decay),
		thresholds: thresholds === undefined ? null : thresholdsToJson(thresholds),
	};
}

function matrixToJson({ movesPpm, volsPpm, profitMicroUsd, worst }: PriceVolMatrix) {
	return {
		moveRatios: movesPpm.map(exact),
		volRatios: volsPpm.map(exact),
		profitsUsd: profitMicroUsd.map((cells) => cells.map(exact)),
		worst: { row: worst.row, column: worst.column, profitUsd: exact(worst.profitMicroUsd) },
	};
}

function decayToJson({ profitMicroUsd, underlyings, thetaUsdPerDay, tableScenario }: DayDecay) {
	return {
		profitUsd: exact(profitMicroUsd),
		underlyings: underlyings.map((one) => ({
			underlying: one.underlying,
			profitUsd: exact(one.profitMicroUsd),
		})),
		thetaUsdPerDay: roundedGreek(thetaUsdPerDay),
		tableScenario:
			tableScenario === undefined
				? null
				: { name: tableScenario.name, profitUsd: exact(tableScenario.profitMicroUsd) },
	};
}

function thresholdsToJson({ freeCollateralMicroUsd, thresholds }: PriceThresholds) {
	return {
		level: "maintenance",
		freeCollateralUsd: exact(freeCollateralMicroUsd),
		moves: thresholds.map((threshold) => ({
			underlyings: threshold.underlyings,
			spotUsd: threshold.indexUsd === undefined ? null : exact(spotAt(threshold.indexUsd, 0n)),
			down: crossingToJson(threshold, threshold.down),
			up: crossingToJson(threshold, threshold.up),
			lowestMoveRatio: exact(threshold.lowestMovePpm),
			highestMoveRatio: exact(threshold.highestMovePpm),
		})),
	};
}

function crossingToJson({ indexUsd }: PriceThreshold, crossing: Crossing | undefined) {
	if (crossing === undefined) return null;
	return {
		moveRatio: exact(crossing.movePpm),
		spotUsd: indexUsd === undefined ? null : exact(spotAt(indexUsd, crossing.movePpm)),
		freeCollateralUsd: exact(crossing.freeCollateralMicroUsd),
	};
}
