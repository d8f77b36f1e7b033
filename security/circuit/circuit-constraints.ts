/** A constraint system in memory, by constraint and by wire, to look at single constraints of a witness. */
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { type R1csHeader, readConstraintsInto } from "../../src/proof/snarkjs/r1cs-file.ts";

/** Coefficient by wire; wire 0 is the constant one. */
export type LinearForm = ReadonlyMap<number, bigint>;

/** `a · b = c`. */
export type Constraint = { readonly a: LinearForm; readonly b: LinearForm; readonly c: LinearForm };

export type ConstraintSystem = {
	readonly header: R1csHeader;
	readonly nonzeroCount: number;
	readonly constraint: (index: number) => Constraint;
	/** The constraints that a wire occurs in. */
	readonly constraintsOf: (wire: number) => Uint32Array;
};

const TERM_BYTES = 36;

export async function loadConstraintSystem(r1csPath: string): Promise<ConstraintSystem> {
	let bytes = new Uint8Array(0);
	const header = await readConstraintsInto(r1csPath, ({ constraintBytes }) => {
		bytes = new Uint8Array(constraintBytes);
		return bytes;
	});
	const view = new DataView(bytes.buffer);
	const starts = new Uint32Array(header.constraintCount);
	const perWire = new Uint32Array(header.wireCount + 1);
	let nonzeroCount = 0;
	eachTerm(view, header, starts, (wire) => {
		nonzeroCount += 1;
		perWire[wire + 1] = (perWire[wire + 1] as number) + 1;
	});
	for (let wire = 0; wire < header.wireCount; wire++) {
		perWire[wire + 1] = (perWire[wire + 1] as number) + (perWire[wire] as number);
	}
	const next = perWire.slice();
	const occurrences = new Uint32Array(nonzeroCount);
	eachTerm(view, header, starts, (wire, constraint) => {
		const at = next[wire] as number;
		next[wire] = at + 1;
		occurrences[at] = constraint;
	});
	const decoded: Constraint[] = new Array(header.constraintCount);
	return {
		header,
		nonzeroCount,
		constraint: (index) => {
			decoded[index] ??= decode(view, starts[index] as number);
			return decoded[index];
		},
		constraintsOf: (wire) => {
			const all = occurrences.subarray(perWire[wire] as number, perWire[wire + 1] as number);
			return all.filter((constraint, at) => at === 0 || constraint !== all[at - 1]);
		},
	};
}

function eachTerm(
	view: DataView,
	header: R1csHeader,
	starts: Uint32Array,
	use: (wire: number, constraint: number) => void,
): void {
	let at = 0;
	for (let constraint = 0; constraint < header.constraintCount; constraint++) {
		starts[constraint] = at;
		for (let part = 0; part < 3; part++) {
			const count = view.getUint32(at, true);
			at += 4;
			for (let term = 0; term < count; term++, at += TERM_BYTES) use(view.getUint32(at, true), constraint);
		}
	}
}

function decode(view: DataView, start: number): Constraint {
	let at = start;
	const form = (): LinearForm => {
		const terms = new Map<number, bigint>();
		const end = at + 4 + view.getUint32(at, true) * TERM_BYTES;
		for (at += 4; at < end; at += TERM_BYTES) {
			let coefficient = 0n;
			for (let limb = 3; limb >= 0; limb--) {
				coefficient = (coefficient << 64n) | view.getBigUint64(at + 4 + 8 * limb, true);
			}
			terms.set(view.getUint32(at, true), coefficient);
		}
		return terms;
	};
	return { a: form(), b: form(), c: form() };
}

/** Value of a linear form, not reduced. */
export function evaluate(form: LinearForm, value: (wire: number) => bigint): bigint {
	let sum = 0n;
	for (const [wire, coefficient] of form) sum += coefficient * value(wire);
	return sum;
}

/** Constraints that do not hold once `edits` replace wires of a witness that satisfied them all. */
export function brokenBy(
	system: ConstraintSystem,
	witness: readonly bigint[],
	edits: ReadonlyMap<number, bigint>,
): number[] {
	const value = (wire: number) => edits.get(wire) ?? (witness[wire] as bigint);
	const touched = new Set([...edits.keys()].flatMap((wire) => [...system.constraintsOf(wire)]));
	return [...touched].filter((index) => {
		const { a, b, c } = system.constraint(index);
		return (evaluate(a, value) * evaluate(b, value) - evaluate(c, value)) % FIELD_ORDER !== 0n;
	});
}

/** The wires of a constraint, the constant one left out. */
export function wiresOf({ a, b, c }: Constraint): Set<number> {
	const wires = new Set([...a.keys(), ...b.keys(), ...c.keys()]);
	wires.delete(0);
	return wires;
}
