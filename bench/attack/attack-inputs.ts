/** Mutates the inputs of the whole statement and lets the witness program compute the rest. */
import { FIELD_ORDER, toField } from "../../src/field/bn254.ts";
import { pseudonymOf } from "../../src/ledger/identity.ts";
import type { WitnessResult } from "../../src/proof/calculate-witness.ts";
import type { CircuitInput } from "../../src/proof/solvency-input.ts";
import type { Draw } from "../../test/support/seeded-draw.ts";
import { type ForgeableInput, restate, type SolvencyCase } from "../../test/support/solvency-case.ts";
import type { Verdict } from "./attack-witness.ts";
import { FREE } from "./free-signals.ts";
import { EDGE_VALUES } from "./mutations.ts";
import type { Tally } from "./tally.ts";

const ROW = "inputs of Solvency";
const LANE_BASE = 1n << 63n;
const MAX_SURPLUS = 1n << 61n;

export type InputAttack = {
	readonly honest: SolvencyCase;
	readonly calculate: (input: CircuitInput) => Promise<WitnessResult>;
	readonly draw: Draw;
	readonly tally: Tally;
	readonly label: string;
};

/**
 * `count` mutations of inputs and bounds, half of them of the honest statement, half of one that claims
 * a µUSD more than the account has to spare.
 */
export async function mutateStatement(attack: InputAttack, count: number): Promise<void> {
	for (let done = 0; done < count; done++) await tryInput(attack);
}

async function tryInput(attack: InputAttack): Promise<void> {
	const { honest, draw, tally, label } = attack;
	const input = structuredClone(honest.input);
	if (draw.chance(0.5)) {
		input.surplusMicroUsd = honest.assessment.freeCollateralMicroUsd + 1n;
		restate(input);
	}
	const changed: string[] = [];
	for (let times = draw.integer(1, 3); times > 0; times--) changed.push(mutatePlace(input, draw));
	if (draw.chance(0.5)) restate(input);
	const result = await attack.calculate(input);
	if (!result.satisfied) {
		tally.refused(ROW, result.refused.template);
		return;
	}
	const verdict = judgeInput(honest, input);
	if (verdict.kind === "free") tally.free(ROW, verdict.reason);
	else tally.bug(ROW, `${label}: ${verdict.what}; changed ${changed.join(", ")}`);
}

/** The ledger and the table are the honest ones, so whatever they fix may not have changed. */
function judgeInput({ input: honest, assessment }: SolvencyCase, input: ForgeableInput): Verdict {
	const bug = (what: string): Verdict => ({ kind: "bug", what });
	if (input.surplusMicroUsd > assessment.freeCollateralMicroUsd || input.surplusMicroUsd >= MAX_SURPLUS)
		return bug("more surplus than the account has is proven: an insolvent account passes");
	if (input.context !== input.holder + (input.surplusMicroUsd << 160n)) return bug("the context is another");
	if (input.holder >> 160n !== 0n) return bug("the holder is no address");
	if (input.pseudonym !== pseudonymOf(input.secret, input.scope)) return bug("the pseudonym is another");
	const own = new Set<string>(["tailShiftMicroUsd", "holder", "surplusMicroUsd", "context"]);
	for (const name of Object.keys(honest) as (keyof ForgeableInput)[]) {
		if (own.has(name) || name === "scope" || name === "pseudonym") continue;
		if (!equal(honest[name], input[name])) return bug(`${name} is another`);
	}
	if (input.tailShiftMicroUsd !== honest.tailShiftMicroUsd) return { kind: "free", reason: FREE.tail };
	return { kind: "free", reason: FREE.holder };
}

type Place = { readonly parent: bigint[] | Record<string, unknown>; readonly key: string | number };

/** What the prover claims and neither ledger nor table holds as such. */
const CLAIMED = ["chargeLinesMicroUsd", "expiryNetsMicroUsd", "underlyingNetsMicroUsd", "tailShiftMicroUsd"];

/** Writes another value over one number of the inputs; returns its name. Claims are tried most often. */
function mutatePlace(input: ForgeableInput, draw: Draw): string {
	const names = draw.chance(0.5) ? CLAIMED : Object.keys(input);
	const name = draw.pick(names);
	const { parent, key } = placeIn(input, name, draw);
	const holder = parent as Record<string | number, unknown>;
	const old = holder[key] as bigint;
	const kind = draw.integer(0, 6);
	if (kind === 6 && typeof key === "number" && typeof holder[key + 1] === "bigint") {
		// The same packed word by other lanes: one lane's base more, one less in the next.
		const sign = draw.chance(0.5) ? 1n : -1n;
		holder[key] = toField(old + sign * LANE_BASE);
		holder[key + 1] = toField((holder[key + 1] as bigint) - sign);
	} else if (kind === 0) holder[key] = draw.unsigned(FIELD_ORDER - 1n);
	else if (kind === 1) holder[key] = draw.pick(EDGE_VALUES);
	else if (kind === 2) holder[key] = toField(old + draw.pick(EDGE_VALUES));
	else if (kind === 3) holder[key] = toField(old + (draw.chance(0.5) ? 1n : -1n));
	else {
		const other = placeIn(input, draw.chance(0.7) ? name : draw.pick(Object.keys(input)), draw);
		const exchanged = other.parent as Record<string | number, unknown>;
		holder[key] = exchanged[other.key];
		if (kind === 4) exchanged[other.key] = old;
	}
	return name;
}

function placeIn(input: ForgeableInput, name: string, draw: Draw): Place {
	let parent: Record<string | number, unknown> = input;
	let key: string | number = name;
	for (let child = parent[key]; Array.isArray(child); child = parent[key]) {
		parent = child as unknown as Record<string | number, unknown>;
		key = draw.integer(0, child.length - 1);
	}
	return { parent, key };
}

function equal(one: unknown, other: unknown): boolean {
	if (!Array.isArray(one) || !Array.isArray(other)) return one === other;
	return one.every((value, at) => equal(value, other[at]));
}
