/** A witness that is edited wire by wire: knows after each edit which constraints are broken, and mends them. */
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";
import { fieldInverse } from "../../test/support/linear-equations.ts";
import { type Edits, holds, type IncrementalCheck, type Sums } from "./incremental-check.ts";

export class EditedWitness {
	readonly edits = new Map<number, bigint>();
	readonly broken: Set<number>;
	readonly #check: IncrementalCheck;
	readonly #touched = new Map<number, Sums>();

	constructor(check: IncrementalCheck, edits: Edits) {
		this.#check = check;
		this.broken = new Set(check.brokenFromTheStart);
		for (const [wire, value] of edits) this.set(wire, value);
	}

	set(wire: number, value: bigint): void {
		this.#check.move(this.#touched, wire, value - this.#check.valueOf(this.edits, wire));
		this.edits.set(wire, value);
		for (const { constraint } of this.#check.occurrencesOf(wire)) {
			if (holds(this.#sumsOf(constraint))) this.broken.delete(constraint);
			else this.broken.add(constraint);
		}
	}

	/**
	 * The value of `wire` that makes a broken constraint hold while everything else stays as edited;
	 * undefined when the wire stands in both factors, or nowhere that matters.
	 */
	repair(constraint: number, wire: number): bigint | undefined {
		const at = this.#check.occurrencesOf(wire).find((occurrence) => occurrence.constraint === constraint);
		if (at === undefined || (at.a !== 0n && at.b !== 0n)) return undefined;
		const sums = this.#sumsOf(constraint);
		const slope = toField(at.a * sums.b + at.b * sums.a - at.c);
		if (slope === 0n) return undefined;
		const missing = (sums.c - sums.a * sums.b) % FIELD_ORDER;
		return toField(this.#check.valueOf(this.edits, wire) + missing * fieldInverse(slope));
	}

	#sumsOf(constraint: number): Sums {
		return this.#touched.get(constraint) ?? this.#check.sumsOf(constraint);
	}
}
