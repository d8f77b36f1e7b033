/**
 * BN254 arithmetic in WebAssembly (ffjavascript's code) with a memory of our own, called function by
 * function. For loops over millions of field elements, where a library call per element costs more
 * than the multiplication. Pointers are byte offsets into that memory.
 *
 * Field elements are 32 bytes little endian. The functions multiply as `a·b/R`, so
 * (plain × Montgomery) gives plain and (Montgomery × Montgomery) gives Montgomery.
 */
import { InternalError } from "../../errors/base.ts";
import { MAX_PAGES, PAGE_BYTES } from "../../field/poseidon/wasm-assembler.ts";
import { optionalPackage } from "../../node/packages/missing-package.ts";

export const SCALAR_BYTES = 32;
/** What the code declares as its least memory. */
const INITIAL_PAGES = 25;

type Binary = (a: number, b: number, out: number) => void;
type Unary = (a: number, out: number) => void;
type BatchInverse = (a: number, strideIn: number, count: number, out: number, strideOut: number) => void;

export type Bn254Exports = {
	readonly frm_add: Binary;
	readonly frm_sub: Binary;
	readonly frm_mul: Binary;
	readonly frm_eq: (a: number, b: number) => number;
	readonly frm_isZero: (a: number) => number;
	readonly frm_square: Unary;
	readonly frm_inverse: Unary;
	readonly frm_toMontgomery: Unary;
	readonly frm_fromMontgomery: Unary;
	readonly frm_batchInverse: BatchInverse;
	readonly f1m_sub: Binary;
	readonly f1m_mul: Binary;
	readonly f1m_square: Unary;
	readonly f1m_batchInverse: BatchInverse;
	readonly f2m_sub: Binary;
	readonly f2m_mul: Binary;
	readonly f2m_square: Unary;
	readonly f2m_batchInverse: BatchInverse;
	readonly g1m_double: Unary;
	readonly g1m_addMixed: Binary;
	readonly g1m_toJacobian: Unary;
	readonly g1m_batchToAffine: (a: number, count: number, out: number) => void;
	readonly g2m_double: Unary;
	readonly g2m_addMixed: Binary;
	readonly g2m_toJacobian: Unary;
	readonly g2m_batchToAffine: (a: number, count: number, out: number) => void;
};

/** Compiled code and where its constants lie; can be posted to worker threads. */
export type Bn254Code = {
	readonly module: WebAssembly.Module;
	/** Memory below this is the code's own. */
	readonly firstFreeByte: number;
	readonly g1Generator: number;
	readonly g2Generator: number;
	/** `rootsOfUnity[k]` is the primitive 2^k-th root that snarkjs uses, in Montgomery form. */
	readonly rootsOfUnity: readonly Uint8Array[];
};

export type Bn254 = {
	readonly code: Bn254Code;
	readonly call: Bn254Exports;
	/** Views of the memory; replaced when `allocate` grows it, so never keep them in a variable across it. */
	readonly view: { u8: Uint8Array<ArrayBuffer>; u32: Uint32Array<ArrayBuffer> };
	/** Zeroed memory, aligned to eight bytes. */
	readonly allocate: (bytes: number) => number;
	/** Overwrites everything that was allocated. */
	readonly wipe: () => void;
};

let loading: Promise<Bn254Code> | undefined;

export function loadBn254Code(): Promise<Bn254Code> {
	loading ??= compileCode();
	return loading;
}

async function compileCode(): Promise<Bn254Code> {
	// Not a top-level import: the library's own thread code takes over any worker thread that loads it.
	const { buildBn128 } = await optionalPackage(() => import("ffjavascript"));
	const { tm, Fr } = await buildBn128(true);
	return {
		module: await WebAssembly.compile(tm.code),
		firstFreeByte: tm.initalPFree,
		g1Generator: tm.pG1gen,
		g2Generator: tm.pG2gen,
		rootsOfUnity: Fr.w.map((root) => Uint8Array.from(root)),
	};
}

/** `scratchBytes`: room above all allocations for the batch functions, one element per input and one more. */
export function instantiateBn254(code: Bn254Code, scratchBytes: number): Bn254 {
	const memory = new WebAssembly.Memory({ initial: INITIAL_PAGES });
	const instance = new WebAssembly.Instance(code.module, { env: { memory } });
	const view = { u8: new Uint8Array(memory.buffer), u32: new Uint32Array(memory.buffer) };
	const firstByte = Math.ceil(code.firstFreeByte / 8) * 8;
	let next = firstByte;
	const allocate = (bytes: number): number => {
		const start = next;
		next += Math.ceil(bytes / 8) * 8;
		const end = next + scratchBytes;
		if (end > MAX_PAGES * PAGE_BYTES) {
			throw new InternalError({
				code: "WASM_MEMORY",
				message: `${end} bytes do not fit into WebAssembly memory`,
			});
		}
		const missingPages = Math.ceil(end / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
		if (missingPages > 0) memory.grow(missingPages);
		view.u8 = new Uint8Array(memory.buffer);
		view.u32 = new Uint32Array(memory.buffer);
		// Word 0 is where the code's own batch functions take their scratch from.
		view.u32[0] = next;
		view.u8.fill(0, start, next);
		return start;
	};
	const wipe = () => {
		view.u8.fill(0, firstByte);
	};
	return { code, call: instance.exports as unknown as Bn254Exports, view, allocate, wipe };
}
