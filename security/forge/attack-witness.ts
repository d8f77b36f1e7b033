/** Mutates the signals of one satisfied witness and says, template by template, what became of it. */
import type { Draw } from "../../test/support/random/seeded-draw.ts";
import type { Edits, IncrementalCheck } from "./incremental-check.ts";
import { mutateOne, mutateTwo, repairEdits } from "./mutations/mutations.ts";
import type { SignalMap } from "./signal-map.ts";
import type { Tally } from "./tally.ts";

/** What a mutated witness that satisfies every constraint is. */
export type Verdict =
	| { readonly kind: "free"; readonly reason: string }
	| { readonly kind: "bug"; readonly what: string };

/** Judges a mutated witness that satisfies every constraint. */
export type Judge = (edits: Edits, check: IncrementalCheck) => Verdict;

export type WitnessAttack = {
	readonly check: IncrementalCheck;
	readonly map: SignalMap;
	/** Wires that no repair may change. */
	readonly isFixed: (wire: number) => boolean;
	readonly judge: Judge;
	readonly draw: Draw;
	readonly tally: Tally;
	/** Names the case in a report of a bug. */
	readonly label: string;
};

/** Every wire once, by one new value. */
export function sweepWires(attack: WitnessAttack, rounds = 1): void {
	for (let round = 0; round < rounds; round++) {
		for (let wire = 1; wire < attack.check.witness.length; wire++) {
			tryEdits(attack, wire, mutateOne(attack.check, wire, attack.draw));
		}
	}
}

/**
 * `count` mutations, as many of one signal as of two signals of one component, half of either with
 * repairs. Each template gets the same share, however many signals it has.
 */
export function mutateWires(attack: WitnessAttack, count: number): void {
	const { check, draw } = attack;
	const templates = instancesByTemplate(attack.map);
	for (let done = 0; done < count; done++) {
		const members = draw.pick(draw.pick(templates));
		const two = members.length > 1 && draw.chance(0.5);
		let edits: Edits = two ? mutateTwo(check, members, draw) : mutateOne(check, draw.pick(members), draw);
		const wire = edits.keys().next().value as number;
		if (draw.chance(0.5)) edits = repairEdits(check, edits, attack.isFixed, draw);
		tryEdits(attack, wire, edits);
	}
}

function instancesByTemplate({ instances, signals }: SignalMap): (readonly number[])[][] {
	const byTemplate = new Map<string, (readonly number[])[]>();
	for (const members of instances.values()) {
		const template = signals[members[0] as number]?.template ?? "";
		byTemplate.set(template, [...(byTemplate.get(template) ?? []), members]);
	}
	return [...byTemplate.values()];
}

/** Forces other public signals and repairs what it can: a false statement must stay refused. */
export function forceStatements(attack: WitnessAttack, statements: readonly Edits[], repeats: number): void {
	for (const statement of statements) {
		for (let done = 0; done < repeats; done++) {
			const edits = repairEdits(attack.check, statement, (wire) => statement.has(wire), attack.draw);
			tryEdits(attack, statement.keys().next().value as number, edits);
		}
	}
}

/** Checks edits against the constraints and counts what became of them. */
export function tryEdits(attack: WitnessAttack, wire: number, edits: Edits): void {
	const { check, tally, map } = attack;
	const template = map.signals[wire]?.template ?? "(no symbol)";
	const changed = new Map([...edits].filter(([at, value]) => value !== check.witness[at]));
	if (changed.size === 0) return;
	const [broken] = check.broken(changed, 1);
	if (broken !== undefined) {
		tally.refused(template, refusingTemplate(attack, broken));
		return;
	}
	const verdict = attack.judge(changed, check);
	if (verdict.kind === "free") {
		tally.free(template, verdict.reason);
		return;
	}
	const names = [...changed.keys()].slice(0, 8).map((at) => map.signals[at]?.name ?? `wire ${at}`);
	tally.bug(template, `${attack.label}: ${verdict.what}; changed ${names.join(", ")}`);
}

/** The template most wires of a constraint belong to. */
function refusingTemplate({ check, map }: WitnessAttack, constraint: number): string {
	const votes = new Map<string, number>();
	let winner = "(constant)";
	for (const wire of check.wiresOf(constraint)) {
		const template = map.signals[wire]?.template;
		if (template === undefined) continue;
		votes.set(template, (votes.get(template) ?? 0) + 1);
		if ((votes.get(template) as number) > (votes.get(winner) ?? 0)) winner = template;
	}
	return winner;
}
