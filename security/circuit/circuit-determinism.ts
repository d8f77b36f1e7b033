/**
 * Shows from the constraints alone, for every witness at once, that wires follow from given ones.
 *
 * If all wires follow from the inputs, a forger can only choose inputs: what the witness program
 * refuses for every choice of inputs, no hand-made witness can do either. Three rules, applied until
 * nothing changes:
 *
 * 1. the only unknown wire of a constraint stands alone with a constant coefficient;
 * 2. sums of unknown wires with constant coefficients (and `sum·(sum − 1) = 0`, a sum that is a bit)
 *    form linear equations; what they determine is in `linear-equations.ts`;
 * 3. `in·inv = 1 − out` and `in·out = 0` with known `in` determine `out`, and so do `in·inv = f(out)` and
 *    `in·g(out) = 0` for any f and g that are linear in `out` alone: where `in` is not 0, g(out) is 0, and
 *    where it is 0, f(out) is. `inv` stays free where `in` is 0; it occurs nowhere else.
 */
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";
import { type Constraint, type ConstraintSystem, type LinearForm, wiresOf } from "./circuit-constraints.ts";
import { fieldInverse, LinearEquations } from "./linear-equations.ts";

export type Determinism = {
	/** Wires that the rules do not reach. */
	readonly undetermined: readonly number[];
	/** Inverses that are free when their operand is 0, used in no other constraint. */
	readonly zeroTestInverses: readonly number[];
};

const CONSTANT = 0;

export function determinedFrom(system: ConstraintSystem, given: Iterable<number>): Determinism {
	return new Search(system, given).run();
}

class Search {
	readonly system: ConstraintSystem;
	readonly known: Uint8Array;
	/** Per constraint: unknown wires, and those of them inside the product. */
	readonly unknown: Uint32Array;
	readonly inProduct: Uint32Array;
	readonly isEquation: Uint8Array;
	/** Step between the two values that a wire can take. */
	readonly steps = new Map<number, bigint>();
	readonly equations = new LinearEquations(this.steps);
	readonly queue: number[] = [];
	readonly zeroTestInverses: number[] = [];

	constructor(system: ConstraintSystem, given: Iterable<number>) {
		const { wireCount, constraintCount } = system.header;
		this.system = system;
		this.known = new Uint8Array(wireCount);
		this.known[CONSTANT] = 1;
		for (const wire of given) this.known[wire] = 1;
		this.unknown = new Uint32Array(constraintCount);
		this.inProduct = new Uint32Array(constraintCount);
		this.isEquation = new Uint8Array(constraintCount);
		const bitSums: number[] = [];
		for (let index = 0; index < constraintCount; index++) {
			const constraint = system.constraint(index);
			for (const wire of wiresOf(constraint)) {
				if (this.known[wire] === 0) this.count(index, constraint, wire, 1);
			}
			const two = twoValued(constraint);
			if (two?.wires.length === 1) this.steps.set(two.wires[0] as number, two.step);
			else if (two !== undefined) bitSums.push(index);
			this.queue.push(index);
		}
		for (const index of bitSums) this.addBitSum(index);
	}

	run(): Determinism {
		do {
			while (this.queue.length > 0) this.visit(this.queue.pop() as number);
		} while (this.findProducts());
		const undetermined: number[] = [];
		this.known.forEach((known, wire) => {
			if (known === 0) undetermined.push(wire);
		});
		return { undetermined, zeroTestInverses: this.zeroTestInverses };
	}

	count(index: number, { a, b }: Constraint, wire: number, by: 1 | -1): void {
		this.unknown[index] = (this.unknown[index] as number) + by;
		if (a.has(wire) || b.has(wire)) this.inProduct[index] = (this.inProduct[index] as number) + by;
	}

	visit(index: number): void {
		const isOne = this.unknown[index] === 1;
		const isEquation =
			this.unknown[index] !== 0 && this.inProduct[index] === 0 && this.isEquation[index] === 0;
		if (!isOne && !isEquation) return;
		const constraint = this.system.constraint(index);
		const unknown = [...wiresOf(constraint)].filter((wire) => this.known[wire] === 0);
		if (isOne && standsAlone(constraint, unknown[0] as number)) {
			this.learn(unknown);
			return;
		}
		if (isOne) this.tryZeroTest(constraint, unknown[0] as number);
		if (!isEquation) return;
		this.isEquation[index] = 1;
		this.learn(this.equations.add(this.unknownTerms(constraint.c)));
	}

	/**
	 * Rule 2 where both factors of a product are sums that the equations determine, although their
	 * wires are unknown. In order of the constraints, so that one pass follows a computation.
	 */
	findProducts(): boolean {
		let found = false;
		for (let index = 0; index < this.unknown.length; index++) {
			if (this.unknown[index] === 0 || this.isEquation[index] === 1) continue;
			const { a, b, c } = this.system.constraint(index);
			const isSum = (form: LinearForm) => this.equations.determine(this.unknownTerms(form));
			if (!isSum(a) || !isSum(b)) continue;
			this.isEquation[index] = 1;
			this.learn(this.equations.add(this.unknownTerms(c)));
			while (this.queue.length > 0) this.visit(this.queue.pop() as number);
			found = true;
		}
		return found;
	}

	unknownTerms(form: LinearForm): Map<number, bigint> {
		return new Map([...form].filter(([wire]) => this.known[wire] === 0));
	}

	/** Rule 2 for `sum·(sum − step) = 0`: the sum equals one more two-valued unknown. */
	addBitSum(index: number): void {
		const { a } = this.system.constraint(index);
		const two = twoValued(this.system.constraint(index));
		if (two === undefined) return;
		const bit = this.system.header.wireCount + index;
		this.steps.set(bit, two.step);
		this.learn(this.equations.add(this.unknownTerms(a).set(bit, toField(-1n))));
	}

	learn(wires: readonly number[]): void {
		const pending = [...wires];
		for (let wire = pending.pop(); wire !== undefined; wire = pending.pop()) {
			const isBitOfSum = wire >= this.known.length;
			if (!isBitOfSum && this.known[wire] === 1) continue;
			if (!isBitOfSum) this.learnWire(wire);
			pending.push(...this.equations.settle(wire));
		}
	}

	learnWire(wire: number): void {
		this.known[wire] = 1;
		for (const index of this.system.constraintsOf(wire)) {
			this.count(index, this.system.constraint(index), wire, -1);
			this.queue.push(index);
		}
	}

	/** Rule 3. */
	tryZeroTest(constraint: Constraint, out: number): void {
		if (constraint.c.size > 0) return;
		const [tested, operand] = constraint.a.has(out)
			? [constraint.a, constraint.b]
			: [constraint.b, constraint.a];
		if (!isLinearIn(tested, out) || operand.has(out)) return;
		for (const index of this.system.constraintsOf(out)) {
			const other = this.system.constraint(index);
			const inverses = [...wiresOf(other)].filter((wire) => this.known[wire] === 0 && wire !== out);
			const [inverse] = inverses;
			if (inverse === undefined || inverses.length > 1) continue;
			if (this.system.constraintsOf(inverse).length !== 1 || !isZeroTest(other, operand, inverse, out))
				continue;
			this.zeroTestInverses.push(inverse);
			this.learn([out, inverse]);
			return;
		}
	}
}

/** The wire's coefficient is a constant: it occurs in c, or beside a factor without wires. */
function standsAlone({ a, b, c }: Constraint, wire: number): boolean {
	const constantOnly = (form: LinearForm) => [...form.keys()].every((other) => other === CONSTANT);
	if (!a.has(wire) && !b.has(wire)) return c.has(wire);
	if (c.has(wire)) return false;
	return (a.has(wire) && constantOnly(b) && b.size > 0) || (b.has(wire) && constantOnly(a) && a.size > 0);
}

/** `form·(k·form + t) = 0`: the form is 0 or −t/k. */
function twoValued({ a, b, c }: Constraint): { wires: number[]; step: bigint } | undefined {
	if (c.size > 0) return undefined;
	const wires = [...a.keys()].filter((wire) => wire !== CONSTANT);
	const [first] = wires;
	if (
		first === undefined ||
		!b.has(first) ||
		[...b.keys()].some((wire) => wire !== CONSTANT && !a.has(wire))
	) {
		return undefined;
	}
	const factor = (b.get(first) as bigint) * fieldInverse(a.get(first) as bigint);
	const proportional = wires.every(
		(wire) => ((a.get(wire) as bigint) * factor - (b.get(wire) ?? 0n)) % FIELD_ORDER === 0n,
	);
	const constant = (b.get(CONSTANT) ?? 0n) - (a.get(CONSTANT) ?? 0n) * factor;
	const step = toField(-constant * fieldInverse(factor));
	if (!proportional || step === 0n) return undefined;
	// A single wire takes its two values in steps of the form's step over its coefficient.
	const scale = wires.length === 1 ? fieldInverse(a.get(first) as bigint) : 1n;
	return { wires, step: toField(step * scale) };
}

/** Besides a constant only the wire. */
function isLinearIn(form: LinearForm, wire: number): boolean {
	return (form.get(wire) ?? 0n) !== 0n && [...form.keys()].every((at) => at === wire || at === CONSTANT);
}

/** `operand·inverse = f(out)` with f linear in `out`, the operand up to a factor. */
function isZeroTest(constraint: Constraint, operand: LinearForm, inverseWire: number, out: number): boolean {
	const { a, b, c } = constraint;
	const [factor, rest] = a.has(inverseWire) ? [a, b] : [b, a];
	if (factor.size !== 1 || !isLinearIn(c, out) || rest.size !== operand.size) return false;
	const [wire] = rest.keys();
	if (wire === undefined) return false;
	const ratio = toField((operand.get(wire) ?? 0n) * fieldInverse(rest.get(wire) as bigint));
	return [...rest].every(([at, value]) => toField(value * ratio) === (operand.get(at) ?? 0n));
}
