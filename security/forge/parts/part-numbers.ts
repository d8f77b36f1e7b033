/** Numbers that the parts' references and inputs are made of. */
import type { Draw } from "../../../test/support/random/seeded-draw.ts";
import { pack, type Values } from "./part.ts";

export const LIMIT = 1n << 61n;

export const only = (values: Values, name: string) => all(values, name)[0] as bigint;
export const all = (values: Values, name: string) => values[name] as readonly bigint[];
export const isBit = (value: bigint) => value === 0n || value === 1n;
export const max0 = (value: bigint) => (value > 0n ? value : 0n);

/** Mostly a bit. */
export const bit = (draw: Draw) => (draw.chance(0.05) ? 2n : BigInt(draw.integer(0, 1)));
/** Of either sign, below 2^61. */
export const lane = (draw: Draw) => (draw.chance(0.5) ? 1n : -1n) * draw.anyMagnitude(61);
/** Four lanes, the last of them often 0. */
export const lanes = (draw: Draw, one: () => bigint) => [one(), one(), one(), draw.chance(0.1) ? 0n : one()];
export const word = (draw: Draw) => pack(lanes(draw, () => lane(draw)));

/** A main that checks the width of its inputs as `Solvency` does, where a template takes tagged ones. */
export const wrapper = (inputs: string, body: string, output = "") =>
	`template Part() {\n${inputs
		.split(" ")
		.map((name) => `    signal input ${name};`)
		.join("\n")}\n${output}\n${body}\n}`;
