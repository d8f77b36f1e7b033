/**
 * Principal components by the cyclic Jacobi method (Golub and Van Loan, Matrix Computations, 8.5): it
 * converges for every symmetric matrix, equal eigenvalues included, and needs only `+ − × ÷ √`, so
 * every platform gets the same bits.
 */

/** Converges quadratically; a handful of sweeps is enough for any size in use. */
const SWEEPS = 30;

export type PrincipalComponent = {
	/** Unit length; the sum of its parts is positive, or its first part where the sum is 0. */
	readonly direction: readonly number[];
	/** Mean square along the direction. */
	readonly variance: number;
};

/**
 * Of several series of equal length, largest variance first; second moments about 0, no mean is
 * taken off. Of equal variances the one found earlier comes first.
 */
export function principalComponents(series: readonly (readonly number[])[]): PrincipalComponent[] {
	const matrix = secondMoments(series);
	const size = series.length;
	const vectors = series.map((_, row) => series.map((__, column) => (row === column ? 1 : 0)));
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		for (let p = 0; p < size; p++) {
			for (let q = p + 1; q < size; q++) rotate(matrix, vectors, p, q);
		}
	}
	return series
		.map((_, at) => ({
			direction: withFixedSign(vectors.map((row) => row[at] as number)),
			variance: (matrix[at] as number[])[at] as number,
		}))
		.sort((a, b) => b.variance - a.variance);
}

function secondMoments(series: readonly (readonly number[])[]): number[][] {
	return series.map((a) =>
		series.map((b) => {
			let sum = 0;
			for (let day = 0; day < a.length; day++) sum += (a[day] as number) * (b[day] as number);
			return sum / Math.max(1, a.length);
		}),
	);
}

/** Turns the plane of p and q so that their shared element becomes 0. */
function rotate(matrix: number[][], vectors: number[][], p: number, q: number): void {
	const at = (row: number, column: number) => (matrix[row] as number[])[column] as number;
	const shared = at(p, q);
	if (shared === 0) return;
	const ratio = (at(q, q) - at(p, p)) / (2 * shared);
	const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(ratio * ratio + 1));
	const cosine = 1 / Math.sqrt(tangent * tangent + 1);
	const sine = tangent * cosine;
	for (const rows of [matrix, vectors]) {
		for (const row of rows) turn(row, p, q, cosine, sine);
	}
	const [rowP, rowQ] = [matrix[p] as number[], matrix[q] as number[]];
	for (let column = 0; column < rowP.length; column++) {
		const [x, y] = [rowP[column] as number, rowQ[column] as number];
		rowP[column] = cosine * x - sine * y;
		rowQ[column] = sine * x + cosine * y;
	}
	rowP[q] = 0;
	rowQ[p] = 0;
}

function turn(row: number[], p: number, q: number, cosine: number, sine: number): void {
	const [x, y] = [row[p] as number, row[q] as number];
	row[p] = cosine * x - sine * y;
	row[q] = sine * x + cosine * y;
}

function withFixedSign(direction: readonly number[]): number[] {
	const sum = direction.reduce((total, part) => total + part, 0);
	const leading = sum === 0 ? (direction.find((part) => part !== 0) ?? 1) : sum;
	return direction.map((part) => (leading < 0 ? -part : part));
}
