/**
 * Poseidon as the paper writes it, in bigints: for a few hashes, with no setup. The constants of an arity are made when
 * it is first used.
 */
import { FIELD_ORDER } from "../bn254.ts";
import { FULL_ROUNDS, type PoseidonParameters, poseidonParameters } from "./poseidon-parameters.ts";

const known = new Map<number, PoseidonParameters>();

/** @param inputs 1 to 16 field elements in `[0, r)` */
export function plainPoseidon(inputs: readonly bigint[]): bigint {
	const { roundConstants, matrix, partialRounds } = parametersOf(inputs.length);
	const firstPartial = FULL_ROUNDS / 2;
	let state = [0n, ...inputs];
	for (const [round, constants] of roundConstants.entries()) {
		const isPartial = round >= firstPartial && round < firstPartial + partialRounds;
		const raised = state.map((element, at) => {
			const sum = element + (constants[at] as bigint);
			return isPartial && at > 0 ? sum : fifthPower(sum);
		});
		state = matrix.map(
			(row) => row.reduce((sum, factor, at) => sum + factor * (raised[at] as bigint), 0n) % FIELD_ORDER,
		);
	}
	return state[0] as bigint;
}

function fifthPower(value: bigint): bigint {
	const square = (value * value) % FIELD_ORDER;
	return (value * square * square) % FIELD_ORDER;
}

function parametersOf(inputCount: number): PoseidonParameters {
	const parameters = known.get(inputCount) ?? poseidonParameters(inputCount);
	known.set(inputCount, parameters);
	return parameters;
}
