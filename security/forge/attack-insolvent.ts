/**
 * Starts from every wire of a false statement, that of an account which is far from solvent, and tries to
 * mend what it breaks: the witness program of the circuit never gets this far.
 */
import type { PoseidonHash } from "../../src/field/poseidon.ts";
import type { SizeClass } from "../../src/ledger/account-leaf.ts";
import {
	type ForgeableInput,
	type SolvencyCase,
	solvencyCase,
} from "../../test/support/circuits/solvency-case.ts";
import { type Draw, drawFrom } from "../../test/support/random/seeded-draw.ts";
import type { ConstraintSystem } from "../circuit/circuit-constraints.ts";
import type { UncheckedProgram } from "../compare/unchecked-witness.ts";
import { INPUT_MUTATIONS, type InputAttack, mutateInput, mutateStatement } from "./attack-inputs.ts";
import { type Judge, tryEdits, type WitnessAttack } from "./attack-witness.ts";
import { IncrementalCheck } from "./incremental-check.ts";
import { INSOLVENT_KINDS, insolventCase, isFarFromSolvent } from "./insolvent-cases.ts";
import { mutateOne, mutateTwo, repairEdits } from "./mutations/mutations.ts";
import type { SignalMap } from "./signal-map.ts";
import { Tally } from "./tally.ts";

export type InsolventEffort = {
	/** Attempts to mend the wires of each account. */
	readonly repairs: number;
	/** Mutated inputs of each account whose wires are mended, too, with as many attempts together. */
	readonly variants: number;
	/** Mutations of the inputs of each account, computed by the circuit's own witness program. */
	readonly inputMutations: number;
};

export type InsolventAttack = {
	readonly sizeClass: SizeClass;
	readonly hash: PoseidonHash;
	readonly calculate: InputAttack["calculate"];
	readonly uncheckedProgram: UncheckedProgram;
	readonly system: ConstraintSystem;
	readonly map: SignalMap;
	readonly seed: number;
	readonly effort: InsolventEffort;
	/** Whether no further account may start; the first always runs. */
	readonly isOver?: () => boolean;
	readonly onCase?: (label: string, mutations: number) => void;
};

export type InsolventOutcome = { readonly wires: Tally; readonly inputs: Tally; readonly accounts: number };

const PUBLIC = ["pseudonym", "ledgerRoot", "riskRoot", "scope", "context"] as const;
const MAX_REPAIRS = 64;

/** One account of each kind; none of their statements may be made to hold. */
export async function attackInsolvent(attack: InsolventAttack): Promise<InsolventOutcome> {
	const { sizeClass, hash, calculate, seed, effort } = attack;
	const wires = new Tally();
	const inputs = new Tally();
	let accounts = 0;
	for (const [at, kind] of INSOLVENT_KINDS.entries()) {
		if (accounts > 0 && attack.isOver?.() === true) break;
		const honest = insolventCase({ hash, sizeClass, kind, seed: seed + at });
		if (!isFarFromSolvent(honest.assessment)) throw new Error(`${kind}: this account is nearly solvent`);
		const draw = drawFrom(seed * 6_007 + at);
		await mendWires(attack, honest, draw, wires, kind);
		const { inputMutations } = effort;
		const attacked = { honest, calculate, draw, tally: inputs, label: kind };
		await mutateStatement(attacked, inputMutations, at * inputMutations);
		accounts += 1;
		attack.onCase?.(kind, wires.total.mutations + inputs.total.mutations);
	}
	return { wires, inputs, accounts };
}

async function mendWires(
	attack: InsolventAttack,
	honest: SolvencyCase,
	draw: Draw,
	tally: Tally,
	label: string,
): Promise<void> {
	const { effort, system, map, uncheckedProgram } = attack;
	const what = "the wires of an insolvent account satisfy everything";
	const judge: Judge = () => ({ kind: "bug", what });
	const twin = await uncheckedProgram(solventTwin(attack, honest));
	for (const input of statements(honest, draw, effort.variants)) {
		const check = new IncrementalCheck(system, await uncheckedProgram(input));
		const isFixed = (wire: number) => wire <= system.header.publicCount;
		const attacked = { check, map, isFixed, judge, draw, tally, label };
		if (check.brokenFromTheStart.length === 0) tally.bug("Solvency", `${label}: ${what}, unchanged`);
		for (let done = 0; done < effort.repairs / (effort.variants + 1); done++) mendOnce(attacked, twin);
	}
}

/** The account's inputs, and mutations of them under the same public statement. */
function* statements(honest: SolvencyCase, draw: Draw, variants: number): Generator<ForgeableInput> {
	yield honest.input;
	for (let made = 0; made < variants; ) {
		const mutated = mutateInput(honest, draw.pick(INPUT_MUTATIONS), draw);
		if (mutated === undefined) continue;
		made += 1;
		yield { ...mutated.input, ...Object.fromEntries(PUBLIC.map((name) => [name, honest.input[name]])) };
	}
}

/** An account of the same table that is solvent: it holds nothing. */
function solventTwin({ hash, sizeClass }: InsolventAttack, { table }: SolvencyCase): ForgeableInput {
	return solvencyCase({ hash, table, holdings: [], sizeClass, surplusMicroUsd: 0n }).input;
}

/** A change, or none, and then repairs until everything holds or the search gives up. */
function mendOnce(attack: WitnessAttack, twin: readonly bigint[]): void {
	const { check, map, draw } = attack;
	const instances = [...map.instances.values()];
	const starts: (() => Map<number, bigint>)[] = [
		() => new Map(),
		() => mutateOne(check, draw.pick(draw.pick(instances)), draw),
		() => mutateOne(check, draw.pick(wiresOfBroken(attack)), draw),
		() => mutateTwo(check, draw.pick(instances.filter((members) => members.length > 1)), draw),
		() => mutateTwo(check, wiresOfBroken(attack), draw),
		() => transplant(attack, twin),
	];
	const start = new Map([...draw.pick(starts)()].filter(([wire]) => !attack.isFixed(wire)));
	const most = Math.min(MAX_REPAIRS, 8 + 2 * check.brokenFromTheStart.length);
	const edits = repairEdits(check, start, attack.isFixed, draw, most);
	const [wire] = edits.keys();
	if (wire !== undefined) tryEdits(attack, wire, edits);
}

function wiresOfBroken({ check, draw, isFixed }: WitnessAttack): number[] {
	const broken = check.brokenFromTheStart;
	const wires = broken.length === 0 ? [] : check.wiresOf(draw.pick(broken)).filter((wire) => !isFixed(wire));
	return wires.length < 2 ? [check.witness.length - 2, check.witness.length - 1] : wires;
}

/** The wires of a component, and of all inside it, as a solvent account has them. */
function transplant({ check, map, draw }: WitnessAttack, twin: readonly bigint[]): Map<number, bigint> {
	const names = [...map.instances.keys()];
	const parts = draw.pick(names).split(".");
	const root = parts.slice(0, draw.integer(1, parts.length)).join(".");
	const inside = names.filter((name) => name === root || (root !== "main" && name.startsWith(`${root}.`)));
	const wires = inside.flatMap((name) => map.instances.get(name) ?? []);
	return new Map(
		wires.filter((wire) => twin[wire] !== check.witness[wire]).map((wire) => [wire, twin[wire] as bigint]),
	);
}
