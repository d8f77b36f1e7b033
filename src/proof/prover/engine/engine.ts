/** One thread's instance of the prover's WebAssembly code, on memory that threads may share. */
import { InternalError } from "../../../errors/base.ts";
import { MAX_PAGES, PAGE_BYTES } from "../../../field/poseidon/wasm-assembler.ts";
import { MAX_ADDITIONS, type ProverCode } from "../code/prover-code.ts";

const ALIGNMENT = 64;

type F<N extends number> = N extends 2
	? (a: number, b: number) => void
	: N extends 3
		? (a: number, b: number, c: number) => void
		: N extends 4
			? (a: number, b: number, c: number, d: number) => void
			: (a: number, b: number, c: number, d: number, e: number) => void;
type FieldName = "fp" | "fr" | "f2";
export type GroupName = "g1" | "g2";

export type EngineCalls = {
	readonly [name in `${FieldName}_${"multiply" | "subtract" | "add" | "subtractNormalised" | "addNormalised"}`]: F<3>;
} & { readonly [name in `${FieldName}_${"normalise" | "inverse"}`]: F<2> } & {
	readonly [name in `${FieldName}_${"gather" | "gatherSigned" | "scatter"}`]: F<4>;
} & {
	/** (list, blocks of four additions). */
	readonly [name in `${GroupName}_${"add" | "double"}`]: (list: number, blocks: number) => number;
} & { readonly [name in `${GroupName}_reduce`]: F<3> } & {
	readonly fr_multiplySingles: F<4>;
	readonly fr_decimateFrequency: F<5>;
	readonly fr_decimateTime: F<5>;
	readonly fr_startInside: F<4>;
	readonly fr_finishInside: F<4>;
	readonly fr_scale: F<4>;
	readonly fr_rowProducts: F<3>;
	readonly fr_multiplyBlocks: F<4>;
	readonly fr_quotientScalars: (
		a: number,
		b: number,
		c: number,
		endOfA: number,
		out: number,
		quarter: number,
		bias: number,
	) => void;
	readonly fp_fromKey: F<3>;
};

/** What all threads need to instantiate; can be posted to them. */
export type EngineParts = {
	readonly module: WebAssembly.Module;
	readonly memory: WebAssembly.Memory;
	/** Two multiples of the generator of each group, to fill up blocks of additions. */
	readonly fillers: { readonly [group in GroupName]: readonly [number, number] };
	/** Packed coordinates of (0 : 1 : 0) without the last. */
	readonly infinity: { readonly [group in GroupName]: number };
	/** Packed 0 and 1, each with an imaginary part of 0: 64 bytes. */
	readonly zero: number;
	readonly one: number;
};

export type Engine = EngineParts & {
	readonly call: EngineCalls;
	readonly u8: Uint8Array<ArrayBuffer>;
	readonly u32: Uint32Array<ArrayBuffer>;
	readonly f64: Float64Array<ArrayBuffer>;
	/** A list of additions, this thread's. */
	readonly listAt: number;
	/** A point that nobody reads, this thread's. */
	readonly wasteAt: number;
};

const LIST_BYTES = MAX_ADDITIONS * 12;
const WASTE_BYTES = 128;

/** Bytes from the address that `instantiateEngine` takes. */
export function threadBytes(code: Pick<ProverCode, "scratchBytes">): number {
	return align(code.scratchBytes) + LIST_BYTES + WASTE_BYTES;
}

export function align(bytes: number): number {
	return Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
}

/** @throws InternalError `WASM_MEMORY` when more than 4 GiB are asked for */
export function createMemory(bytes: number, shared: boolean): WebAssembly.Memory {
	const initial = Math.ceil(bytes / PAGE_BYTES);
	if (initial > MAX_PAGES) {
		throw new InternalError({
			code: "WASM_MEMORY",
			message: `${bytes} bytes do not fit into WebAssembly memory`,
		});
	}
	return new WebAssembly.Memory({ initial, maximum: MAX_PAGES, shared });
}

export function instantiateEngine(parts: EngineParts, scratchAt: number, scratchBytes: number): Engine {
	const { module, memory } = parts;
	const instance = new WebAssembly.Instance(module, { env: { memory, scratch: scratchAt } });
	// With the type of plain memory, whose views can do everything that those of shared memory can.
	const buffer = memory.buffer as ArrayBuffer;
	const listAt = scratchAt + align(scratchBytes);
	return {
		...parts,
		call: instance.exports as unknown as EngineCalls,
		u8: new Uint8Array(buffer),
		u32: new Uint32Array(buffer),
		f64: new Float64Array(buffer),
		listAt,
		wasteAt: listAt + LIST_BYTES,
	};
}
