/**
 * Checks edits of a witness against the constraints alone, in time that depends on the edit and not on the
 * circuit: `a·w`, `b·w`, `c·w` of every constraint are kept, an edit adds its differences. The witness may
 * break constraints itself; what an edit does not mend stays broken.
 */
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { type ConstraintSystem, evaluate, wiresOf } from "../circuit/circuit-constraints.ts";

/** New value by wire. */
export type Edits = ReadonlyMap<number, bigint>;

/** Where a wire occurs, and its coefficient in each of the three linear forms. */
export type Occurrence = {
	readonly constraint: number;
	readonly a: bigint;
	readonly b: bigint;
	readonly c: bigint;
};

export type Sums = { a: bigint; b: bigint; c: bigint };

export class IncrementalCheck {
	readonly system: ConstraintSystem;
	readonly witness: readonly bigint[];
	/** Constraints that the witness breaks before any edit; empty for an honest one. */
	readonly brokenFromTheStart: readonly number[];
	readonly #sums: Sums[];
	readonly #occurrences = new Map<number, readonly Occurrence[]>();

	constructor(system: ConstraintSystem, witness: readonly bigint[]) {
		this.system = system;
		this.witness = witness;
		const value = (wire: number) => witness[wire] as bigint;
		this.#sums = Array.from({ length: system.header.constraintCount }, (_, index) => {
			const { a, b, c } = system.constraint(index);
			return {
				a: evaluate(a, value) % FIELD_ORDER,
				b: evaluate(b, value) % FIELD_ORDER,
				c: evaluate(c, value) % FIELD_ORDER,
			};
		});
		this.brokenFromTheStart = this.#sums.flatMap((sums, index) => (holds(sums) ? [] : [index]));
	}

	/** Constraints that the edited witness breaks, at most `limit` of them. */
	broken(edits: Edits, limit = Number.POSITIVE_INFINITY): number[] {
		const touched = this.#touched(edits);
		const found = this.brokenFromTheStart.filter((index) => !touched.has(index)).slice(0, limit);
		if (found.length >= limit) return found;
		for (const [index, sums] of touched) {
			if (holds(sums)) continue;
			found.push(index);
			if (found.length >= limit) break;
		}
		return found;
	}

	valueOf(edits: Edits, wire: number): bigint {
		return edits.get(wire) ?? (this.witness[wire] as bigint);
	}

	/** Wires of a constraint, the constant one left out. */
	wiresOf(constraint: number): number[] {
		return [...wiresOf(this.system.constraint(constraint))];
	}

	/** Constraints in which a wire occurs. */
	constraintsOf(wire: number): number[] {
		return this.occurrencesOf(wire).map(({ constraint }) => constraint);
	}

	/** Sums of a constraint before any edit. */
	sumsOf(constraint: number): Sums {
		return this.#sums[constraint] as Sums;
	}

	#touched(edits: Edits): Map<number, Sums> {
		const touched = new Map<number, Sums>();
		for (const [wire, value] of edits) this.move(touched, wire, value - (this.witness[wire] as bigint));
		return touched;
	}

	/** Adds what a wire that changes by `difference` changes in the sums. */
	move(touched: Map<number, Sums>, wire: number, difference: bigint): void {
		if (difference === 0n) return;
		for (const { constraint, a, b, c } of this.occurrencesOf(wire)) {
			const sums = touched.get(constraint) ?? { ...this.sumsOf(constraint) };
			sums.a += a * difference;
			sums.b += b * difference;
			sums.c += c * difference;
			touched.set(constraint, sums);
		}
	}

	/** Where a wire occurs. */
	occurrencesOf(wire: number): readonly Occurrence[] {
		const known = this.#occurrences.get(wire);
		if (known !== undefined) return known;
		const found = Array.from(this.system.constraintsOf(wire), (constraint) => {
			const { a, b, c } = this.system.constraint(constraint);
			return { constraint, a: a.get(wire) ?? 0n, b: b.get(wire) ?? 0n, c: c.get(wire) ?? 0n };
		});
		this.#occurrences.set(wire, found);
		return found;
	}
}

/** Whether a constraint with these sums is met. */
export function holds({ a, b, c }: Sums): boolean {
	return (a * b - c) % FIELD_ORDER === 0n;
}
