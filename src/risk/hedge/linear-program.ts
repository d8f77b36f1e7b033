/**
 * A linear program and how one is written down: minimise Σ cost·x subject to bounds on variables and
 * rows. Whoever solves it is an argument, because solvers are WebAssembly that must be loaded.
 */

export type Variable = {
	readonly cost: number;
	readonly low: number;
	readonly high: number;
	/** Takes whole values only. */
	readonly whole: boolean;
};

/** Factor by index of the variable; no index twice. */
export type Terms = readonly (readonly [variable: number, factor: number])[];

export type Row = { readonly terms: Terms; readonly low: number; readonly high: number };

export type LinearProgram = { readonly variables: readonly Variable[]; readonly rows: readonly Row[] };

/** Values by variable, or why there are none. */
export type LinearSolution =
	| { readonly status: "optimal"; readonly values: readonly number[] }
	| { readonly status: "infeasible" };

/** @throws InternalError `SOLVER_FAILED` for any other end */
export type LinearSolver = (program: LinearProgram) => LinearSolution;

/** Collects variables and rows; terms of equal variables are added up. */
export class LinearProgramBuilder {
	readonly #variables: Variable[] = [];
	readonly #rows: Row[] = [];

	/** Index of the new variable: at least 0 and without cost unless said otherwise. */
	variable(given: Partial<Variable> = {}): number {
		const { cost = 0, low = 0, high = Number.POSITIVE_INFINITY, whole = false } = given;
		return this.#variables.push({ cost, low, high, whole }) - 1;
	}

	/** `Σ terms + constant ≥ 0` */
	atLeastZero(expression: Affine): void {
		this.#rows.push({
			terms: collected(expression.terms),
			low: -expression.constant,
			high: Number.POSITIVE_INFINITY,
		});
	}

	/** `Σ terms + constant = 0` */
	isZero(expression: Affine): void {
		const bound = -expression.constant;
		this.#rows.push({ terms: collected(expression.terms), low: bound, high: bound });
	}

	build(): LinearProgram {
		return { variables: this.#variables, rows: this.#rows };
	}
}

/** A sum of variables times factors, and a constant. */
export type Affine = { readonly terms: Terms; readonly constant: number };

export function constantOf(constant: number): Affine {
	return { terms: [], constant };
}

export function variableOf(variable: number, factor = 1): Affine {
	return { terms: [[variable, factor]], constant: 0 };
}

export function sumOf(...parts: readonly Affine[]): Affine {
	return {
		terms: parts.flatMap(({ terms }) => terms),
		constant: parts.reduce((total, { constant }) => total + constant, 0),
	};
}

export function times(factor: number, { terms, constant }: Affine): Affine {
	return { terms: terms.map(([variable, own]) => [variable, factor * own]), constant: factor * constant };
}

function collected(terms: Terms): Terms {
	const factors = new Map<number, number>();
	for (const [variable, factor] of terms) factors.set(variable, (factors.get(variable) ?? 0) + factor);
	return [...factors].filter(([, factor]) => factor !== 0);
}
