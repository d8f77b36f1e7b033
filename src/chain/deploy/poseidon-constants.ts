/** Poseidon's round constants and matrices as contract code, for `RowOpening`. */
import { concat, toBeHex } from "ethers";
import { poseidonParameters } from "../../field/poseidon/poseidon-parameters.ts";

/** Nodes of the tree; the last and the other blocks of a row. */
const INPUT_COUNTS = [8, 15, 16] as const;
/** Below the limit on a contract's size, with the byte that keeps it from being run. */
const WORDS_PER_PART = 767;

/** All constants in the order of `RowOpening`, 32 bytes each. */
export function poseidonConstants(): `0x${string}` {
	const words = INPUT_COUNTS.flatMap((inputs) => {
		const { roundConstants, matrix } = poseidonParameters(inputs);
		return [...roundConstants.flat(), ...matrix.flat()];
	});
	return concat(words.map((word) => toBeHex(word, 32))) as `0x${string}`;
}

/** Creation codes of the contracts that hold the constants; each stores a zero byte and then its part. */
export function constantsCreationCodes(): `0x${string}`[] {
	const hex = poseidonConstants().slice(2);
	const codes: `0x${string}`[] = [];
	for (let at = 0; at < hex.length; at += WORDS_PER_PART * 64) {
		const data = `00${hex.slice(at, at + WORDS_PER_PART * 64)}`;
		const size = (data.length / 2).toString(16).padStart(4, "0");
		// PUSH2 size, DUP1, PUSH1 10, PUSH0, CODECOPY, PUSH0, RETURN: returns what follows these ten bytes.
		codes.push(`0x61${size}80600a5f395ff3${data}`);
	}
	return codes;
}
