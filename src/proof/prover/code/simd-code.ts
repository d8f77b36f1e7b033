/** WebAssembly instructions on two 64-bit lanes, and a builder of functions that use them. */
import {
	type Code,
	get,
	I32,
	set as setLocal,
	sized,
	unsigned,
	vector,
} from "../../../field/poseidon/wasm-assembler.ts";

const V128 = 0x7b;
const SIMD_PREFIX = 0xfd;

export const set = (local: number, value: Code): Code => [...value, ...setLocal(local)];
/** Any 32-bit integer, signed. */
export const i32 = (value: number): Code => {
	const bytes: number[] = [];
	let rest = value | 0;
	for (; rest < -64 || rest > 63; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
	return [0x41, ...bytes, rest & 0x7f];
};

const simd = (opcode: number): Code => [SIMD_PREFIX, ...unsigned(opcode)];
const binary = (opcode: number) => {
	const instruction = simd(opcode);
	return (a: Code, b: Code): Code => a.concat(b, instruction);
};
const ternary = (opcode: number) => {
	const instruction = simd(opcode);
	return (a: Code, b: Code, c: Code): Code => a.concat(b, c, instruction);
};

export const loadVector = (address: Code, offset = 0): Code => [
	...address,
	...simd(0x00),
	3,
	...unsigned(offset),
];
export const storeLow = (address: Code, offset: number, value: Code): Code => [
	...address,
	...value,
	...simd(0x5b),
	3,
	...unsigned(offset),
	0,
];
/** The same 64 bits in both lanes. */
export const loadSplat = (address: Code, offset = 0): Code => [
	...address,
	...simd(0x0a),
	3,
	...unsigned(offset),
];
export const storeVector = (address: Code, offset: number, value: Code): Code => [
	...address,
	...value,
	...simd(0x0b),
	3,
	...unsigned(offset),
];
export const and = binary(0x4e);
export const or = binary(0x50);
export const xor = binary(0x51);
export const addInt = binary(0xce);
export const addFloat = binary(0xf0);
export const subFloat = binary(0xf1);
const shift =
	(opcode: number) =>
	(a: Code, bits: number): Code => [...a, ...i32(bits), ...simd(opcode)];
export const shiftLeft = shift(0xcb);
export const shiftRight = shift(0xcd);
/** `a·b + c` with one rounding, where the processor has that (`hasFusedMultiplyAdd`). */
export const fusedMultiplyAdd = ternary(0x107);
/** `−a·b + c` with one rounding. */
export const fusedNegativeMultiplyAdd = ternary(0x108);
/** 1 when both lanes have a bit set. */
export const allLanesTrue = (a: Code): Code => [...a, ...simd(0xc3)];
export const splatI64 = (a: Code): Code => [...a, ...simd(0x12)];
export const replaceHigh = (a: Code, value: Code): Code => [...a, ...value, ...simd(0x1e), 1];

const LOW = [0, 1, 2, 3, 4, 5, 6, 7];
const HIGH = LOW.map((byte) => byte + 8);
const shuffle =
	(bytes: readonly number[]) =>
	(a: Code, b: Code): Code => [...a, ...b, ...simd(0x0d), ...bytes];
/** (low of a, low of b). */
export const lows = shuffle([...LOW, ...LOW.map((byte) => byte + 16)]);
/** (high of a, high of b). */
export const highs = shuffle([...HIGH, ...HIGH.map((byte) => byte + 16)]);
/** (low of a, high of b). */
export const lowHigh = shuffle([...LOW, ...HIGH.map((byte) => byte + 16)]);

/** An i32 that is an address in memory. */
export const loadAddress = (address: Code, offset = 0): Code => [...address, 0x28, 2, ...unsigned(offset)];
export const extendI32 = (a: Code): Code => [...a, 0xad];
export const shiftLeftI64 = (a: Code, bits: number): Code => [...a, 0x42, bits, 0x86];
export const globalGet = (index: number): Code => [0x23, ...unsigned(index)];
export const ifNotZero = (condition: Code, body: Code): Code => [...condition, 0x04, 0x40, ...body, 0x0b];
export const whileNotZero = (condition: Code, body: Code): Code => [
	...[0x02, 0x40, 0x03, 0x40],
	...condition,
	...[0x45, 0x0d, 1],
	...body,
	...[0x0c, 0, 0x0b, 0x0b],
];
export const returnValue = (value: Code): Code => [...value, 0x0f];

export type FunctionBuilder = {
	/** Reads parameter `index`. */
	readonly parameter: (index: number) => Code;
	/** A new local variable: its index, for `get` and `set`. */
	readonly i32: () => number;
	readonly v128: () => number;
	/** Appends code. */
	readonly run: (...code: readonly Code[]) => void;
	/** The code so far, which starts anew: for the body of a loop. */
	readonly take: () => Code;
};

export type FunctionSpec = {
	readonly name: string;
	/** All of type i32. */
	readonly parameters: number;
	/** Whether it leaves an i32. */
	readonly result: boolean;
	/** Locals and body, as the code section wants them. */
	readonly body: Code;
};

export function buildFunction(
	name: string,
	parameters: number,
	write: (builder: FunctionBuilder) => void,
	result = false,
): FunctionSpec {
	const locals: Code[] = [];
	let code: number[] = [];
	const local = (type: number) => () => parameters + locals.push([1, type]) - 1;
	const builder: FunctionBuilder = {
		parameter: get,
		i32: local(I32),
		v128: local(V128),
		run: (...pieces) => {
			for (const piece of pieces) for (const byte of piece) code.push(byte);
		},
		take: () => {
			const taken = code;
			code = [];
			return taken;
		},
	};
	write(builder);
	return { name, parameters, result, body: sized([...vector(locals), ...code, 0x0b]) };
}
