/**
 * Signed digits of scalars. A scalar below 2^255 plus `windowBias` has in window w the digit
 * `bits − 2^(c−1)`, and in the last window, which has no bias, the digit `bits`: digits do not depend on
 * each other, so that windows can be worked on in any order.
 */

/** Bits of a scalar with which the code works: canonical ones, and those below 1.51·r. */
const SCALAR_BITS = 255;

export type Windows = {
	/** Bits per window, c. */
	readonly bits: number;
	readonly count: number;
};

export function windowsOf(bits: number): Windows {
	// The last window holds what is left and a carry, and must not exceed the largest bucket.
	return { bits, count: Math.ceil((SCALAR_BITS + 1) / bits) };
}

export function windowBias({ bits, count }: Windows): bigint {
	let bias = 0n;
	for (let window = 0; window < count - 1; window++) bias += 1n << BigInt(window * bits + bits - 1);
	return bias;
}

/** Largest magnitude of a digit: buckets per window. */
export function bucketCount({ bits }: Windows): number {
	return 2 ** (bits - 1);
}

/** The windows with which about this many scalars of full size cost least. */
export function bestWindows(scalarCount: number): Windows {
	// A bucket costs two complete additions of 14 products, a scalar one affine addition of 6.
	const cost = (bits: number) => windowsOf(bits).count * (scalarCount + (2 ** (bits - 1) * 28) / 6);
	const sizes = Array.from({ length: 13 }, (_, k) => k + 4);
	return windowsOf(sizes.reduce((best, bits) => (cost(bits) < cost(best) ? bits : best)));
}

/** The digit of a biased scalar of eight words. */
export function digitAt(u32: Uint32Array, scalarAt: number, window: number, windows: Windows): number {
	const { bits, count } = windows;
	const bit = window * bits;
	const word = (scalarAt >>> 2) + (bit >>> 5);
	const shift = bit & 31;
	const low = (u32[word] as number) >>> shift;
	const crosses = shift + bits > 32 && bit >>> 5 < 7;
	const high = crosses ? (u32[word + 1] as number) << (32 - shift) : 0;
	const digit = (low | high) & (2 ** bits - 1);
	return window === count - 1 ? digit : digit - 2 ** (bits - 1);
}
