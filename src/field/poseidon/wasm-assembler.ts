/** As much of the WebAssembly binary format as our code generators need. */

export type Code = readonly number[];

export const I32 = 0x7f;
export const I64 = 0x7e;
/** Memory grows by pages, up to four GiB of them. */
export const PAGE_BYTES = 65_536;
export const MAX_PAGES = 65_536;

const EMPTY_BLOCK = 0x40;
const FUNCTION_TYPE = 0x60;

export const get = (local: number): Code => [0x20, ...unsigned(local)];
export const set = (local: number): Code => [0x21, ...unsigned(local)];
export const call = (index: number): Code => [0x10, ...unsigned(index)];
export const i32 = (value: number): Code => [0x41, ...signed(value)];
export const i64 = (value: number): Code => [0x42, ...signed(value)];
export const load32 = (address: Code, offset: number): Code => [...address, 0x35, 2, ...unsigned(offset)];
/** The low 32 bits. */
export const store32 = (address: Code, offset: number, value: Code): Code => [
	...address,
	...value,
	0x3e,
	2,
	...unsigned(offset),
];
export const i32Add = (a: Code, b: Code): Code => [...a, ...b, 0x6a];
export const i32Subtract = (a: Code, b: Code): Code => [...a, ...b, 0x6b];
export const i32And = (a: Code, b: Code): Code => [...a, ...b, 0x71];
export const add = (a: Code, b: Code): Code => [...a, ...b, 0x7c];
export const multiply = (a: Code, b: Code): Code => [...a, ...b, 0x7e];
export const and = (a: Code, b: Code): Code => [...a, ...b, 0x83];
export const shiftRight = (a: Code, bits: number): Code => [...a, ...i64(bits), 0x88];
export const unlessZero = (condition: Code, body: Code): Code => [
	...condition,
	0x04,
	EMPTY_BLOCK,
	...body,
	0x0b,
];
/** Runs the body, and again while the condition is not zero. */
export const repeatWhile = (condition: Code, body: Code): Code => [
	0x03,
	EMPTY_BLOCK,
	...body,
	...condition,
	0x0d,
	0,
	0x0b,
];
export const isZero = (value: Code): Code => [...value, 0x45];

export type WasmFunction = {
	readonly name: string;
	/** All of type i32, locals 0, 1, …; there is no result. */
	readonly parameters: number;
	/** Local variables after the parameters: how many of type i32, then of type i64. */
	readonly i32Locals: number;
	readonly i64Locals: number;
	readonly body: Code;
};

/** A module that imports its memory as `env.memory` and exports all functions. */
export function wasmModule(functions: readonly WasmFunction[]): Uint8Array<ArrayBuffer> {
	const types = functions.map(({ parameters }) => [
		FUNCTION_TYPE,
		...vector(new Array<Code>(parameters).fill([I32])),
		0,
	]);
	const memory = [...text("env"), ...text("memory"), 0x02, 0x00, 1];
	const exports = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]);
	const bodies = functions.map(({ i32Locals, i64Locals, body }) => {
		const locals = [
			[...unsigned(i32Locals), I32],
			[...unsigned(i64Locals), I64],
		];
		return sized([...vector(locals), ...body, 0x0b]);
	});
	return new Uint8Array([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, vector(types)),
		...section(2, vector([memory])),
		...section(3, vector(functions.map((_, index) => unsigned(index)))),
		...section(7, vector(exports)),
		...section(10, vector(bodies)),
	]);
}

export function section(id: number, content: Code): Code {
	return [id, ...sized(content)];
}

export function sized(content: Code): Code {
	return [...unsigned(content.length), ...content];
}

export function vector(items: readonly Code[]): Code {
	return [...unsigned(items.length), ...items.flat()];
}

export function text(value: string): Code {
	return sized([...new TextEncoder().encode(value)]);
}

/** LEB128. */
export function unsigned(value: number): Code {
	const bytes: number[] = [];
	let rest = value;
	for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
	return [...bytes, rest];
}

/** Signed LEB128 of a number that is not negative. */
function signed(value: number): Code {
	const bytes: number[] = [];
	let rest = value;
	for (; rest >= 0x40; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) + 0x80);
	return [...bytes, rest];
}
