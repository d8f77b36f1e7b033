/**
 * The numbers behind `field-code.ts`: a prime field with elements of five limbs of 51 bits held as
 * doubles, and constants that the generated code reads from memory.
 *
 * An element is `Σ limb_k·2^(51k)` with signed whole limbs; `R = 2^255`, Montgomery form is `v·R`. The
 * packed form is 32 bytes: the integer `v + PACK_BIAS`, little endian.
 */

export const LIMBS = 5;
export const LIMB_BITS = 51;
const LIMB_MASK = (1n << 51n) - 1n;
export const MONTGOMERY_RADIX = 1n << 255n;
/** Added when an element is packed: makes each balanced limb a digit that is not negative. */
export const PACK_BIAS = limbSum([50n, 50n, 50n, 50n, 51n]);
/** What the code adds to limbs before digits are cut; the rest of a bias is a constant of its own. */
export const DIGIT_BIAS = limbSum([50n, 50n, 50n, 50n, 50n]);

function limbSum(exponents: readonly bigint[]): bigint {
	return exponents.reduce((sum, exponent, k) => sum + (1n << (exponent + BigInt(LIMB_BITS * k))), 0n);
}

/** Places constants one after the other; each is 16 bytes, the same 64 bits twice. */
export type ConstantPool = {
	/** Address of a constant of these 64 bits. */
	readonly bits: (value: bigint) => number;
	readonly float: (value: number) => number;
	/** Address of consecutive 64-bit words. */
	readonly table: (words: readonly bigint[]) => number;
	/** Everything, to be copied to `base`. */
	readonly image: () => Uint8Array<ArrayBuffer>;
};

export function constantPool(base: number): ConstantPool {
	const words: bigint[] = [];
	const known = new Map<bigint, number>();
	const bits = (value: bigint) => {
		const word = BigInt.asUintN(64, value);
		const found = known.get(word);
		if (found !== undefined) return found;
		const at = base + 8 * words.length;
		words.push(word, word);
		known.set(word, at);
		return at;
	};
	return {
		bits,
		float: (value) => bits(floatBits(value)),
		table: (values) => {
			const at = base + 8 * words.length;
			words.push(...values.map((value) => BigInt.asUintN(64, value)));
			if (words.length % 2 === 1) words.push(0n);
			return at;
		},
		image: () => new Uint8Array(BigUint64Array.from(words).buffer),
	};
}

export function floatBits(value: number): bigint {
	return new BigUint64Array(Float64Array.of(value).buffer)[0] as bigint;
}

export type PrimeField = {
	readonly name: string;
	readonly modulus: bigint;
	/** Limbs of the modulus, each below 2^51. */
	readonly limbs: readonly number[];
	/** `−1/modulus mod 2^51`. */
	readonly negativeInverse: number;
};

export function primeField(name: string, modulus: bigint): PrimeField {
	let inverse = 1n;
	// Each step doubles the number of correct bits.
	for (let step = 0; step < 6; step++) inverse = BigInt.asUintN(51, inverse * (2n - modulus * inverse));
	return {
		name,
		modulus,
		limbs: digitsOf(modulus),
		negativeInverse: Number(BigInt.asUintN(51, -inverse)),
	};
}

/** Digits below 2^51, except the last, which takes what is left. */
export function digitsOf(value: bigint): number[] {
	return Array.from({ length: LIMBS }, (_, k) => {
		const shifted = value >> BigInt(LIMB_BITS * k);
		return Number(k === LIMBS - 1 ? shifted : shifted & LIMB_MASK);
	});
}

/** The smallest non-negative number of the class. */
export function reduce(value: bigint, modulus: bigint): bigint {
	const rest = value % modulus;
	return rest < 0n ? rest + modulus : rest;
}

/** Balanced limbs, as doubles. */
export function balancedLimbs(value: bigint): number[] {
	let rest = value;
	return Array.from({ length: LIMBS }, (_, k) => {
		const limb = k === LIMBS - 1 ? rest : BigInt.asIntN(LIMB_BITS, rest);
		rest = (rest - limb) >> BigInt(LIMB_BITS);
		return Number(limb);
	});
}

/**
 * Limbs of `value·R` for a value of any sign: what generated code multiplies with. Of the representative
 * nearest to zero: the ranges of what the code computes depend on it.
 */
export function montgomeryLimbs(value: bigint, { modulus }: PrimeField): number[] {
	return balancedLimbs(centre(value * MONTGOMERY_RADIX, modulus));
}

/** The number of the class that is nearest to zero. */
export function centre(value: bigint, modulus: bigint): bigint {
	const rest = reduce(value, modulus);
	return 2n * rest > modulus ? rest - modulus : rest;
}
