/**
 * Poseidon as a list of inner products with constants, so that almost all work is one WebAssembly
 * function. Equal to the definition, by linear algebra only:
 *
 * - The constants of round r + 1 are added by the matrix of round r, as one more column on a state
 *   that ends with a 1.
 * - In partial rounds only x, the first element, passes an S-box; the rest y is linear in what it was
 *   at the start of a chunk of rounds and in the S-box outputs z since. So within a chunk only x is
 *   computed, from (y, 1, z₀ … z_k), and y once at its end.
 *
 * With `M = (m w; v N)` and `d_k` the constants that y has collected after k rounds of a chunk:
 * `y_k = N^k·y + Σ_{j<k} N^(k−1−j)·v·z_j + d_k` and `x_{k+1} = m·z_k + w·y_k + constant`.
 */
import { FIELD_ORDER } from "../bn254.ts";
import { FULL_ROUNDS, type PoseidonParameters, poseidonParameters } from "./poseidon-parameters.ts";

type Vector = readonly bigint[];
type Matrix = readonly Vector[];

export type PoseidonProgram = {
	readonly width: number;
	/** Added to the inputs' state before the first S-boxes. */
	readonly firstConstants: Vector;
	/** Full rounds before the partial ones: `width` rows over (state, 1). */
	readonly before: readonly Matrix[];
	readonly chunks: readonly PartialChunk[];
	/** Full rounds after them; of the last only the first row is needed. */
	readonly after: readonly Matrix[];
};

export type PartialChunk = {
	/** `nextX[k]` over (y, 1, z₀ … z_k). */
	readonly nextX: Matrix;
	/** `width − 1` rows over (y, 1, z₀ … z_last). */
	readonly nextY: Matrix;
};

export function poseidonProgram(inputs: number): PoseidonProgram {
	const parameters = poseidonParameters(inputs);
	const { width, partialRounds, roundConstants, matrix } = parameters;
	const half = FULL_ROUNDS / 2;
	const fullRound = (round: number): Matrix =>
		matrix.map((row, i) => [...row, roundConstants[round + 1]?.[i] ?? 0n]);
	const afterFrom = half + partialRounds;
	const after = Array.from({ length: half }, (_, k) => fullRound(afterFrom + k));
	return {
		width,
		firstConstants: roundConstants[0] as Vector,
		before: Array.from({ length: half }, (_, k) => fullRound(k)),
		chunks: partialChunks(parameters),
		after: [...after.slice(0, -1), (after.at(-1) as Matrix).slice(0, 1)],
	};
}

function partialChunks({ width, partialRounds, roundConstants, matrix }: PoseidonParameters): PartialChunk[] {
	const rounds = chunkLength(partialRounds, width);
	const m = matrix[0]?.[0] as bigint;
	const w = (matrix[0] as Vector).slice(1);
	const v = matrix.slice(1).map((row) => row[0] as bigint);
	const n = matrix.slice(1).map((row) => row.slice(1));
	/** `w·N^k` and `N^k·v`. */
	const rows = iterate(w, rounds, (row) => timesMatrix(row, n));
	const columns = iterate(v, rounds, (column) => matrixTimes(n, column));
	const power = matrixPower(n, rounds);
	return Array.from({ length: partialRounds / rounds }, (_, chunk) => {
		const constants = (k: number) => roundConstants[FULL_ROUNDS / 2 + chunk * rounds + k] as Vector;
		let collected: Vector = v.map(() => 0n);
		const nextX = Array.from({ length: rounds }, (_, k) => {
			const constant = modulo(dot(w, collected) + (constants(k + 1)[0] as bigint));
			const earlier = Array.from({ length: k }, (_, j) => dot(rows[k - 1 - j] as Vector, v));
			const added = constants(k + 1).slice(1);
			collected = matrixTimes(n, collected).map((value, i) => modulo(value + (added[i] as bigint)));
			return [...(rows[k] as Vector), constant, ...earlier, m];
		});
		const nextY = power.map((row, i) => [
			...row,
			collected[i] as bigint,
			...Array.from({ length: rounds }, (_, j) => columns[rounds - 1 - j]?.[i] as bigint),
		]);
		return { nextX, nextY };
	});
}

/** Near the square root of twice the square of the width, where a chunk costs least; divides the rounds. */
function chunkLength(partialRounds: number, width: number): number {
	let length = width - 1;
	while (partialRounds % length !== 0) length++;
	return length;
}

function modulo(value: bigint): bigint {
	return value % FIELD_ORDER;
}

function dot(left: Vector, right: Vector): bigint {
	return modulo(left.reduce((sum, value, k) => sum + value * (right[k] as bigint), 0n));
}

function matrixTimes(matrix: Matrix, column: Vector): Vector {
	return matrix.map((row) => dot(row, column));
}

function timesMatrix(row: Vector, matrix: Matrix): Vector {
	return row.map((_, j) =>
		modulo(row.reduce((sum, value, k) => sum + value * (matrix[k]?.[j] as bigint), 0n)),
	);
}

function matrixPower(matrix: Matrix, exponent: number): Matrix {
	if (exponent === 1) return matrix;
	const root = matrixPower(matrix, Math.floor(exponent / 2));
	const square = root.map((row) => timesMatrix(row, root));
	return exponent % 2 === 0 ? square : square.map((row) => timesMatrix(row, matrix));
}

function iterate(first: Vector, count: number, next: (vector: Vector) => Vector): Vector[] {
	const vectors = [first];
	while (vectors.length < count) vectors.push(next(vectors.at(-1) as Vector));
	return vectors;
}
