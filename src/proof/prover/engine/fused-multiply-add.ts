import { type Code, section, text, unsigned, vector } from "../../../field/poseidon/wasm-assembler.ts";

let known: boolean | undefined;

/**
 * Whether WebAssembly has relaxed SIMD here and its multiply-add rounds once. The standard also allows
 * two roundings, and then products of limbs would not be exact.
 */
export function hasFusedMultiplyAdd(): boolean {
	known ??= test();
	return known;
}

function test(): boolean {
	const bytes = testModule();
	if (!WebAssembly.validate(bytes)) return false;
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
	const multiplyAdd = exports.f as (a: number, b: number, c: number) => number;
	// (1 + 2^-30)² − (1 + 2^-29) is 2^-60; with two roundings it is 0.
	return multiplyAdd(1 + 2 ** -30, 1 + 2 ** -30, -(1 + 2 ** -29)) === 2 ** -60;
}

/** f(a, b, c) = a·b + c on one lane. */
function testModule(): Uint8Array<ArrayBuffer> {
	const f64 = 0x7c;
	const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
	const splat = (local: number): Code => [0x20, local, ...simd(0x14)];
	const body = [0, ...splat(0), ...splat(1), ...splat(2), ...simd(0x107), ...simd(0x21), 0, 0x0b];
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, vector([[0x60, 3, f64, f64, f64, 1, f64]])),
		...section(3, vector([[0]])),
		...section(7, vector([[...text("f"), 0, 0]])),
		...section(10, vector([[...unsigned(body.length), ...body]])),
	]);
}
