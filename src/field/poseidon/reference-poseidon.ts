/** Poseidon as it is defined, step by step in `bigint`: for few hashes, and to read. */
import { FIELD_ORDER } from "../bn254.ts";
import { FULL_ROUNDS, type PoseidonParameters, poseidonParameters } from "./poseidon-parameters.ts";

const made = new Map<number, PoseidonParameters>();

/** @param inputs 1 to 16 elements in `[0, r)` */
export function referencePoseidon(inputs: readonly bigint[]): bigint {
	const parameters = made.get(inputs.length) ?? poseidonParameters(inputs.length);
	made.set(inputs.length, parameters);
	const { partialRounds, roundConstants, matrix } = parameters;
	let state = [0n, ...inputs];
	roundConstants.forEach((constants, round) => {
		const isFull = round < FULL_ROUNDS / 2 || round >= FULL_ROUNDS / 2 + partialRounds;
		const powers = state.map((value, at) => {
			const added = (value + (constants[at] as bigint)) % FIELD_ORDER;
			return isFull || at === 0 ? fifthPower(added) : added;
		});
		state = matrix.map(
			(row) => row.reduce((sum, factor, at) => sum + factor * (powers[at] as bigint), 0n) % FIELD_ORDER,
		);
	});
	return state[0] as bigint;
}

function fifthPower(value: bigint): bigint {
	const square = (value * value) % FIELD_ORDER;
	return (((square * square) % FIELD_ORDER) * value) % FIELD_ORDER;
}
