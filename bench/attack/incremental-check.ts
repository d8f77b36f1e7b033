/**
 * Checks edits of a satisfied witness against the constraints alone, in time that depends on the edit
 * and not on the circuit: `a·w`, `b·w`, `c·w` of every constraint are kept, an edit adds its differences.
 */
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";
import { type ConstraintSystem, evaluate, wiresOf } from "../../test/support/circuit-constraints.ts";
import { fieldInverse } from "../../test/support/linear-equations.ts";

/** New value by wire. */
export type Edits = ReadonlyMap<number, bigint>;

/** Where a wire occurs, and its coefficient in each of the three linear forms. */
type Occurrence = {
	readonly constraint: number;
	readonly a: bigint;
	readonly b: bigint;
	readonly c: bigint;
};

type Sums = { a: bigint; b: bigint; c: bigint };

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
		const found: number[] = [];
		for (const [index, sums] of this.#touched(edits)) {
			if (holds(sums)) continue;
			found.push(index);
			if (found.length >= limit) break;
		}
		return found;
	}

	/**
	 * The value of `wire` that makes a broken constraint hold while everything else stays as edited;
	 * undefined when the wire stands in both factors, or nowhere that matters.
	 */
	repair(edits: Edits, constraint: number, wire: number): bigint | undefined {
		const at = this.#occurrencesOf(wire).find((occurrence) => occurrence.constraint === constraint);
		if (at === undefined || (at.a !== 0n && at.b !== 0n)) return undefined;
		const sums = this.#touched(edits).get(constraint) ?? (this.#sums[constraint] as Sums);
		const slope = toField(at.a * sums.b + at.b * sums.a - at.c);
		if (slope === 0n) return undefined;
		const missing = toField(sums.c - sums.a * sums.b);
		return toField(this.valueOf(edits, wire) + missing * fieldInverse(slope));
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
		return this.#occurrencesOf(wire).map(({ constraint }) => constraint);
	}

	#touched(edits: Edits): Map<number, Sums> {
		const touched = new Map<number, Sums>();
		for (const [wire, value] of edits) {
			const difference = value - (this.witness[wire] as bigint);
			if (difference === 0n) continue;
			for (const { constraint, a, b, c } of this.#occurrencesOf(wire)) {
				const sums = touched.get(constraint) ?? { ...(this.#sums[constraint] as Sums) };
				sums.a += a * difference;
				sums.b += b * difference;
				sums.c += c * difference;
				touched.set(constraint, sums);
			}
		}
		return touched;
	}

	#occurrencesOf(wire: number): readonly Occurrence[] {
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

function holds({ a, b, c }: Sums): boolean {
	return (a * b - c) % FIELD_ORDER === 0n;
}
