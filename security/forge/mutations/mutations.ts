/** Ways to change a witness: one signal, two signals of one component, and repairs of what that broke. */
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";
import { EditedWitness } from "../edited-witness.ts";
import type { Edits, IncrementalCheck } from "../incremental-check.ts";

const powers = [40n, 61n, 62n, 63n, 128n].map((exponent) => 1n << exponent);

/** Values that a forger would try first. */
export const EDGE_VALUES: readonly bigint[] = [
	0n,
	1n,
	2n,
	FIELD_ORDER - 1n,
	(FIELD_ORDER + 1n) / 2n,
	...powers,
	...powers.map((power) => FIELD_ORDER - power),
];

const LANE_BASE = 1n << 63n;
const DIFFERENCES: readonly bigint[] = [1n, 2n, LANE_BASE, (FIELD_ORDER + 1n) / 2n, ...powers];

/** Repairs after which a search gives up. */
const MAX_REPAIRS = 8;
/** Broken constraints that a search chooses from. */
const MAX_CHOICES = 4;

/** One new value: an edge value, the old one moved by an edge value, another wire's, or a random one. */
export function mutateOne(check: IncrementalCheck, wire: number, draw: Draw): Map<number, bigint> {
	const old = check.witness[wire] as bigint;
	return new Map([[wire, newValue(check, old, draw)]]);
}

function newValue(check: IncrementalCheck, old: bigint, draw: Draw): bigint {
	switch (draw.integer(0, 7)) {
		case 0:
			return draw.unsigned(FIELD_ORDER - 1n);
		case 1:
			return check.witness[draw.integer(0, check.witness.length - 1)] as bigint;
		case 2:
			return toField(old + draw.pick(DIFFERENCES));
		case 3:
			return toField(old - draw.pick(DIFFERENCES));
		default:
			return draw.pick(EDGE_VALUES);
	}
}

/**
 * Two signals of one component together: swapped, copied, moved against each other (by the lane base
 * and one, as a borrow between lanes would; by two and one, as a carry between bits would), or each at
 * will.
 */
export function mutateTwo(
	check: IncrementalCheck,
	members: readonly number[],
	draw: Draw,
): Map<number, bigint> {
	const at = draw.integer(0, members.length - 2);
	const first = members[at] as number;
	const second = draw.chance(0.5) ? (members[at + 1] as number) : draw.pick(members);
	const [one, other] = [check.witness[first] as bigint, check.witness[second] as bigint];
	const pair = (a: bigint, b: bigint) =>
		new Map([
			[first, toField(a)],
			[second, toField(b)],
		]);
	const step = draw.pick(DIFFERENCES);
	switch (draw.integer(0, 6)) {
		case 0:
			return pair(other, one);
		case 1:
			return pair(other, other);
		case 2:
			return pair(one + step, other - step);
		case 3:
			return pair(one + LANE_BASE, other - 1n);
		case 4:
			return pair(one + 2n, other - 1n);
		case 5:
			return pair(1n - one, 1n - other);
		default:
			return pair(newValue(check, one, draw), newValue(check, other, draw));
	}
}

/**
 * Goes on from edits that break constraints: picks one of them and sets another of its wires so that
 * it holds, again and again. What a missing constraint leaves open, this finds.
 *
 * @param isFixed wires that may not be changed for a repair
 * @param maxRepairs more where the witness breaks many constraints from the start
 */
export function repairEdits(
	check: IncrementalCheck,
	edits: Edits,
	isFixed: (wire: number) => boolean,
	draw: Draw,
	maxRepairs = MAX_REPAIRS,
): Map<number, bigint> {
	const edited = new EditedWitness(check, edits);
	for (let round = 0; round < maxRepairs && edited.broken.size > 0; round++) {
		const constraint = draw.pick([...edited.broken].slice(0, MAX_CHOICES));
		const wires = check.wiresOf(constraint).filter((wire) => !isFixed(wire) && !edits.has(wire));
		if (wires.length === 0) break;
		const wire = draw.pick(wires);
		const values = edited.repairs(constraint, wire);
		if (values.length > 0) edited.set(wire, draw.pick(values));
	}
	return edited.edits;
}
