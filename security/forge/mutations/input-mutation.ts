/** What the mutations of inputs have in common. */

import type { ForgeableInput, SolvencyCase } from "../../../test/support/circuits/solvency-case.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";

export type Forgery = {
	/** Changed in place. */
	readonly input: ForgeableInput;
	readonly honest: SolvencyCase;
	readonly draw: Draw;
};

export type InputMutation = {
	/** What a forger does, as a row of the table names it. */
	readonly name: string;
	/** False where this account has nothing to do it with. */
	readonly apply: (forgery: Forgery) => boolean;
};

export const mutation = (name: string, apply: (forgery: Forgery) => boolean | undefined): InputMutation => ({
	name,
	apply: (forgery) => apply(forgery) !== false,
});

/** Slots that hold something, even if it is zero lots. */
export function usedSlots({ ids }: ForgeableInput): number[] {
	return ids.flatMap((id, slot) => (id === 0n ? [] : [slot]));
}

/** What a slot is made of, one list per kind of number. */
const PER_SLOT = [
	"ids",
	"negs",
	"qtysLots",
	"rows",
	"rowPaths",
	"chargeLinesMicroUsd",
	"expiryNetsMicroUsd",
	"underlyingNetsMicroUsd",
] as const satisfies readonly (keyof ForgeableInput)[];

/** Puts the slots in another order; a slot may be taken twice or not at all. */
export function rearrange(input: ForgeableInput, order: readonly number[]): void {
	for (const name of PER_SLOT) {
		const list = input[name] as unknown[];
		const taken = order.map((slot) => structuredClone(list[slot]));
		list.splice(0, list.length, ...taken);
	}
}

export function exchange<T>(list: T[], one: number, other: number): void {
	[list[one], list[other]] = [list[other] as T, list[one] as T];
}

/** Two different members; undefined where there are fewer. */
export function pickTwo<T>(values: readonly T[], draw: Draw): [T, T] | undefined {
	if (values.length < 2) return undefined;
	const first = draw.integer(0, values.length - 1);
	const second = (first + draw.integer(1, values.length - 1)) % values.length;
	return [values[first] as T, values[second] as T];
}

/** The places of two members that differ; undefined where all are alike. */
export function pickUnequal(list: readonly unknown[], draw: Draw): [number, number] | undefined {
	const first = draw.integer(0, list.length - 1);
	const others = list.flatMap((value, at) => (isSame(value, list[first]) ? [] : [at]));
	return others.length === 0 ? undefined : [first, draw.pick(others)];
}

export function isSame(one: unknown, other: unknown): boolean {
	if (Array.isArray(one) && Array.isArray(other))
		return one.length === other.length && one.every((value, at) => isSame(value, other[at]));
	return one === other;
}
