/** The constraint system's part of a proof: rows of the matrices times the witness, and the quotient. */
import { type Code, get, i32Add, i32Subtract } from "../../../field/poseidon/wasm-assembler.ts";
import { BLOCK_BYTES, ELEMENT_BYTES, fieldCode, LANES } from "./field-code.ts";
import { LIMBS, type PrimeField } from "./field-constants.ts";
import { blockConstant, type FunctionLibrary, SCRATCH_GLOBAL, type ScratchPlan } from "./function-library.ts";
import { globalGet, i32, loadAddress, loadVector, set, whileNotZero } from "./simd-code.ts";

export const TERM_BYTES = LANES * 8;

export function defineProducts(library: FunctionLibrary, field: PrimeField, scratch: ScratchPlan): void {
	const { define, call, pool } = library;
	const [values, witness] = [0, 1].map(() => scratch.take(BLOCK_BYTES)) as [number, number];
	const temporary = (at: number) => i32Add(globalGet(SCRATCH_GLOBAL), i32(at));
	const zero = blockConstant(pool, field, 0n);
	const one = blockConstant(pool, field, 1n);

	/**
	 * (stream, end, out): for each block a count (u32), then as often for each lane the addresses of a
	 * packed coefficient and of a plain witness value.
	 */
	define("fr_rowProducts", 3, ({ run, parameter, i32: local }) => {
		const [at, end, out] = [local(), local(), local()];
		run(set(at, parameter(0)), set(out, parameter(2)));
		run(
			whileNotZero(i32Subtract(parameter(1), get(at)), [
				...set(end, i32Add(i32Add(get(at), i32(4)), [...loadAddress(get(at)), ...i32(TERM_BYTES), 0x6c])),
				...set(at, i32Add(get(at), i32(4))),
				...call("fr_multiply", i32(zero), i32(one), get(out)),
				...whileNotZero(i32Subtract(get(end), get(at)), [
					...call("fr_gather", get(at), i32(8), i32(0), temporary(values)),
					...call("fr_gatherPlain", i32Add(get(at), i32(4)), i32(8), i32(0), temporary(witness)),
					...call("fr_multiply", temporary(values), temporary(witness), temporary(values)),
					...call("fr_addNormalised", temporary(values), get(out), get(out)),
					...set(at, i32Add(get(at), i32(TERM_BYTES))),
				]),
				...set(out, i32Add(get(out), i32(BLOCK_BYTES))),
			]),
		);
	});

	/** (a, b, out, end of out): block by block. */
	define("fr_multiplyBlocks", 4, ({ run, parameter, i32: local }) => {
		const [a, b, out] = [local(), local(), local()];
		run(set(a, parameter(0)), set(b, parameter(1)), set(out, parameter(2)));
		run(
			whileNotZero(i32Subtract(parameter(3), get(out)), [
				...call("fr_multiply", get(a), get(b), get(out)),
				...[a, b, out].flatMap((pointer) => set(pointer, i32Add(get(pointer), i32(BLOCK_BYTES)))),
			]),
		);
	});

	/**
	 * (a, b, c, end of a, out, quarter, bias): writes `(a·b − c)` as plain scalars plus a bias, for lanes at
	 * out, out + 2·quarter, out + quarter, out + 3·quarter. The bias is given by the digits of
	 * `bias + r − DIGIT_BIAS`, each twice 64 bits.
	 */
	define("fr_quotientScalars", 7, (builder) => {
		const { load, multiply, normalise, subtract, packPair, constant } = fieldCode(builder, field, pool);
		const { run, parameter } = builder;
		const [a, b, c, out] = [builder.i32(), builder.i32(), builder.i32(), builder.i32()];
		const lanes = [0, 2, 1, 3].map((quarters) => {
			const local = builder.i32();
			return { local, quarters };
		});
		run(set(a, parameter(0)), set(b, parameter(1)), set(c, parameter(2)), set(out, parameter(4)));
		for (const limb of field.limbs) constant(pool.float(limb));
		const digits = Array.from({ length: LIMBS }, (_, k) => {
			const local = builder.v128();
			run(set(local, loadVector(parameter(6), 16 * k)));
			return get(local);
		});
		const plainOne = [1, 0].map((value) => constant(pool.float(value)));
		const before = builder.take();
		const product = multiply(load(get(a)), (pair, k) =>
			loadVector(get(b), pair * (BLOCK_BYTES / 2) + 16 * k),
		);
		const plain = multiply(
			normalise(subtract(product, load(get(c)))),
			(_pair, k) => plainOne[k === 0 ? 0 : 1] as Code,
		);
		for (const { local, quarters } of lanes) {
			run(set(local, i32Add(get(out), [...parameter(5), ...i32(quarters), 0x6c])));
		}
		plain.forEach((pair, p) => {
			const [first, second] = [lanes[2 * p], lanes[2 * p + 1]].map((lane) => get(lane?.local ?? 0));
			packPair(pair, first as Code, second as Code, digits);
		});
		for (const pointer of [a, b, c]) run(set(pointer, i32Add(get(pointer), i32(BLOCK_BYTES))));
		run(set(out, i32Add(get(out), i32(ELEMENT_BYTES))));
		const body = builder.take();
		run(before, whileNotZero(i32Subtract(parameter(3), get(a)), body));
	});
}

/** `fp_fromKey(source, end, out)`: key-file coordinates, four at a time, to packed ones. */
export function defineKeyPoints(library: FunctionLibrary, field: PrimeField): void {
	const { define, pool } = library;
	// Key files hold v·2^256: half of it is v·R.
	const half = blockConstant(pool, field, (field.modulus + 1n) / 2n);
	define("fp_fromKey", 3, (builder) => {
		const { unpackPair, multiply, normalise, packPair, packBias, constant } = fieldCode(builder, field, pool);
		const { run, parameter } = builder;
		const [source, out] = [builder.i32(), builder.i32()];
		run(set(source, parameter(0)), set(out, parameter(2)));
		for (const limb of field.limbs) constant(pool.float(limb));
		const bias = packBias();
		const before = builder.take();
		const offset = (base: number, elements: number) => i32Add(get(base), i32(elements * ELEMENT_BYTES));
		const plain = [0, 1].map((p) => unpackPair(offset(source, 2 * p), offset(source, 2 * p + 1), "plain"));
		const product = normalise(
			multiply(plain, (pair, k) => loadVector(i32(half), pair * (BLOCK_BYTES / 2) + 16 * k)),
		);
		product.forEach((pair, p) => {
			packPair(pair, offset(out, 2 * p), offset(out, 2 * p + 1), bias);
		});
		for (const pointer of [source, out]) {
			run(set(pointer, i32Add(get(pointer), i32(LANES * ELEMENT_BYTES))));
		}
		const body = builder.take();
		run(before, whileNotZero(i32Subtract(parameter(1), get(source)), body));
	});
}
