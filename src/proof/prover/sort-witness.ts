import type { Engine } from "./engine/engine.ts";
import type { ProofBuffers } from "./key/loaded-key.ts";
import { bestWindows, type Windows, windowBias } from "./sums/scalar-windows.ts";

const WORDS = 8;

/** How many wires need buckets, and how many are 1. Wires that are 0 need nothing. */
export type SortedWitness = { readonly windows: Windows; readonly large: number; readonly ones: number };

/**
 * Lists wires by what their scalar costs, and writes the biased scalars of the large ones. Most wires of a
 * circuit are bits: their points are summed without buckets or not at all.
 */
export function sortWitness(
	{ u32 }: Pick<Engine, "u32">,
	wireCount: number,
	{ witnessAt, scalarsAt, largeAt, onesAt }: ProofBuffers,
): SortedWitness {
	let large = 0;
	let ones = 0;
	/** In words of scalars: what the choice of windows depends on. */
	let words = 0;
	for (let wire = 0; wire < wireCount; wire++) {
		const at = (witnessAt >>> 2) + WORDS * wire;
		let length = WORDS;
		while (length > 0 && u32[at + length - 1] === 0) length--;
		if (length === 0) continue;
		if (length === 1 && u32[at] === 1) {
			u32[(onesAt >>> 2) + ones++] = wire;
		} else {
			u32[(largeAt >>> 2) + large++] = wire;
			words += length;
		}
	}
	const windows = bestWindows(Math.max(1, Math.round(words / WORDS)));
	const bias = windowBias(windows);
	const biasWords = Array.from({ length: WORDS }, (_, k) =>
		Number(BigInt.asUintN(32, bias >> BigInt(32 * k))),
	);
	for (let k = 0; k < large; k++) {
		const wire = u32[(largeAt >>> 2) + k] as number;
		const from = (witnessAt >>> 2) + WORDS * wire;
		const to = (scalarsAt >>> 2) + WORDS * wire;
		let carry = 0;
		for (let word = 0; word < WORDS; word++) {
			const sum = (u32[from + word] as number) + (biasWords[word] as number) + carry;
			u32[to + word] = sum;
			carry = sum > 0xffffffff ? 1 : 0;
		}
	}
	return { windows, large, ones };
}
