/**
 * Weights of the linear models by weighted least squares. Everything is divided by the anchor first,
 * so underlyings of any volatility are one sample, and in a second pass by the square of the first
 * fit: loud days are noisier (Clements and Preve 2021). A penalty pulls the weights toward zero, which
 * is toward the anchor alone.
 */
import { CholeskyDecomposition, Matrix } from "ml-matrix";
import type { LinearCoefficients } from "../forecast/linear-model.ts";
import { linearModel } from "../forecast/linear-model.ts";
import type { MeasureSet, Measures, MeasureValues } from "../forecast/realised-measures.ts";
import { meanLoss, type TrainingDays } from "./training-days.ts";

/** Of the mean square of standardised measures; 0 is least squares. */
const PENALTIES = [0.01, 0.1, 1] as const;
/** The last part of the days on which penalties are compared. */
const VALIDATION_SHARE = 0.25;
const PASSES = 2;

export function fitHar(set: MeasureSet, training: TrainingDays): LinearCoefficients {
	return fitLinear(set, training, 0);
}

/** The penalty is the one that did best on the last quarter, after a fit on what was before it. */
export function fitRidge(set: MeasureSet, training: TrainingDays): LinearCoefficients {
	const { days, seedDays } = training;
	const fromDay = days.length - Math.floor(VALIDATION_SHARE * (days.length - seedDays));
	const earlier = { days: days.slice(0, fromDay), seedDays };
	let best = { penalty: 0, loss: Number.POSITIVE_INFINITY };
	for (const penalty of PENALTIES) {
		const model = linearModel(set, fitLinear(set, earlier, penalty));
		const loss = meanLoss(model, training, fromDay);
		if (loss <= best.loss) best = { penalty, loss };
	}
	return fitLinear(set, training, best.penalty);
}

type Row = { readonly measures: readonly number[]; readonly target: number };

function fitLinear(set: MeasureSet, training: TrainingDays, penalty: number): LinearCoefficients {
	const rows = rowsOf(set, training);
	const means = set.weighted.map((_, k) => meanOver(rows, (row) => row.measures[k] as number));
	const spreads = set.weighted.map((_, k) => {
		const away = (row: Row) => (row.measures[k] as number) - (means[k] as number);
		return Math.sqrt(meanOver(rows, (row) => away(row) * away(row))) || 1;
	});
	// Measures in units of their spread around 1, where a measure equals the anchor.
	const design = rows.map(({ measures }) => [
		1,
		...measures.map((value, k) => (value - 1) / (spreads[k] as number)),
	]);
	let fitted: number[] = rows.map(() => 1);
	let solution: number[] = [];
	for (let pass = 0; pass < PASSES; pass++) {
		solution = solve(design, rows, fitted, penalty);
		fitted = design.map((line) => {
			const value = line.reduce((sum, entry, k) => sum + entry * (solution[k] as number), 0);
			return Math.min(set.highest, Math.max(set.lowest, value));
		});
	}
	const [level, ...scaled] = solution as [number, ...number[]];
	const weights = scaled.map((value, k) => value / (spreads[k] as number));
	return {
		anchor: level - weights.reduce((sum, value) => sum + value, 0),
		weights: Object.fromEntries(set.weighted.map((name, k) => [name, weights[k] as number])),
	};
}

/** Normal equations of the rows over `fitted`; the level carries no penalty. */
function solve(
	design: readonly (readonly number[])[],
	rows: readonly Row[],
	fitted: readonly number[],
	penalty: number,
): number[] {
	const left = new Matrix(design.map((line, at) => line.map((entry) => entry / (fitted[at] as number))));
	const right = Matrix.columnVector(rows.map(({ target }, at) => target / (fitted[at] as number)));
	const transposed = left.transpose();
	const normal = transposed.mmul(left);
	for (let k = 1; k < normal.rows; k++) normal.set(k, k, normal.get(k, k) + penalty * rows.length);
	return new CholeskyDecomposition(normal).solve(transposed.mmul(right)).to1DArray();
}

/** Measures known before a day, and its squared return, all over the anchor. */
function rowsOf(set: MeasureSet, { days, seedDays }: TrainingDays): Row[] {
	const rows: Row[] = [];
	let measures: Measures = set.begin(days.slice(0, seedDays));
	for (const day of days.slice(seedDays)) {
		measures.byUnderlying.forEach((values: MeasureValues, u) => {
			const anchor = set.anchor(values);
			const value = day[u] as number;
			if (anchor <= 0) return;
			rows.push({
				measures: set.weighted.map((name) => (values[name] as number) / anchor),
				target: (value * value) / anchor,
			});
		});
		measures = measures.after(day);
	}
	return rows;
}

function meanOver(rows: readonly Row[], value: (row: Row) => number): number {
	return rows.reduce((sum, row) => sum + value(row), 0) / rows.length;
}
