/**
 * All solutions of a small constraint system over a small prime field: a template with small widths is
 * searched to the end, so what holds for every solution is proven for that field and those widths.
 *
 * Coefficients are read as integers, so the system is the same polynomials over another field. They must
 * be small, as in constraints that nothing has simplified: a fraction means something else there.
 */
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import type { CompiledCircuit } from "../../src/proof/circuit/compile-circuit.ts";
import { loadSymbols } from "../../src/proof/circuit/load-symbols.ts";
import { type LinearForm, loadConstraintSystem, wiresOf } from "./circuit-constraints.ts";

/** Value by signal name (without `main.`), for every wire that the constraints do not leave open. */
export type Solution = ReadonlyMap<string, number>;

type SmallForm = readonly (readonly [wire: number, coefficient: number])[];
type SmallConstraint = {
	readonly a: SmallForm;
	readonly b: SmallForm;
	readonly c: SmallForm;
	readonly wires: readonly number[];
};

const LARGEST_COEFFICIENT = 1n << 40n;
const ANY = "any";

export class SmallField {
	readonly order: number;
	readonly #names: readonly string[];
	readonly #wires: ReadonlyMap<string, number>;
	readonly #constraints: readonly SmallConstraint[];
	readonly #rootsOfOne = new Map<SmallConstraint, readonly number[] | typeof ANY>();
	readonly #inverses: readonly number[];

	private constructor(
		order: number,
		names: readonly string[],
		wires: ReadonlyMap<string, number>,
		constraints: readonly SmallConstraint[],
	) {
		this.order = order;
		this.#names = names;
		this.#wires = wires;
		this.#constraints = constraints;
		const inverses = [0, 1];
		for (let value = 2; value < order; value++) {
			const smaller = inverses[order % value] as number;
			inverses[value] = modulo(-Math.floor(order / value) * smaller, order);
		}
		this.#inverses = inverses;
	}

	static async of({ r1csPath, symPath }: CompiledCircuit, order: number): Promise<SmallField> {
		const system = await loadConstraintSystem(r1csPath);
		const names: string[] = [];
		const wires = new Map<string, number>();
		for (const [fullName, wire] of await loadSymbols(symPath)) {
			const name = fullName.replace(/^main\./, "");
			names[wire] = name;
			wires.set(name, wire);
		}
		const constraints = Array.from({ length: system.header.constraintCount }, (_, index) => {
			const constraint = system.constraint(index);
			const small = (form: LinearForm) => smallForm(form, order);
			return {
				a: small(constraint.a),
				b: small(constraint.b),
				c: small(constraint.c),
				wires: [...wiresOf(constraint)],
			};
		});
		return new SmallField(order, names, wires, constraints);
	}

	/** Every assignment of the other wires that satisfies all constraints. */
	solutions(given: Readonly<Record<string, number>>): Solution[] {
		const values: (number | undefined)[] = [1];
		for (const [name, value] of Object.entries(given)) {
			const wire = this.#wires.get(name);
			if (wire === undefined) throw new Error(`the compiler left no wire for ${name}`);
			values[wire] = modulo(value, this.order);
		}
		const found: Solution[] = [];
		this.#search(values, found);
		return found;
	}

	/** Assigns whatever follows, then tries each value of a wire that does not. Changes `values`. */
	#search(values: (number | undefined)[], found: Solution[]): void {
		let open: { wire: number; choices: readonly number[] } | undefined;
		let untouched: number | undefined;
		for (let changed = true; changed; ) {
			changed = false;
			open = undefined;
			untouched = undefined;
			for (const constraint of this.#constraints) {
				const { wire, count } = firstUnknown(constraint.wires, values);
				if (count === 0 && !this.#holds(constraint, values)) return;
				if (count > 1 && !this.#vanishes(constraint, values)) untouched ??= wire;
				if (count !== 1) continue;
				const choices = this.#roots(constraint, wire, values);
				if (choices === ANY) continue;
				if (choices.length === 0) return;
				if (choices.length === 1) {
					values[wire] = choices[0];
					changed = true;
				} else if (open === undefined || choices.length < open.choices.length) open = { wire, choices };
			}
		}
		if (open === undefined && untouched !== undefined) {
			open = { wire: untouched, choices: Array.from({ length: this.order }, (_, value) => value) };
		}
		if (open === undefined) {
			const known = values.flatMap((value, wire) =>
				wire === 0 || value === undefined ? [] : [[this.#names[wire] ?? `${wire}`, value] as const],
			);
			found.push(new Map(known));
			return;
		}
		for (const value of open.choices) {
			const next = values.slice();
			next[open.wire] = value;
			this.#search(next, found);
		}
	}

	/** Values of the only unknown wire with which the constraint holds. */
	#roots(
		constraint: SmallConstraint,
		wire: number,
		values: readonly (number | undefined)[],
	): readonly number[] | typeof ANY {
		const [a, b, c] = [constraint.a, constraint.b, constraint.c].map((form) =>
			linear(form, wire, values, this.order),
		) as [Linear, Linear, Linear];
		const cached = constraint.wires.length === 1 ? this.#rootsOfOne.get(constraint) : undefined;
		if (cached !== undefined) return cached;
		if (a.slope === 0 || b.slope === 0) return this.#linearRoots(a, b, c);
		const roots: number[] = [];
		for (let value = 0; value < this.order; value++) {
			const left = (a.rest + a.slope * value) * ((b.rest + b.slope * value) % this.order);
			if (modulo(left - c.rest - c.slope * value, this.order) === 0) roots.push(value);
		}
		const found = roots.length === this.order ? ANY : roots;
		if (constraint.wires.length === 1) this.#rootsOfOne.set(constraint, found);
		return found;
	}

	#linearRoots(a: Linear, b: Linear, c: Linear): readonly number[] | typeof ANY {
		const slope = modulo(a.slope * b.rest + b.slope * a.rest - c.slope, this.order);
		const missing = modulo(c.rest - a.rest * b.rest, this.order);
		if (slope !== 0) return [modulo(missing * (this.#inverses[slope] as number), this.order)];
		return missing === 0 ? ANY : [];
	}

	/** The constraint holds whatever its unknown wires are: known factors of 0 took them out. */
	#vanishes(constraint: SmallConstraint, values: readonly (number | undefined)[]): boolean {
		const known = (form: SmallForm) => form.every(([wire]) => values[wire] !== undefined);
		const zero = (form: SmallForm) => known(form) && modulo(sum(form, values), this.order) === 0;
		return (zero(constraint.a) || zero(constraint.b)) && zero(constraint.c);
	}

	#holds({ a, b, c }: SmallConstraint, values: readonly (number | undefined)[]): boolean {
		const product = modulo(sum(a, values), this.order) * modulo(sum(b, values), this.order);
		return modulo(product - sum(c, values), this.order) === 0;
	}
}

/** How many of the wires have no value yet (two stands for more), and the first of them. */
function firstUnknown(wires: readonly number[], values: readonly (number | undefined)[]) {
	let wire = 0;
	let count = 0;
	for (const other of wires) {
		if (values[other] !== undefined) continue;
		if (count === 0) wire = other;
		count += 1;
		if (count > 1) break;
	}
	return { wire, count };
}

type Linear = { readonly rest: number; readonly slope: number };

function linear(
	form: SmallForm,
	wire: number,
	values: readonly (number | undefined)[],
	order: number,
): Linear {
	let rest = 0;
	let slope = 0;
	for (const [at, coefficient] of form) {
		if (at === wire) slope = coefficient;
		else rest += coefficient * (values[at] as number);
	}
	return { rest: modulo(rest, order), slope };
}

function sum(form: SmallForm, values: readonly (number | undefined)[]): number {
	return form.reduce((total, [wire, coefficient]) => total + coefficient * (values[wire] as number), 0);
}

function smallForm(form: LinearForm, order: number): SmallForm {
	return [...form].map(([wire, coefficient]) => [wire, smallCoefficient(coefficient, order)] as const);
}

function smallCoefficient(coefficient: bigint, order: number): number {
	const integer = coefficient > FIELD_ORDER / 2n ? coefficient - FIELD_ORDER : coefficient;
	if (integer > LARGEST_COEFFICIENT || integer < -LARGEST_COEFFICIENT) {
		throw new Error(`coefficient ${integer} is no small integer`);
	}
	return modulo(Number(integer % BigInt(order)), order);
}

function modulo(value: number, order: number): number {
	return ((value % order) + order) % order;
}
