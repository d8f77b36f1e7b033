import { type Code, call } from "../../../field/poseidon/wasm-assembler.ts";
import { BLOCK_BYTES, LANES } from "./field-code.ts";
import { type ConstantPool, floatBits, montgomeryLimbs, type PrimeField } from "./field-constants.ts";
import { buildFunction, type FunctionBuilder, type FunctionSpec, i32 } from "./simd-code.ts";

/** Functions of one module, in the order of their indices; each may call those before it. */
export type FunctionLibrary = {
	readonly pool: ConstantPool;
	readonly functions: readonly FunctionSpec[];
	readonly define: (
		name: string,
		parameters: number,
		write: (builder: FunctionBuilder) => void,
		result?: boolean,
	) => void;
	readonly call: (name: string, ...values: readonly Code[]) => Code;
};

export function functionLibrary(pool: ConstantPool): FunctionLibrary {
	const functions: FunctionSpec[] = [];
	return {
		pool,
		functions,
		define: (name, parameters, write, result) => {
			functions.push(buildFunction(name, parameters, write, result));
		},
		call: (name, ...values) => {
			const index = functions.findIndex((known) => known.name === name);
			if (index < 0) throw new RangeError(`no function ${name} before this one`);
			return [...values.flat(), ...call(index)];
		},
	};
}

/** Address of a block with the same Montgomery element in all lanes. */
export function blockConstant(pool: ConstantPool, field: PrimeField, value: bigint): number {
	const words = montgomeryLimbs(value, field).flatMap((limb) => [floatBits(limb), floatBits(limb)]);
	return pool.table(Array.from({ length: LANES / 2 }, () => words).flat());
}

/** Where thread-private scratch starts: an imported global, because all threads share one memory. */
export const SCRATCH_GLOBAL = 0;

/** Names consecutive pieces of scratch. */
export type ScratchPlan = { readonly take: (bytes: number) => number; readonly size: () => number };

export function scratchPlan(): ScratchPlan {
	let next = 0;
	return {
		take: (bytes) => {
			const at = next;
			next += Math.ceil(bytes / 16) * 16;
			return at;
		},
		size: () => next,
	};
}

export const blockAt = (address: Code, blocks: number): Code =>
	blocks === 0 ? address : [...address, ...i32(blocks * BLOCK_BYTES), 0x6a];
