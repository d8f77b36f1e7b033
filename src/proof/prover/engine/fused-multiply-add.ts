import { type Code, section, text, unsigned, vector } from "../../../field/poseidon/wasm-assembler.ts";

let known: boolean | undefined;

/**
 * Whether WebAssembly has relaxed SIMD here and both of its multiply-adds round once. The standard also
 * allows two roundings, for each of them by itself, and then products of limbs would not be exact.
 */
export function hasFusedMultiplyAdd(): boolean {
	known ??= test();
	return known;
}

function test(): boolean {
	const bytes = testModule();
	if (!WebAssembly.validate(bytes)) return false;
	const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
	type Ternary = (a: number, b: number, c: number) => number;
	const [add, subtract] = [exports.add, exports.subtract] as [Ternary, Ternary];
	// (1 + 2^-30)² − (1 + 2^-29) is 2^-60; with two roundings it is 0.
	const [factor, rounded] = [1 + 2 ** -30, 1 + 2 ** -29];
	return add(factor, factor, -rounded) === 2 ** -60 && subtract(factor, factor, rounded) === -(2 ** -60);
}

const F64 = 0x7c;
const RELAXED_MADD = 0x107;
const RELAXED_NMADD = 0x108;

/** add(a, b, c) = a·b + c and subtract(a, b, c) = −a·b + c, each on one lane. */
function testModule(): Uint8Array<ArrayBuffer> {
	const simd = (opcode: number): Code => [0xfd, ...unsigned(opcode)];
	const splat = (local: number): Code => [0x20, local, ...simd(0x14)];
	const functionOf = (opcode: number): Code => {
		const body = [0, ...splat(0), ...splat(1), ...splat(2), ...simd(opcode), ...simd(0x21), 0, 0x0b];
		return [...unsigned(body.length), ...body];
	};
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, vector([[0x60, 3, F64, F64, F64, 1, F64]])),
		...section(3, vector([[0], [0]])),
		...section(
			7,
			vector([
				[...text("add"), 0, 0],
				[...text("subtract"), 0, 1],
			]),
		),
		...section(10, vector([functionOf(RELAXED_MADD), functionOf(RELAXED_NMADD)])),
	]);
}
