/** Repeatable random numbers for sample data. Never for secrets. */
import { ln } from "./deterministic-math.ts";

export type SeededRandom = {
	/** In [0, 1), 32 bits. */
	readonly uniform: () => number;
	/** Standard normal. */
	readonly normal: () => number;
};

/** Equal seeds give equal numbers on every platform (mulberry32; normals by Marsaglia's polar method). */
export function seededRandom(seed: number): SeededRandom {
	let state = seed >>> 0;
	const uniform = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
	const normal = () => {
		for (;;) {
			const x = 2 * uniform() - 1;
			const y = 2 * uniform() - 1;
			const square = x * x + y * y;
			if (square > 0 && square < 1) return x * Math.sqrt((-2 * ln(square)) / square);
		}
	};
	return { uniform, normal };
}
