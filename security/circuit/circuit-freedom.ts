/**
 * Wires of a satisfied witness that can be changed alone without breaking any constraint.
 *
 * Every constraint is quadratic, so for one wire w moved by δ it reads δ·(linear + quadratic·δ) = 0:
 * the whole field is searched by looking at that equation's roots, not by trying values.
 */
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import { type ConstraintSystem, evaluate, wiresOf } from "./circuit-constraints.ts";

/** A root `−linear / quadratic`, kept as a fraction to compare without inversions. */
type Root = { readonly linear: bigint; readonly quadratic: bigint };

export type FreeWires = {
	/** Constraints that the witness itself breaks. */
	readonly broken: readonly number[];
	/** May take any value. */
	readonly anyValue: readonly number[];
	/** May take one other value. */
	readonly oneOther: readonly number[];
};

export function freeWires(system: ConstraintSystem, witness: readonly bigint[]): FreeWires {
	const { wireCount, constraintCount } = system.header;
	const broken: number[] = [];
	const roots: (Root | "any" | "none")[] = new Array(wireCount).fill("any");
	const value = (wire: number) => witness[wire] as bigint;
	for (let index = 0; index < constraintCount; index++) {
		const constraint = system.constraint(index);
		const a = evaluate(constraint.a, value) % FIELD_ORDER;
		const b = evaluate(constraint.b, value) % FIELD_ORDER;
		if ((a * b - evaluate(constraint.c, value)) % FIELD_ORDER !== 0n) broken.push(index);
		for (const wire of wiresOf(constraint)) {
			if (roots[wire] === "none") continue;
			const inA = constraint.a.get(wire) ?? 0n;
			const inB = constraint.b.get(wire) ?? 0n;
			const linear = (inA * b + inB * a - (constraint.c.get(wire) ?? 0n)) % FIELD_ORDER;
			const quadratic = (inA * inB) % FIELD_ORDER;
			roots[wire] = narrow(roots[wire] as Root | "any", linear, quadratic);
		}
	}
	roots[0] = "none";
	const all = roots.map((_root, wire) => wire);
	return {
		broken,
		anyValue: all.filter((wire) => roots[wire] === "any"),
		oneOther: all.filter((wire) => typeof roots[wire] === "object"),
	};
}

function narrow(before: Root | "any", linear: bigint, quadratic: bigint): Root | "any" | "none" {
	if (linear === 0n && quadratic === 0n) return before;
	if (linear === 0n || quadratic === 0n) return "none";
	if (before === "any") return { linear, quadratic };
	const same = (before.linear * quadratic - linear * before.quadratic) % FIELD_ORDER === 0n;
	return same ? before : "none";
}
