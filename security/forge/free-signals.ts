/**
 * What a prover may choose freely, and why that never helps. Every mutated witness that satisfies the
 * constraints must be one of these, exactly; anything else is a bug.
 */
import { FIELD_ORDER } from "../../src/field/bn254.ts";
import type { SolvencyCase } from "../../test/support/circuits/solvency-case.ts";
import type { Judge, Verdict } from "./attack-witness.ts";
import type { Edits, IncrementalCheck } from "./incremental-check.ts";
import type { SignalMap } from "./signal-map.ts";

export const FREE = {
	inverse:
		"the inverse of a zero test whose operand is 0: it stands in no other constraint, and the test's outcome does not depend on it",
	tail: "the tail level t: every t gives a lower bound of equity after expected shortfall",
	scope:
		"another scope with the pseudonym that this identity has there: what another registry would be shown",
	stranger:
		"another account of the ledger, by whoever has its owner's secret: a true statement of that owner",
	holder: "another holder or less surplus in the context: a true statement that the prover may make as well",
} as const;

const INVERSE = /(?:^|\.)(IsZero|isz)(\[\d+\])?\.inv$/;
const HOLDER_BITS = 160n;
const bug = (what: string): Verdict => ({ kind: "bug", what });
const free = (reason: string): Verdict => ({ kind: "free", reason });

/** Judges mutations of an honest witness of the whole statement. */
export function solvencyJudge(honest: SolvencyCase, map: SignalMap): Judge {
	const { input, assessment } = honest;
	const contextWire = map.wireOf("context") as number;
	const publicWires = ["pseudonym", "ledgerRoot", "riskRoot", "scope"].map(
		(name) => map.wireOf(name) as number,
	);
	return (edits, check) => {
		if (publicWires.some((wire) => edits.has(wire))) return bug("another statement is proven");
		if (isFree(edits, check, map)) return free(FREE.inverse);
		const context = check.valueOf(edits, contextWire);
		const surplus = context >> HOLDER_BITS;
		if (surplus > assessment.freeCollateralMicroUsd)
			return bug("more surplus than the account has is proven");
		const chosen = new Set<string>();
		if (edits.has(contextWire)) chosen.add(FREE.holder);
		for (const wire of edits.keys()) {
			if (wire === contextWire) continue;
			const name = map.signals[wire]?.name ?? "";
			if (name === "tailShiftMicroUsd") chosen.add(FREE.tail);
			else if (name === "holder") chosen.add(FREE.holder);
			else if (Object.hasOwn(input, name.replace(/\[.*$/, ""))) return bug(`${name} is another`);
		}
		// Everything but inverses follows from the inputs, so something the prover may choose must have changed.
		const [reason] = chosen;
		return reason === undefined ? bug("the inputs do not determine this signal") : free(reason);
	};
}

/** Only inverses of zero tests of 0 are edited. */
export function isFree(edits: Edits, check: IncrementalCheck, map: SignalMap): boolean {
	return [...edits.keys()].every((wire) => isFreeInverse(wire, check, map));
}

function isFreeInverse(wire: number, check: IncrementalCheck, map: SignalMap): boolean {
	if (!INVERSE.test(map.signals[wire]?.name ?? "")) return false;
	const [constraint, ...others] = check.constraintsOf(wire);
	if (constraint === undefined || others.length > 0) return false;
	// operand·inverse = 1 − out: the factor beside the inverse is the operand.
	const { a, b } = check.system.constraint(constraint);
	const operand = a.has(wire) ? b : a;
	let sum = 0n;
	for (const [other, coefficient] of operand) sum += coefficient * (check.witness[other] as bigint);
	return sum % FIELD_ORDER === 0n;
}
