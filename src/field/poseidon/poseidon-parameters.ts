/**
 * Round constants and matrices of Poseidon over BN254 as circomlib uses it, from their definition: the
 * Grain LFSR of the Poseidon paper (Grassi et al., USENIX Security 2021, appendix F), x⁵, 8 full rounds.
 */
import { FIELD_ORDER } from "../bn254.ts";

export const FULL_ROUNDS = 8;

/** Partial rounds for 1 … 16 inputs. */
const PARTIAL_ROUNDS = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];

const FIELD_BITS = 254;
const STATE_BITS = 80;
const DISCARDED_BITS = 160;
/** The register is a window that moves over so many bits before it is copied back to the start. */
const WINDOW_BITS = 4096;

export type PoseidonParameters = {
	/** Size of the state: one more than there are inputs. */
	readonly width: number;
	readonly partialRounds: number;
	/** `roundConstants[r][i]` is added to element i before the S-boxes of round r. */
	readonly roundConstants: readonly (readonly bigint[])[];
	/** After the S-boxes the state is multiplied by this, rows by columns. */
	readonly matrix: readonly (readonly bigint[])[];
};

export function poseidonParameters(inputs: number): PoseidonParameters {
	const width = inputs + 1;
	const partialRounds = PARTIAL_ROUNDS[inputs - 1] as number;
	const draw = grain(width, partialRounds);
	const below = (): bigint => {
		let value = draw();
		while (value >= FIELD_ORDER) value = draw();
		return value;
	};
	const roundConstants = Array.from({ length: FULL_ROUNDS + partialRounds }, () =>
		Array.from({ length: width }, below),
	);
	const sums: bigint[] = [];
	const xs = Array.from({ length: width }, draw);
	const ys = Array.from({ length: width }, draw);
	for (const x of xs) for (const y of ys) sums.push((x + y) % FIELD_ORDER);
	const inverses = invertAll(sums);
	const matrix = xs.map((_, i) => inverses.slice(i * width, (i + 1) * width));
	return { width, partialRounds, roundConstants, matrix };
}

/** Draws of 254 bits, first bit highest; not reduced. */
function grain(width: number, partialRounds: number): () => bigint {
	const bits = new Uint8Array(STATE_BITS + WINDOW_BITS);
	let length = 0;
	const push = (value: number, count: number) => {
		for (let k = count - 1; k >= 0; k--) bits[length++] = Math.floor(value / 2 ** k) % 2;
	};
	push(1, 2); // a prime field
	push(0, 4); // x^α
	push(FIELD_BITS, 12);
	push(width, 12);
	push(FULL_ROUNDS, 10);
	push(partialRounds, 10);
	push(2 ** 30 - 1, 30);
	let first = 0;
	const step = (): number => {
		if (first === WINDOW_BITS) {
			bits.copyWithin(0, first);
			first = 0;
		}
		const tap = (at: number) => bits[first + at] as number;
		const next = tap(62) ^ tap(51) ^ tap(38) ^ tap(23) ^ tap(13) ^ tap(0);
		bits[first + STATE_BITS] = next;
		first++;
		return next;
	};
	for (let k = 0; k < DISCARDED_BITS; k++) step();
	// Bits come in pairs; the second counts when the first is 1.
	const bit = (): number => {
		while (step() === 0) step();
		return step();
	};
	return () => {
		let hex = "0x";
		for (let digit = 0; digit < Math.ceil(FIELD_BITS / 4); digit++) {
			let nibble = 0;
			for (let k = digit === 0 ? FIELD_BITS % 4 : 4; k > 0; k--) nibble = 2 * nibble + bit();
			hex += nibble.toString(16);
		}
		return BigInt(hex);
	};
}

/** Inverses of non-zero elements for the price of one. */
function invertAll(values: readonly bigint[]): bigint[] {
	const before: bigint[] = [];
	let product = 1n;
	for (const value of values) {
		before.push(product);
		product = (product * value) % FIELD_ORDER;
	}
	let inverse = invert(product);
	const inverses = new Array<bigint>(values.length);
	for (let at = values.length - 1; at >= 0; at--) {
		inverses[at] = (inverse * (before[at] as bigint)) % FIELD_ORDER;
		inverse = (inverse * (values[at] as bigint)) % FIELD_ORDER;
	}
	return inverses;
}

/** Fermat: `value^(r − 2)`. */
function invert(value: bigint): bigint {
	let result = 1n;
	let power = value;
	for (let exponent = FIELD_ORDER - 2n; exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) result = (result * power) % FIELD_ORDER;
		power = (power * power) % FIELD_ORDER;
	}
	return result;
}
