/**
 * Poseidon's constants in the form with sparse partial rounds, derived from the constants of its
 * definition (Poseidon paper, appendix B). Only one element passes an S-box in a partial round; so of
 * its matrix the part that maps the others among themselves can be done one round earlier, down to the
 * full round before all partial ones, and constants of the others one round later.
 */
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";
import { FULL_ROUNDS, poseidonParameters } from "../../src/field/poseidon/poseidon-parameters.ts";
import { fieldInverse } from "./linear-equations.ts";

type Vector = readonly bigint[];
type Matrix = readonly Vector[];

export type SparsePoseidon = {
	/**
	 * Added to the inputs, to the S-box outputs of each full round but the last, and to the one S-box
	 * output of each partial round, in order of use.
	 */
	readonly constants: Vector;
	/** Of every full round but the one before the partial rounds; rows by columns. */
	readonly matrix: Matrix;
	/** Of that one. */
	readonly lastBeforePartial: Matrix;
	/** Per partial round the first row, and the first column below it; the rest is the identity. */
	readonly partial: readonly { readonly row: Vector; readonly column: Vector }[];
};

export function sparsePoseidon(inputs: number): SparsePoseidon {
	const { width, partialRounds, roundConstants, matrix } = poseidonParameters(inputs);
	const half = FULL_ROUNDS / 2;
	const inverse = inverseOf(matrix);

	// From the last partial round back: M·(what is done earlier) = sparse·diagonal(1, square).
	const partial: { row: Vector; column: Vector }[] = [];
	let dense = matrix;
	for (let round = 0; round < partialRounds; round++) {
		const square = dense.slice(1).map((row) => row.slice(1));
		const [corner, ...top] = dense[0] as Vector;
		const row = timesMatrix(top, inverseOf(square));
		partial.unshift({
			row: [corner as bigint, ...row],
			column: dense.slice(1).map(([first]) => first as bigint),
		});
		const earlier = [unit(width), ...square.map((line) => [0n, ...line])];
		dense = earlier.map((line) => timesMatrix(line, matrix));
	}

	// From the last partial round back: constants of the others go to the round before, through M.
	const one: bigint[] = [];
	let added = roundConstants[half + partialRounds] as Vector;
	for (let round = partialRounds - 1; round >= 0; round--) {
		const [first, ...others] = timesColumn(inverse, added);
		one.unshift(first as bigint);
		added = (roundConstants[half + round] as Vector).map((value, at) =>
			toField(value + (at === 0 ? 0n : (others[at - 1] as bigint))),
		);
	}
	const beforeMatrix = (constants: Vector) => timesColumn(inverse, constants);
	return {
		constants: [
			...(roundConstants[0] as Vector),
			...roundConstants.slice(1, half).flatMap(beforeMatrix),
			...beforeMatrix(added),
			...one,
			...roundConstants.slice(half + partialRounds + 1).flatMap(beforeMatrix),
		],
		matrix,
		lastBeforePartial: dense,
		partial,
	};
}

function unit(width: number): Vector {
	return Array.from({ length: width }, (_, at) => (at === 0 ? 1n : 0n));
}

function timesMatrix(row: Vector, matrix: Matrix): Vector {
	return row.map((_, j) =>
		toField(row.reduce((sum, value, k) => sum + value * (matrix[k]?.[j] as bigint), 0n)),
	);
}

function timesColumn(matrix: Matrix, column: Vector): Vector {
	return matrix.map((row) => toField(row.reduce((sum, value, k) => sum + value * (column[k] as bigint), 0n)));
}

/** Gauss–Jordan; Poseidon's matrices need no exchange of rows. */
function inverseOf(matrix: Matrix): Matrix {
	const size = matrix.length;
	const rows = matrix.map((row, i) => [...row, ...row.map((_, j) => (i === j ? 1n : 0n))]);
	for (let pivot = 0; pivot < size; pivot++) {
		const chosen = rows[pivot] as bigint[];
		if (chosen[pivot] === 0n) throw new Error("the matrix needs an exchange of rows");
		const scale = fieldInverse(chosen[pivot] as bigint);
		chosen.forEach((value, j) => {
			chosen[j] = (value * scale) % FIELD_ORDER;
		});
		rows.forEach((row, i) => {
			const factor = FIELD_ORDER - (row[pivot] as bigint);
			if (i === pivot) return;
			row.forEach((value, j) => {
				row[j] = (value + factor * (chosen[j] as bigint)) % FIELD_ORDER;
			});
		});
	}
	return rows.map((row) => row.slice(size));
}
