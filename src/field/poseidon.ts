/**
 * Poseidon over BN254 with circomlib's parameters, 1 to 16 inputs, one output.
 *
 * Two implementations that agree bit for bit with each other and with poseidon-lite: `poseidon` (synchronous, no setup)
 * for a few hashes, and `loadFastPoseidon` (our own WebAssembly, about ten times faster on 16 inputs) for
 * trees and whole tables. Functions that hash a lot take a `PoseidonHash` argument.
 */
import { InternalError } from "../errors/base.ts";
import { toField } from "./bn254.ts";
import { plainPoseidon } from "./poseidon/plain-poseidon.ts";
import { makePoseidonEngine, type PoseidonEngine, wordsOf } from "./poseidon/poseidon-engine.ts";

/** Hashes 1 to 16 field elements in `[0, r)` to one. */
export type PoseidonHash = (inputs: readonly bigint[]) => bigint;

export const MAX_POSEIDON_INPUTS = 16;

/** The portable implementation. */
export const poseidon: PoseidonHash = (inputs) => {
	if (inputs.length < 1 || inputs.length > MAX_POSEIDON_INPUTS) throw arityError(inputs.length);
	return plainPoseidon(inputs.map(toField));
};

let loading: Promise<PoseidonHash> | undefined;

/** Loads the WebAssembly implementation, once. Same results, worth its start-up above about 50 hashes. */
export function loadFastPoseidon(): Promise<PoseidonHash> {
	loading ??= makePoseidonEngine().then(hashWith);
	return loading;
}

function hashWith(engine: PoseidonEngine): PoseidonHash {
	return (inputs) => {
		if (inputs.length < 1 || inputs.length > MAX_POSEIDON_INPUTS) throw arityError(inputs.length);
		for (const [at, input] of inputs.entries()) engine.writeInput(at, wordsOf(toField(input)), 0);
		engine.permute(inputs.length, false);
		return engine.result();
	};
}

/**
 * Hashes a list of any length: the first block takes up to 16 elements, each following block the
 * running state and up to 15 more. A short last block is not padded, so the length is part of the
 * form; callers put a domain tag first.
 */
export function poseidonChain(hash: PoseidonHash, elements: readonly bigint[]): bigint {
	let state = hash(elements.slice(0, MAX_POSEIDON_INPUTS));
	for (let at = MAX_POSEIDON_INPUTS; at < elements.length; at += MAX_POSEIDON_INPUTS - 1) {
		state = hash([state, ...elements.slice(at, at + MAX_POSEIDON_INPUTS - 1)]);
	}
	return state;
}

function arityError(length: number): InternalError {
	return new InternalError({
		code: "POSEIDON_ARITY",
		message: `Poseidon takes 1 to ${MAX_POSEIDON_INPUTS} inputs, got ${length}`,
	});
}
