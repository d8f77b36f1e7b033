/** One template of `circuits/` as a circuit of its own, beside what it has to do, in plain integers. */
import { FIELD_ORDER, toField } from "../../../src/field/bn254.ts";
import type { Draw } from "../../../test/support/random/seeded-draw.ts";

/** Signal name → elements, arrays flattened row by row. */
export type Values = Readonly<Record<string, readonly bigint[]>>;

/** Outputs of inputs that must be accepted; "refused"; or "outside" of what the template assumes. */
export type Expected = Values | "refused" | "outside";

export type Part = {
	/** The template that is attacked. */
	readonly name: string;
	/** Component expression, and the template it names when that is a wrapper of `templates`. */
	readonly main: string;
	readonly file: string;
	readonly templates?: string;
	/** Shapes of all signals of main, in order of declaration. */
	readonly inputs: Readonly<Record<string, readonly number[]>>;
	readonly outputs: Readonly<Record<string, readonly number[]>>;
	/** Inputs of every kind: honest, at the edges, and such that must be refused. */
	readonly draw: (draw: Draw) => Values;
	/** Written from the template's header, not from its body. */
	readonly reference: (inputs: Values) => Expected;
};

/** `name`, or `name[i]`, or `name[i][j]`. */
export function elementNames(name: string, shape: readonly number[]): string[] {
	return shape.reduce(
		(names, length) => names.flatMap((prefix) => Array.from({ length }, (_, at) => `${prefix}[${at}]`)),
		[name],
	);
}

/** The integer of a field element, in (−r/2, r/2]. */
export function signed(element: bigint): bigint {
	return element > FIELD_ORDER / 2n ? element - FIELD_ORDER : element;
}

/** Four signed lanes, 63 bits apart, as one field element. */
export function pack(lanes: readonly bigint[]): bigint {
	return toField(lanes.reduce((sum, lane, at) => sum + (lane << BigInt(63 * at)), 0n));
}

/** Lanes of magnitude below 2^61, or undefined when the word has none such. */
export function unpack(word: bigint): bigint[] | undefined {
	let rest = signed(word);
	const lanes: bigint[] = [];
	for (let at = 0; at < 4; at++) {
		let lane = BigInt.asIntN(63, rest);
		if (at === 3) lane = rest;
		lanes.push(lane);
		rest = (rest - lane) >> 63n;
	}
	return lanes.every((lane) => abs(lane) < 1n << 61n) ? lanes : undefined;
}

export function abs(value: bigint): bigint {
	return value < 0n ? -value : value;
}

/** In [0, 2^bits). */
export function fits(value: bigint, bits: bigint): boolean {
	return value >= 0n && value >> bits === 0n;
}

/** In [0, 2^bits), often at an end of it, sometimes just outside. */
export function near(draw: Draw, bits: number): bigint {
	const limit = 1n << BigInt(bits);
	if (draw.chance(0.25)) return toField(draw.pick([0n, 1n, limit - 1n, limit, limit + 1n, -1n, -limit]));
	return draw.anyMagnitude(bits);
}
