/** `poseidonChain` for many lists of equal length, in words and without leaving the engine in between. */
import { MAX_INPUTS, type PoseidonEngine, WORDS_PER_ELEMENT, writeElementWords } from "./poseidon-engine.ts";

/** Inputs of the calls that a chain of `length ≥ 1` elements takes, the running state included. */
export function chainArities(length: number): number[] {
	const arities = [Math.min(length, MAX_INPUTS)];
	for (let at = MAX_INPUTS; at < length; at += MAX_INPUTS - 1) {
		arities.push(1 + Math.min(length - at, MAX_INPUTS - 1));
	}
	return arities;
}

/**
 * @param words of all lists, one behind the other: four to an element, each a plain integer below r
 * @param length elements of one list
 * @returns four words to a hash
 */
export function hashChains(
	engine: PoseidonEngine,
	words: BigUint64Array,
	length: number,
): BigUint64Array<ArrayBuffer> {
	const count = words.length / (WORDS_PER_ELEMENT * length);
	const hashes = new BigUint64Array(WORDS_PER_ELEMENT * count);
	const arities = chainArities(length);
	let from = 0;
	for (let list = 0; list < count; list++) {
		arities.forEach((inputs, call) => {
			for (let at = call === 0 ? 0 : 1; at < inputs; at++) {
				engine.writeInput(at, words, from);
				from += WORDS_PER_ELEMENT;
			}
			engine.permute(inputs, call > 0);
		});
		writeElementWords(hashes, WORDS_PER_ELEMENT * list, engine.result());
	}
	return hashes;
}
