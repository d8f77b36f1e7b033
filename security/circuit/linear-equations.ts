/**
 * Linear equations over the field whose right-hand sides are known numbers that do not matter: which
 * unknowns they determine. An unknown follows when it stands alone in a row. All unknowns of a row
 * follow when each can take two values and the steps are binary digits: no two choices have one sum.
 */
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";

type Row = Map<number, bigint>;

export class LinearEquations {
	/** Step between the two values of an unknown that can take only two. */
	readonly steps: ReadonlyMap<number, bigint>;
	/** Fully reduced: a pivot occurs in its own row only. */
	readonly rowByPivot = new Map<number, Row>();
	/** Pivots of the rows in which an unknown occurs. */
	readonly pivotsByUnknown = new Map<number, Set<number>>();
	readonly changed = new Set<number>();

	constructor(steps: ReadonlyMap<number, bigint>) {
		this.steps = steps;
	}

	/** Adds an equation and returns the unknowns that now follow. */
	add(terms: ReadonlyMap<number, bigint>): number[] {
		this.insert(terms);
		return this.following();
	}

	/** An unknown became known; returns the unknowns that now follow. */
	settle(unknown: number): number[] {
		const own = this.rowByPivot.get(unknown);
		for (const pivot of [...this.pivotsOf(unknown)]) {
			if (pivot !== unknown) this.edit(pivot, (row) => row.delete(unknown));
		}
		if (own !== undefined) {
			for (const other of own.keys()) this.pivotsOf(other).delete(unknown);
			this.rowByPivot.delete(unknown);
			own.delete(unknown);
			this.insert(own);
		}
		this.pivotsByUnknown.delete(unknown);
		return this.following();
	}

	/** Whether the equations fix the value of a sum. */
	determine(terms: ReadonlyMap<number, bigint>): boolean {
		for (const unknown of terms.keys()) if (this.pivotsOf(unknown).size === 0) return false;
		return this.reduce(terms).size === 0;
	}

	reduce(terms: ReadonlyMap<number, bigint>): Row {
		const row: Row = new Map(terms);
		for (const unknown of terms.keys()) {
			const other = this.rowByPivot.get(unknown);
			if (other !== undefined) subtract(row, other, row.get(unknown) ?? 0n);
		}
		return row;
	}

	insert(terms: ReadonlyMap<number, bigint>): void {
		const row = this.reduce(terms);
		// Unknowns with two values stay in the rows, where they can be told apart as digits.
		const pivot = [...row.keys()].find((unknown) => !this.steps.has(unknown)) ?? row.keys().next().value;
		if (pivot === undefined) return;
		const scale = fieldInverse(row.get(pivot) as bigint);
		for (const [unknown, coefficient] of row) row.set(unknown, toField(coefficient * scale));
		for (const other of [...this.pivotsOf(pivot)]) {
			this.edit(other, (found) => subtract(found, row, found.get(pivot) ?? 0n));
		}
		this.rowByPivot.set(pivot, row);
		for (const unknown of row.keys()) this.pivotsOf(unknown).add(pivot);
		this.changed.add(pivot);
	}

	edit(pivot: number, change: (row: Row) => void): void {
		const row = this.rowByPivot.get(pivot) as Row;
		for (const unknown of row.keys()) this.pivotsOf(unknown).delete(pivot);
		change(row);
		for (const unknown of row.keys()) this.pivotsOf(unknown).add(pivot);
		this.changed.add(pivot);
	}

	following(): number[] {
		const found: number[] = [];
		for (const pivot of this.changed) {
			const row = this.rowByPivot.get(pivot);
			if (row === undefined) continue;
			if (row.size === 1) found.push(pivot);
			else if (this.steps.has(pivot) && this.isBinary(row)) found.push(...row.keys());
		}
		this.changed.clear();
		return found;
	}

	isBinary(row: Row): boolean {
		const weights: bigint[] = [];
		for (const [unknown, coefficient] of row) {
			const step = this.steps.get(unknown);
			if (step === undefined) return false;
			weights.push(toField(coefficient * step));
		}
		return weights.some((unit) => areDigits(weights, fieldInverse(unit)));
	}

	pivotsOf(unknown: number): Set<number> {
		const pivots = this.pivotsByUnknown.get(unknown) ?? new Set<number>();
		this.pivotsByUnknown.set(unknown, pivots);
		return pivots;
	}
}

/** Powers of two that add up to less than the field, with either sign. */
const EXPONENTS = new Map<bigint, number>();
for (let exponent = 0; exponent < 253; exponent++) {
	EXPONENTS.set(1n << BigInt(exponent), exponent);
	EXPONENTS.set(FIELD_ORDER - (1n << BigInt(exponent)), exponent);
}

function areDigits(weights: readonly bigint[], scale: bigint): boolean {
	const seen = new Set<number>();
	for (const weight of weights) {
		const exponent = EXPONENTS.get(toField(weight * scale));
		if (exponent === undefined || seen.has(exponent)) return false;
		seen.add(exponent);
	}
	return true;
}

/** `row −= factor·other`; terms that vanish are removed. */
function subtract(row: Row, other: Row, factor: bigint): void {
	for (const [unknown, coefficient] of other) {
		const value = toField((row.get(unknown) ?? 0n) - factor * coefficient);
		if (value === 0n) row.delete(unknown);
		else row.set(unknown, value);
	}
}

/** Extended Euclid. */
export function fieldInverse(value: bigint): bigint {
	let [low, high, x, y] = [toField(value), FIELD_ORDER, 1n, 0n];
	while (low > 1n) {
		const quotient = high / low;
		[low, high] = [high - quotient * low, low];
		[x, y] = [y - quotient * x, x];
	}
	return toField(x);
}
