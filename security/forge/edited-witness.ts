/** A witness that is edited wire by wire: knows after each edit which constraints are broken, and mends them. */
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";
import { fieldInverse } from "../circuit/linear-equations.ts";
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
	 * The values of `wire` that make a broken constraint hold while everything else stays as edited. Where the
	 * wire stands in both factors, only those that make one of them 0: so it is with bits, also those that the
	 * compiler wrote as sums of other wires.
	 */
	repairs(constraint: number, wire: number): bigint[] {
		const at = this.#check.occurrencesOf(wire).find((occurrence) => occurrence.constraint === constraint);
		if (at === undefined) return [];
		const { a, b, c } = this.#sumsOf(constraint);
		if (at.a === 0n || at.b === 0n) return this.#roots(wire, c - a * b, at.a * b + at.b * a - at.c);
		if (at.c !== 0n || c % FIELD_ORDER !== 0n) return [];
		return [...this.#roots(wire, -a, at.a), ...this.#roots(wire, -b, at.b)];
	}

	/** The value at which a form that is short by `missing` and grows by `slope` with the wire is met. */
	#roots(wire: number, missing: bigint, slope: bigint): bigint[] {
		if (slope % FIELD_ORDER === 0n) return [];
		const step = (missing % FIELD_ORDER) * fieldInverse(slope);
		return [toField(this.#check.valueOf(this.edits, wire) + step)];
	}

	#sumsOf(constraint: number): Sums {
		return this.#touched.get(constraint) ?? this.#check.sumsOf(constraint);
	}
}
