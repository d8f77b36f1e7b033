/**
 * From a polynomial's values on the domain of the n-th roots of unity to its values on the odd coset of
 * the 2n-th, where the quotient of the proof is computed (snarkjs' convention).
 *
 * Both transforms use the same roots w^j. The first gives n·c_(−k), the second then values at
 * `inc·w^(−j)`, with inc a primitive 2n-th root: the order is reversed, value j belongs to point (n − j) mod n.
 */
import { FIELD_ORDER } from "../../../field/bn254.ts";
import { inverseOf, powerOf } from "../../../field/modular-power.ts";
import { BLOCK_BYTES } from "../code/field-code.ts";
import { montgomeryLimbs, reduce } from "../code/field-constants.ts";
import { FR } from "../code/prover-code.ts";
import { SINGLE_BYTES } from "../code/transform-functions.ts";
import type { Engine } from "./engine.ts";

/** The field's 2^28-th root that snarkjs uses: the smallest non-residue to the odd part of r − 1. */
const TWO_ADICITY = 28;
const NON_RESIDUE = 5n;

export type TransformTables = {
	/** n. */
	readonly size: number;
	/** w^j for j below n/2. */
	readonly rootsAt: number;
	/** Factors of the coefficients, but for those of the lanes, for n/4 blocks. */
	readonly cosetAt: number;
	readonly lanesAt: number;
	readonly factorAt: number;
};

/** One element more than the tables hold: they are written two at a time. */
export const tableBytes = (elements: number): number => SINGLE_BYTES * (elements + 2);

export function polynomialBytes(size: number): number {
	return (size / 4) * BLOCK_BYTES;
}

export function rootOfUnity(power: number): bigint {
	const odd = (FIELD_ORDER - 1n) >> BigInt(TWO_ADICITY);
	return powerOf(NON_RESIDUE, odd << BigInt(TWO_ADICITY - power), FIELD_ORDER);
}

/** Fills the tables; done once per key. */
export function fillTables(engine: Engine, tables: TransformTables): void {
	const { size, rootsAt, cosetAt, lanesAt } = tables;
	const power = Math.log2(size);
	const root = rootOfUnity(power);
	const inverseShift = inverseOf(rootOfUnity(power + 1), FIELD_ORDER);
	writeSingle(engine, rootsAt, 1n);
	double(engine, tables, rootsAt, size / 2, (count) => powerOf(root, BigInt(count), FIELD_ORDER));
	// The sign is that of inc^n; the constant coefficient does not have it (`transformToCoset`).
	writeSingle(engine, cosetAt, -inverseOf(BigInt(size), FIELD_ORDER));
	double(engine, tables, cosetAt, size / 4, (count) =>
		powerOf(inverseShift, BigInt(size / 2 / count), FIELD_ORDER),
	);
	[0, 1, 2, 3].forEach((exponent) => {
		const limbs = montgomeryLimbs(powerOf(inverseShift, BigInt(exponent), FIELD_ORDER), FR);
		limbs.forEach((limb, k) => {
			const pair = exponent >> 1;
			const lane = exponent & 1;
			engine.f64[(lanesAt + pair * (BLOCK_BYTES / 2) + 16 * k) / 8 + lane] = limb;
		});
	});
}

/** Entries count … 2·count − 1 are the entries before them times a factor. */
function double(
	engine: Engine,
	{ factorAt }: TransformTables,
	tableAt: number,
	length: number,
	factor: (count: number) => bigint,
): void {
	for (let count = 1; count < length; count *= 2) {
		writeSingle(engine, factorAt, factor(count));
		engine.call.fr_multiplySingles(tableAt, factorAt, tableAt + SINGLE_BYTES * count, count);
	}
}

function writeSingle({ f64 }: Engine, at: number, value: bigint): void {
	montgomeryLimbs(reduce(value, FIELD_ORDER), FR).forEach((limb, k) => {
		f64[at / 8 + k] = limb;
	});
}

/** In place. */
export function transformToCoset({ call, f64 }: Engine, tables: TransformTables, at: number): void {
	const { size, rootsAt, cosetAt, lanesAt } = tables;
	const blocks = size / 4;
	const end = at + polynomialBytes(size);
	const middle = rootsAt + blocks * SINGLE_BYTES;
	const stride = (length: number) => 4 * (blocks / length) * SINGLE_BYTES;
	call.fr_startInside(at, end, rootsAt, middle);
	for (let length = blocks; length >= 2; length /= 2) {
		call.fr_decimateFrequency(at, end, (length / 2) * BLOCK_BYTES, rootsAt, stride(length));
	}
	call.fr_scale(at, end, cosetAt, lanesAt);
	for (let k = 0; k < 5; k++) f64[at / 8 + 2 * k] = -(f64[at / 8 + 2 * k] as number);
	for (let length = 2; length <= blocks; length *= 2) {
		call.fr_decimateTime(at, end, (length / 2) * BLOCK_BYTES, rootsAt, stride(length));
	}
	call.fr_finishInside(at, end, rootsAt, middle);
}
