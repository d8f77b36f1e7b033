/**
 * Poseidon in WebAssembly, bit for bit poseidon-lite's. Constants of an arity are made when it is
 * first used; the memory is one engine's own, so an engine is for one thread.
 */
import { FIELD_ORDER } from "../bn254.ts";
import {
	ELEMENT_BYTES,
	type InnerProductExports,
	innerProductCode,
	LIMB_BITS,
	LIMBS,
	MONTGOMERY_RADIX,
} from "./inner-product-code.ts";
import { poseidonProgram } from "./poseidon-program.ts";
import { PAGE_BYTES } from "./wasm-assembler.ts";

export const MAX_INPUTS = 16;
const LIMB_MASK = 2 ** LIMB_BITS - 1;
/** 64-bit words of an element at the engine's border: plain integers, little endian. */
export const WORDS_PER_ELEMENT = 4;

/** Where the constants of one arity lie. */
type Placed = {
	readonly width: number;
	/** For each input a pair: `R²` and the first constant times `R²`, over (input, 1). */
	readonly load: number;
	/** As the first of `load`, for a first input that is in Montgomery form. */
	readonly loadState: number;
	/** The first constant of the capacity element, in Montgomery form times R. */
	readonly capacity: number;
	readonly before: readonly number[];
	readonly chunks: readonly { readonly nextX: readonly number[]; readonly nextY: number }[];
	readonly after: readonly number[];
};

export type PoseidonEngine = {
	/** Writes input `at` of the next call: four little-endian words of a plain integer below r. */
	readonly writeInput: (at: number, words: BigUint64Array, from: number) => void;
	/** Hashes inputs 0 … count − 1; with `chained` input 0 is the result of the call before. */
	readonly permute: (count: number, chained: boolean) => void;
	/** The result of the last call. */
	readonly result: () => bigint;
	/** The constants of these arities, for an engine on another thread. */
	readonly constantsOf: (arities: readonly number[]) => PoseidonConstants;
};

/** An engine's memory and where things lie in it; can be posted to another thread. */
export type PoseidonConstants = {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly placed: ReadonlyMap<number, Placed>;
};

/** @param constants of another engine, so that they are not made twice */
export async function makePoseidonEngine(constants?: PoseidonConstants): Promise<PoseidonEngine> {
	const memory = new WebAssembly.Memory({ initial: 1 });
	const { instance } = await WebAssembly.instantiate(innerProductCode(), { env: { memory } });
	const { innerProduct, affine, fifthPowers } = instance.exports as unknown as InnerProductExports;
	const arena = makeArena(memory);
	const inputs = arena.reserve(2 * MAX_INPUTS);
	for (let at = 0; at < MAX_INPUTS; at++) arena.write(inputs + (2 * at + 1) * ELEMENT_BYTES, 1n);
	const one = arena.place([1n]);
	const montgomeryOne = MONTGOMERY_RADIX % FIELD_ORDER;
	/** State, a one, and the S-box outputs of a chunk. */
	const stateElements = 4 * (MAX_INPUTS + 1) + 2;
	let state = arena.reserve(stateElements);
	let next = arena.reserve(stateElements);
	const scratch = arena.reserve(1);
	const chain = arena.reserve(2);
	arena.write(chain + ELEMENT_BYTES, 1n);
	// An engine reserves in a fixed order, so all of the above lies where the other engine has it.
	if (constants !== undefined) arena.restore(constants.bytes);
	const placed = new Map<number, Placed>(constants?.placed);
	const arityOf = (count: number): Placed => {
		const arity = placed.get(count) ?? place(arena, count);
		placed.set(count, arity);
		return arity;
	};

	const full = (width: number, matrix: number, rows: number) => {
		fifthPowers(state, state, width, scratch);
		affine(state, matrix, width + 1, next, rows);
		[state, next] = [next, state];
	};
	const partial = (width: number, { nextX, nextY }: Placed["chunks"][number]) => {
		const y = state + ELEMENT_BYTES;
		nextX.forEach((row, k) => {
			const z = state + (width + 1 + k) * ELEMENT_BYTES;
			fifthPowers(state, z, 1, scratch);
			innerProduct(y, row, width + 1 + k, k + 1 < nextX.length ? state : next);
		});
		affine(y, nextY, width + nextX.length, next + ELEMENT_BYTES, width - 1);
		[state, next] = [next, state];
	};
	const permute = (count: number, chained: boolean) => {
		const arity = arityOf(count);
		const { width } = arity;
		// Where the one lies depends on the width.
		for (const at of [state, next]) arena.write(at + width * ELEMENT_BYTES, montgomeryOne);
		innerProduct(one, arity.capacity, 1, state);
		for (let at = 0; at < count; at++) {
			const isState = chained && at === 0;
			const from = isState ? chain : inputs + 2 * at * ELEMENT_BYTES;
			const constants = isState ? arity.loadState : arity.load + 2 * at * ELEMENT_BYTES;
			innerProduct(from, constants, 2, state + (at + 1) * ELEMENT_BYTES);
		}
		for (const matrix of arity.before) full(width, matrix, width);
		for (const chunk of arity.chunks) partial(width, chunk);
		arity.after.forEach((matrix, k) => {
			full(width, matrix, k + 1 < arity.after.length ? width : 1);
		});
		arena.copy(state, chain);
	};
	return {
		writeInput: (at, words, from) => arena.writeWords(inputs + 2 * at * ELEMENT_BYTES, words, from),
		permute,
		result: () => {
			innerProduct(chain, one, 1, scratch);
			return arena.read(scratch) % FIELD_ORDER;
		},
		constantsOf: (arities) => {
			arities.forEach(arityOf);
			return { bytes: arena.used(), placed };
		},
	};
}

type Arena = ReturnType<typeof makeArena>;

/** Elements in WebAssembly memory, reserved and never freed. */
function makeArena(memory: WebAssembly.Memory) {
	let end = 0;
	let limbs = new Uint32Array(memory.buffer);
	const reserve = (count: number): number => {
		const start = end;
		end += count * ELEMENT_BYTES;
		const missing = Math.ceil(end / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
		if (missing > 0) memory.grow(missing);
		limbs = new Uint32Array(memory.buffer);
		return start;
	};
	const write = (at: number, value: bigint) => {
		writeWords(at, wordsOf(value), 0);
	};
	const writeWords = (at: number, words: BigUint64Array, from: number) => {
		const halves = new Uint32Array(words.buffer, words.byteOffset + 8 * from, 2 * WORDS_PER_ELEMENT);
		for (let k = 0; k < LIMBS; k++) {
			const bit = k * LIMB_BITS;
			const shift = bit % 32;
			const low = (halves[bit >>> 5] as number) >>> shift;
			// A shift by 32 would be one by 0.
			const high = shift === 0 ? 0 : (halves[(bit >>> 5) + 1] ?? 0) << (32 - shift);
			limbs[at / 4 + k] = (low | high) & LIMB_MASK;
		}
	};
	const place = (values: readonly bigint[]): number => {
		const start = reserve(values.length);
		values.forEach((value, k) => {
			write(start + k * ELEMENT_BYTES, value);
		});
		return start;
	};
	const read = (at: number): bigint => {
		let value = 0n;
		for (let k = LIMBS - 1; k >= 0; k--)
			value = (value << BigInt(LIMB_BITS)) + BigInt(limbs[at / 4 + k] as number);
		return value;
	};
	const copy = (from: number, to: number) => {
		limbs.copyWithin(to / 4, from / 4, from / 4 + LIMBS);
	};
	const used = () => new Uint8Array(memory.buffer.slice(0, end));
	const restore = (bytes: Uint8Array) => {
		reserve((bytes.length - end) / ELEMENT_BYTES);
		new Uint8Array(memory.buffer).set(bytes);
	};
	return { reserve, write, writeWords, place, read, copy, used, restore };
}

function place(arena: Arena, inputs: number): Placed {
	const { width, firstConstants, before, chunks, after } = poseidonProgram(inputs);
	const radix = MONTGOMERY_RADIX % FIELD_ORDER;
	const square = (radix * radix) % FIELD_ORDER;
	const first = firstConstants.map((value) => (value * square) % FIELD_ORDER);
	const row = (values: readonly bigint[]) =>
		arena.place(values.map((value) => (value * radix) % FIELD_ORDER));
	const matrix = (rows: readonly (readonly bigint[])[]) => row(rows.flat());
	return {
		width,
		load: arena.place(first.slice(1).flatMap((constant) => [square, constant])),
		loadState: arena.place([radix, first[1] as bigint]),
		capacity: arena.place(first.slice(0, 1)),
		before: before.map(matrix),
		chunks: chunks.map(({ nextX, nextY }) => ({ nextX: nextX.map(row), nextY: matrix(nextY) })),
		after: after.map(matrix),
	};
}

/** @param value below 2^256 */
export function wordsOf(value: bigint): BigUint64Array {
	const words = new BigUint64Array(WORDS_PER_ELEMENT);
	writeElementWords(words, 0, value);
	return words;
}

export function writeElementWords(words: BigUint64Array, from: number, value: bigint): void {
	// Storing takes the low 64 bits.
	words[from] = value;
	words[from + 1] = value >> 64n;
	words[from + 2] = value >> 128n;
	words[from + 3] = value >> 192n;
}
