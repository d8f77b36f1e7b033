/** Mutates the inputs of the whole statement and lets the witness program compute the rest. */
import { treePath } from "../../src/field/tree.ts";
import { pseudonymOf } from "../../src/ledger/identity.ts";
import type { WitnessResult } from "../../src/proof/circuit/witness-program.ts";
import type { CircuitInput } from "../../src/proof/inputs/solvency-input.ts";
import {
	type ForgeableInput,
	restate,
	SALT,
	type SolvencyCase,
	STRANGERS_INDEX,
	STRANGERS_SECRET,
} from "../../test/support/circuits/solvency-case.ts";
import type { Draw } from "../../test/support/random/seeded-draw.ts";
import type { Verdict } from "./attack-witness.ts";
import { FREE } from "./free-signals.ts";
import { type InputMutation, isSame } from "./mutations/input-mutation.ts";
import { LIE_MUTATIONS } from "./mutations/lie-mutations.ts";
import { NUMBER_MUTATIONS } from "./mutations/number-mutations.ts";
import { SLOT_MUTATIONS } from "./mutations/slot-mutations.ts";
import { TREE_MUTATIONS } from "./mutations/tree-mutations.ts";
import type { Tally } from "./tally.ts";

const MAX_SURPLUS = 1n << 61n;

export const INPUT_MUTATIONS: readonly InputMutation[] = [
	...NUMBER_MUTATIONS,
	...SLOT_MUTATIONS,
	...TREE_MUTATIONS,
	...LIE_MUTATIONS,
];

export type InputAttack = {
	/** The account's statement; for an insolvent account a false one. */
	readonly honest: SolvencyCase;
	readonly calculate: (input: CircuitInput) => Promise<WitnessResult>;
	readonly draw: Draw;
	readonly tally: Tally;
	readonly label: string;
};

/**
 * `count` mutations, the kinds in turn from the `first` on; half of them of the honest statement, half of one
 * that claims a µUSD more than the account has to spare; half followed by another mutation, of any kind.
 */
export async function mutateStatement(attack: InputAttack, count: number, first = 0): Promise<void> {
	for (let at = first; at < first + count; at++) {
		await tryInput(attack, INPUT_MUTATIONS[at % INPUT_MUTATIONS.length] as InputMutation);
	}
}

async function tryInput(attack: InputAttack, mutation: InputMutation): Promise<void> {
	const { honest, draw, tally, label } = attack;
	const mutated = mutateInput(honest, mutation, draw);
	if (mutated === undefined) return;
	const { input, names } = mutated;
	const result = await attack.calculate(input);
	if (!result.satisfied) {
		tally.refused(mutation.name, result.refused.template);
		return;
	}
	const verdict = judgeInput(honest, input);
	if (verdict.kind === "free") tally.free(mutation.name, verdict.reason);
	else tally.bug(mutation.name, `${label}: ${verdict.what}; changed: ${names.join(", ")}`);
}

/** Undefined where the account has nothing to do this with, or where nothing came of it. */
export function mutateInput(
	honest: SolvencyCase,
	mutation: InputMutation,
	draw: Draw,
): { readonly input: ForgeableInput; readonly names: readonly string[] } | undefined {
	const input = structuredClone(honest.input);
	const { freeCollateralMicroUsd } = honest.assessment;
	if (draw.chance(0.5) && freeCollateralMicroUsd >= 0n) {
		input.surplusMicroUsd = freeCollateralMicroUsd + 1n;
		restate(input);
	}
	const names = [mutation.name];
	if (!mutation.apply({ input, honest, draw })) return undefined;
	if (draw.chance(0.5)) {
		const second = draw.pick(INPUT_MUTATIONS);
		if (second.apply({ input, honest, draw })) names.push(second.name);
	}
	if (draw.chance(0.5)) restate(input);
	const inputNames = Object.keys(input) as (keyof ForgeableInput)[];
	if (inputNames.every((name) => isSame(input[name], honest.input[name]))) return undefined;
	return { input, names };
}

/** The ledger and the table are the honest ones, so whatever they fix may not have changed. */
function judgeInput(statement: SolvencyCase, input: ForgeableInput): Verdict {
	const bug = (what: string): Verdict => ({ kind: "bug", what });
	const { freeCollateralMicroUsd } = statement.assessment;
	if (input.surplusMicroUsd > freeCollateralMicroUsd || input.surplusMicroUsd >= MAX_SURPLUS)
		return bug("more surplus than the account has is proven: an insolvent account passes");
	if (input.context !== input.holder + (input.surplusMicroUsd << 160n)) return bug("the context is another");
	if (input.holder >> 160n !== 0n) return bug("the holder is no address");
	if (input.pseudonym !== pseudonymOf(input.secret, input.scope)) return bug("the pseudonym is another");
	const isStrangers = input.secret === STRANGERS_SECRET;
	const honest = isStrangers ? strangersInput(statement) : statement.input;
	for (const name of Object.keys(honest) as (keyof ForgeableInput)[]) {
		if (!PROVERS_OWN.has(name) && !isSame(honest[name], input[name])) return bug(`${name} is another`);
	}
	if (isStrangers) return { kind: "free", reason: FREE.stranger };
	if (input.tailShiftMicroUsd !== honest.tailShiftMicroUsd) return { kind: "free", reason: FREE.tail };
	if (input.scope !== honest.scope) return { kind: "free", reason: FREE.scope };
	return { kind: "free", reason: FREE.holder };
}

const PROVERS_OWN: ReadonlySet<string> = new Set([
	"tailShiftMicroUsd",
	"holder",
	"surplusMicroUsd",
	"context",
	"scope",
	"pseudonym",
]);

/** The account in the next place: the same holdings, another owner. */
function strangersInput({ input, ledger }: SolvencyCase): ForgeableInput {
	return {
		...input,
		secret: STRANGERS_SECRET,
		salt: SALT + 1n,
		accountIndex: BigInt(STRANGERS_INDEX),
		accountPath: treePath(ledger, STRANGERS_INDEX) as bigint[][],
	};
}
