/**
 * Code for arithmetic on blocks of four field elements, two pairs with one element per 64-bit lane.
 *
 * Products of 51-bit limbs are exact in pairs of doubles (N. Emmart, "Faster Modular Exponentiation
 * Using Double Precision Floating Point Arithmetic on the GPU", ARITH 2018): `high = fma(a, b, 1.5·2^103)`
 * rounds the product to a multiple of 2^51, `fma(a, b, 1.5·2^103 + 1.5·2^52 − high)` is the exact rest
 * plus 1.5·2^52. Both have a fixed exponent, so that their bits can be summed as integers.
 *
 * Ranges, in multiples of the modulus p: a product of elements of sizes A and B is below
 * `A·B·p/R + 1/2 < 0.38·A·B + 0.5`. Limbs that enter a product must not be beyond ±2^51: one balanced
 * element, or the sum or difference of two. Balanced limbs lie in [−2^50, 2^50].
 */
import { type Code, get } from "../../../field/poseidon/wasm-assembler.ts";
import {
	type ConstantPool,
	DIGIT_BIAS,
	digitsOf,
	floatBits,
	LIMB_BITS,
	LIMBS,
	PACK_BIAS,
	type PrimeField,
} from "./field-constants.ts";
import {
	addFloat,
	addInt,
	and,
	type FunctionBuilder,
	fusedMultiplyAdd,
	fusedNegativeMultiplyAdd,
	highs,
	i32,
	loadVector,
	lows,
	or,
	set,
	shiftLeft,
	shiftRight,
	storeVector,
	subFloat,
	xor,
} from "./simd-code.ts";

export const PAIRS = 2;
/** Elements per block. */
export const LANES = 2 * PAIRS;
export const PAIR_BYTES = 16 * LIMBS;
export const BLOCK_BYTES = PAIRS * PAIR_BYTES;
/** Bytes of a packed element or of a plain scalar. */
export const ELEMENT_BYTES = 32;

/** Where a pair's limbs lie in memory. */
export const LIMB_ADDRESSES: readonly number[] = Array.from({ length: LIMBS }, (_, k) => 16 * k);

/** Local variables of the five limbs of two elements. */
export type Pair = readonly number[];
export type Block = readonly Pair[];

const MAGIC_LOW = 1.5 * 2 ** 52;
const MAGIC_HIGH = 1.5 * 2 ** 103;
const MASK = (1n << BigInt(LIMB_BITS)) - 1n;
const COLUMNS = 2 * LIMBS;
/** Makes an accumulator positive before it is shifted; the next one loses what that carries over. */
const LIFT = 1n << 60n;
const LIFT_CARRY = LIFT >> BigInt(LIMB_BITS);

export type FieldCode = {
	/** A constant in a local variable. */
	readonly constant: (at: number) => Code;
	readonly load: (address: Code) => Block;
	readonly store: (address: Code, value: Block) => void;
	/** Balanced. `b` gives the code for a limb of the second factor. */
	readonly multiply: (a: Block, b: (pair: number, limb: number) => Code) => Block;
	readonly add: (a: Block, b: Block) => Block;
	readonly subtract: (a: Block, b: Block) => Block;
	/** Balanced limbs and a size of at most 0.51 from the sum of three balanced elements, of a size below 2.4. */
	readonly normalise: (a: Block) => Block;
	/** Packed elements at two addresses, or plain ones (below 2^255, limbs not balanced). */
	readonly unpackPair: (first: Code, second: Code, form: "packed" | "plain") => Pair;
	/** Writes `value + DIGIT_BIAS + rest` as 32 bytes at each address. Normalised values only. */
	readonly packPair: (pair: Pair, first: Code, second: Code, restDigits: readonly Code[]) => void;
	readonly packBias: () => readonly Code[];
};

/** Emits into `builder`. Constants are loaded where they are first used: not inside a condition. */
export function fieldCode(builder: FunctionBuilder, field: PrimeField, pool: ConstantPool): FieldCode {
	const { run, v128 } = builder;
	const locals = new Map<number, number>();
	const keep = (code: Code): number => {
		const local = v128();
		run(set(local, code));
		return local;
	};
	const constant = (at: number): Code => {
		const local = locals.get(at) ?? keep(loadVector(i32(0), at));
		locals.set(at, local);
		return get(local);
	};
	const float = (value: number) => constant(pool.float(value));
	const limb = (k: number) => float(field.limbs[k] as number);
	const bits = (value: bigint) => constant(pool.bits(value));
	const each = (a: Block, f: (value: Code, pair: number, k: number) => Code): Block =>
		a.map((pair, p) => pair.map((local, k) => keep(f(get(local), p, k))));

	const multiply: FieldCode["multiply"] = (a, b) => {
		const magicHigh = float(MAGIC_HIGH);
		const magicBoth = float(MAGIC_HIGH + MAGIC_LOW);
		const sums = a.map(() => Array.from({ length: COLUMNS }, () => v128()));
		const start = (pair: number, column: number) =>
			run(set(sums[pair]?.[column] as number, loadVector(i32(0), pool.bits(firstSum(column)))));
		const addTo = (pair: number, column: number, value: Code) => {
			const local = sums[pair]?.[column] as number;
			run(set(local, addInt(get(local), value)));
		};
		const high = v128();
		const addProduct = (pair: number, column: number, x: Code, y: Code) => {
			run(set(high, fusedMultiplyAdd(x, y, magicHigh)));
			addTo(pair, column + 1, get(high));
			addTo(pair, column, fusedMultiplyAdd(x, y, subFloat(magicBoth, get(high))));
		};
		const factor = a.map(() => v128());
		a.forEach((_, pair) => {
			for (let column = 0; column < LIMBS; column++) start(pair, column);
		});
		for (let i = 0; i < LIMBS; i++) {
			a.forEach((pair, p) => {
				run(set(factor[p] as number, b(p, i)));
				start(p, i + LIMBS);
				pair.forEach((local, k) => {
					addProduct(p, i + k, get(local), get(factor[p] as number));
				});
			});
			a.forEach((_, p) => {
				const quotient = factor[p] as number;
				const low = and(get(sums[p]?.[i] as number), bits(MASK));
				run(set(quotient, subFloat(or(low, float(2 ** 52)), float(2 ** 52))));
				const inverse = float(field.negativeInverse);
				run(set(high, fusedMultiplyAdd(get(quotient), inverse, magicHigh)));
				const rest = fusedMultiplyAdd(get(quotient), inverse, subFloat(magicBoth, get(high)));
				run(set(quotient, subFloat(rest, float(MAGIC_LOW))));
			});
			a.forEach((_, p) => {
				for (let k = 0; k < LIMBS; k++) addProduct(p, i + k, limb(k), get(factor[p] as number));
				addTo(p, i + 1, shiftRight(get(sums[p]?.[i] as number), LIMB_BITS));
			});
		}
		return sums.map((columns) => {
			const digits = columns.slice(LIMBS);
			carryUp(digits);
			return digits.map((local, k) =>
				keep(
					subFloat(
						or(k === LIMBS - 1 ? get(local) : and(get(local), bits(MASK)), float(2 ** 52)),
						float(biasedZero(k)),
					),
				),
			);
		});
	};

	const carryUp = (digits: readonly number[]) => {
		for (let k = 0; k < LIMBS - 1; k++) {
			const next = digits[k + 1] as number;
			run(set(next, addInt(get(next), shiftRight(get(digits[k] as number), LIMB_BITS))));
		}
	};

	const normalise: FieldCode["normalise"] = (a) => {
		const magic = float(MAGIC_LOW);
		const topOfModulus = float(1 / topLimb(field));
		return a.map((pair) => {
			const top = get(pair[LIMBS - 1] as number);
			const quotient = keep(subFloat(fusedMultiplyAdd(top, topOfModulus, magic), magic));
			const limbs = pair.map((local, k) =>
				keep(fusedNegativeMultiplyAdd(get(quotient), limb(k), get(local))),
			);
			for (let k = 0; k < LIMBS - 1; k++) {
				const local = limbs[k] as number;
				const next = limbs[k + 1] as number;
				const carry = keep(subFloat(fusedMultiplyAdd(get(local), float(2 ** -LIMB_BITS), magic), magic));
				run(set(next, addFloat(get(next), get(carry))));
				run(set(local, fusedNegativeMultiplyAdd(get(carry), float(2 ** LIMB_BITS), get(local))));
			}
			return limbs;
		});
	};

	const unpackPair: FieldCode["unpackPair"] = (first, second, form) => {
		const [a, b, c, d] = [
			keep(loadVector(first, 0)),
			keep(loadVector(first, 16)),
			keep(loadVector(second, 0)),
			keep(loadVector(second, 16)),
		] as [number, number, number, number];
		const words = [
			keep(lows(get(a), get(c))),
			keep(highs(get(a), get(c))),
			keep(lows(get(b), get(d))),
			keep(highs(get(b), get(d))),
		].map(get) as [Code, Code, Code, Code];
		return Array.from({ length: LIMBS }, (_, k) => {
			const digit = cutDigit(words, k);
			const masked = k === LIMBS - 1 ? digit : and(digit, bits(MASK));
			const zero = form === "packed" ? biasedZero(k) : 2 ** 52;
			return keep(subFloat(or(masked, float(2 ** 52)), float(zero)));
		});
	};

	const packPair: FieldCode["packPair"] = (pair, first, second, restDigits) => {
		const exponent = bits(floatBits(2 ** 52));
		const digits = pair.map((local, k) =>
			keep(addInt(xor(addFloat(get(local), float(2 ** 52 + 2 ** 50)), exponent), restDigits[k] as Code)),
		);
		carryUp(digits);
		const low = (k: number) => and(get(digits[k] as number), bits(MASK));
		const words = [
			keep(or(low(0), shiftLeft(get(digits[1] as number), 51))),
			keep(or(shiftRight(low(1), 13), shiftLeft(get(digits[2] as number), 38))),
			keep(or(shiftRight(low(2), 26), shiftLeft(get(digits[3] as number), 25))),
			keep(or(shiftRight(low(3), 39), shiftLeft(get(digits[4] as number), 12))),
		].map(get) as [Code, Code, Code, Code];
		run(
			storeVector(first, 0, lows(words[0], words[1])),
			storeVector(first, 16, lows(words[2], words[3])),
			storeVector(second, 0, highs(words[0], words[1])),
			storeVector(second, 16, highs(words[2], words[3])),
		);
	};

	return {
		constant,
		load: (address) =>
			Array.from({ length: PAIRS }, (_, pair) =>
				Array.from({ length: LIMBS }, (_, k) => keep(loadVector(address, pair * PAIR_BYTES + 16 * k))),
			),
		store: (address, value) => {
			value.forEach((pair, p) => {
				pair.forEach((local, k) => {
					run(storeVector(address, p * PAIR_BYTES + 16 * k, get(local)));
				});
			});
		},
		multiply,
		add: (a, b) => each(a, (value, p, k) => addFloat(value, get(b[p]?.[k] as number))),
		subtract: (a, b) => each(a, (value, p, k) => subFloat(value, get(b[p]?.[k] as number))),
		normalise,
		unpackPair,
		packPair,
		packBias: () => digitsOf(PACK_BIAS - DIGIT_BIAS).map((digit) => bits(BigInt(digit))),
	};
}

/** What the double with digit 0 stands for, above the limb's bias. */
function biasedZero(k: number): number {
	return 2 ** 52 + (k === LIMBS - 1 ? 2 ** 51 : 2 ** 50);
}

function topLimb(field: PrimeField): number {
	const shift = BigInt(LIMB_BITS * (LIMBS - 1) - 20);
	return Number(field.modulus >> shift) / 2 ** 20;
}

function cutDigit(words: readonly [Code, Code, Code, Code], k: number): Code {
	const [a, b, c, d] = words;
	switch (k) {
		case 0:
			return a;
		case 1:
			return or(shiftRight(a, 51), shiftLeft(b, 13));
		case 2:
			return or(shiftRight(b, 38), shiftLeft(c, 26));
		case 3:
			return or(shiftRight(c, 25), shiftLeft(d, 39));
		default:
			return shiftRight(d, 12);
	}
}

/** What a column starts from, so that the fixed exponents of all that is added to it cancel. */
function firstSum(column: number): bigint {
	let lowCount = 0n;
	let highCount = 0n;
	for (let i = 0; i < LIMBS; i++) {
		for (let k = 0; k < LIMBS; k++) {
			if (i + k === column) lowCount += 2n;
			if (i + k === column - 1) highCount += 2n;
		}
	}
	let sum = -(lowCount * floatBits(MAGIC_LOW) + highCount * floatBits(MAGIC_HIGH));
	if (column < COLUMNS - 1) sum += LIFT;
	if (column > 0) sum -= LIFT_CARRY;
	if (column >= LIMBS) sum += column === COLUMNS - 1 ? 1n << 51n : 1n << 50n;
	return sum;
}
