/**
 * WebAssembly for inner products of BN254 elements, one Montgomery reduction each.
 *
 * An element is nine limbs of 29 bits in nine 32-bit words, little endian, below 2r and not always
 * below r. `R = 2^261`: with up to `MAX_TERMS` products of an element below 2r and a constant below
 * r, the reduced sum is below `r·(1 + 2·MAX_TERMS·r/R) < 2r`, because `R > 168·r`.
 *
 * Column sums of limb products fit into 64 bits: four terms add at most 4·9 products below 2^58.
 */
import { FIELD_ORDER } from "../bn254.ts";
import {
	add,
	and,
	type Code,
	call,
	get,
	i32,
	i32Add,
	i32And,
	i32Subtract,
	i64,
	isZero,
	load32,
	multiply,
	repeatWhile,
	set,
	shiftRight,
	store32,
	unlessZero,
	type WasmFunction,
	wasmModule,
} from "./wasm-assembler.ts";

export const LIMBS = 9;
export const LIMB_BITS = 29;
export const ELEMENT_BYTES = 4 * LIMBS;
export const MAX_TERMS = 80;
/** `R`. */
export const MONTGOMERY_RADIX = 1n << BigInt(LIMBS * LIMB_BITS);

const MASK = 2 ** LIMB_BITS - 1;
const COLUMNS = 2 * LIMBS - 1;
const TERMS_PER_CARRY = 4;

export type InnerProductExports = {
	/** `out = Σ a_j·b_j / R` over `terms ≥ 1` consecutive elements. `out` may be one of them. */
	readonly innerProduct: (a: number, b: number, terms: number, out: number) => void;
	/** `rows` inner products of `a` with consecutive rows of `terms` elements. */
	readonly affine: (a: number, matrix: number, terms: number, out: number, rows: number) => void;
	/** `out_k = a_k⁵` for `count` consecutive Montgomery elements. Uses an element of scratch. */
	readonly fifthPowers: (a: number, out: number, count: number, scratch: number) => void;
};

export function innerProductCode(): Uint8Array<ArrayBuffer> {
	return wasmModule([innerProduct(), affine(), fifthPowers()]);
}

function limbsOf(value: bigint): number[] {
	return Array.from({ length: LIMBS }, (_, k) =>
		Number(BigInt.asUintN(LIMB_BITS, value >> BigInt(LIMB_BITS * k))),
	);
}

/** `−1/r mod 2^29`, by Newton's iteration. */
function negativeInverse(): number {
	let inverse = 1n;
	for (let k = 0; k < 5; k++) inverse = BigInt.asUintN(LIMB_BITS, inverse * (2n - FIELD_ORDER * inverse));
	return Number(BigInt.asUintN(LIMB_BITS, -inverse));
}

function innerProduct(): WasmFunction {
	const [a, b, terms, out] = [0, 1, 2, 3];
	const limb = (k: number) => 4 + k;
	const factor = 4 + LIMBS;
	const column = (k: number) => factor + 1 + k;
	const addProduct = (k: number, left: Code, right: Code): Code => [
		...add(get(column(k)), multiply(left, right)),
		...set(column(k)),
	];
	const carry = (k: number): Code => [
		...add(get(column(k + 1)), shiftRight(get(column(k)), LIMB_BITS)),
		...set(column(k + 1)),
	];
	const mask = (k: number): Code => [...and(get(column(k)), i64(MASK)), ...set(column(k))];
	const term = [
		...range(LIMBS, (k) => [...load32(get(a), 4 * k), ...set(limb(k))]),
		...range(LIMBS, (j) => [
			...load32(get(b), 4 * j),
			...set(factor),
			...range(LIMBS, (k) => addProduct(j + k, get(limb(k)), get(factor))),
		]),
		...i32Add(get(a), i32(ELEMENT_BYTES)),
		...set(a),
		...i32Add(get(b), i32(ELEMENT_BYTES)),
		...set(b),
		...i32Subtract(get(terms), i32(1)),
		...set(terms),
		...unlessZero(
			isZero(i32And(get(terms), i32(TERMS_PER_CARRY - 1))),
			range(COLUMNS - 1, (k) => [...carry(k), ...mask(k)]),
		),
	];
	const order = limbsOf(FIELD_ORDER);
	const reduce = range(LIMBS, (i) => [
		...and(multiply(and(get(column(i)), i64(MASK)), i64(negativeInverse())), i64(MASK)),
		...set(factor),
		...range(LIMBS, (k) => addProduct(i + k, get(factor), i64(order[k] as number))),
		...carry(i),
	]);
	const result = range(COLUMNS - LIMBS, (k) => [
		...store32(get(out), 4 * k, and(get(column(LIMBS + k)), i64(MASK))),
		...(LIMBS + k + 1 < COLUMNS ? carry(LIMBS + k) : []),
	]);
	const top = store32(get(out), 4 * (LIMBS - 1), shiftRight(get(column(COLUMNS - 1)), LIMB_BITS));
	return {
		name: "innerProduct",
		parameters: 4,
		i32Locals: 0,
		i64Locals: LIMBS + 1 + COLUMNS,
		body: [...repeatWhile(get(terms), term), ...reduce, ...result, ...top],
	};
}

const INNER_PRODUCT = 0;

function affine(): WasmFunction {
	const [a, matrix, terms, out, rows] = [0, 1, 2, 3, 4];
	const rowBytes = 5;
	return {
		name: "affine",
		parameters: 5,
		i32Locals: 1,
		i64Locals: 0,
		body: [
			...[...get(terms), ...i32(ELEMENT_BYTES), 0x6c],
			...set(rowBytes),
			...repeatWhile(get(rows), [
				...get(a),
				...get(matrix),
				...get(terms),
				...get(out),
				...call(INNER_PRODUCT),
				...i32Add(get(matrix), get(rowBytes)),
				...set(matrix),
				...i32Add(get(out), i32(ELEMENT_BYTES)),
				...set(out),
				...i32Subtract(get(rows), i32(1)),
				...set(rows),
			]),
		],
	};
}

function fifthPowers(): WasmFunction {
	const [a, out, count, scratch] = [0, 1, 2, 3];
	const product = (left: number, right: number, to: number): Code => [
		...get(left),
		...get(right),
		...i32(1),
		...get(to),
		...call(INNER_PRODUCT),
	];
	return {
		name: "fifthPowers",
		parameters: 4,
		i32Locals: 0,
		i64Locals: 0,
		body: repeatWhile(get(count), [
			...product(a, a, scratch),
			...product(scratch, scratch, scratch),
			...product(a, scratch, out),
			...i32Add(get(a), i32(ELEMENT_BYTES)),
			...set(a),
			...i32Add(get(out), i32(ELEMENT_BYTES)),
			...set(out),
			...i32Subtract(get(count), i32(1)),
			...set(count),
		]),
	};
}

function range(count: number, code: (k: number) => Code): Code {
	return Array.from({ length: count }, (_, k) => code(k)).flat();
}
