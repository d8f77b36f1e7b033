/** Lays out the prover's memory: first what the code itself needs, then whatever is taken. */
import { bn254 } from "@noble/curves/bn254.js";
import type { ProverCode } from "../code/prover-code.ts";
import { align, createMemory, type EngineParts, threadBytes } from "./engine.ts";
import { writeCoordinate } from "./packed-element.ts";

const ELEMENT_BYTES = 32;

/** Hands out addresses; memory is made when all are known. */
export type MemoryPlan = { readonly take: (bytes: number) => number; readonly size: () => number };

export function memoryPlan(code: ProverCode): MemoryPlan {
	let next = fixedEnd(code);
	return {
		take: (bytes) => {
			const at = next;
			next += align(bytes);
			return at;
		},
		size: () => next,
	};
}

/** Where a thread's own memory starts. */
export function threadMemoryAt(plan: MemoryPlan, code: ProverCode): number {
	return plan.take(threadBytes(code));
}

const FIXED_ELEMENTS = 2 * 4 + 2 * 6 + 2 * 2;

function fixedEnd(code: ProverCode): number {
	return code.firstFreeByte + FIXED_ELEMENTS * ELEMENT_BYTES;
}

/** Makes the memory and writes constants into it. Unused pages of it cost nothing. */
export async function engineParts(code: ProverCode, bytes: number, shared: boolean): Promise<EngineParts> {
	const module = await WebAssembly.compile(code.bytes);
	const memory = createMemory(bytes, shared);
	const u8 = new Uint8Array(memory.buffer);
	const u32 = new Uint32Array(memory.buffer);
	u8.set(code.constants, code.constantsAt);
	let next = code.firstFreeByte;
	const place = (...elements: readonly bigint[]): number => {
		const at = next;
		for (const element of elements) {
			writeCoordinate(u32, next, element);
			next += ELEMENT_BYTES;
		}
		return at;
	};
	const { G1, G2 } = bn254;
	const g1 = [G1.Point.BASE, G1.Point.BASE.double()].map((point) => {
		const { x, y } = point.toAffine();
		return place(x, y);
	}) as [number, number];
	const infinity1 = place(0n, 1n);
	const zero = place(0n, 0n);
	const one = place(1n, 0n);
	const infinity2 = place(0n, 0n, 1n, 0n);
	const g2 = [G2.Point.BASE, G2.Point.BASE.double()].map((point) => {
		const { x, y } = point.toAffine();
		return place(x.c0, x.c1, y.c0, y.c1);
	}) as [number, number];
	return { module, memory, fillers: { g1, g2 }, infinity: { g1: infinity1, g2: infinity2 }, zero, one };
}
