/**
 * Number-theoretic transforms over the scalar field, `fr_…`.
 *
 * A polynomial of n = 4m values lies in m blocks: block b holds the values b and b + n/2 in its first
 * pair, b + n/4 and b + 3n/4 in its second. The outermost two stages of a transform work inside a block,
 * and all others do the same in every lane. Tables hold single elements: five doubles each.
 *
 * Ranges: a table's elements are products with constants of size 1/2, so of size 0.62 at most. A stage
 * makes products of size 0.38·(2·0.95)·0.62 + 0.5 < 0.95 from values of that size, and normalises sums.
 */
import { type Code, get, i32Add, i32Subtract } from "../../../field/poseidon/wasm-assembler.ts";
import { BLOCK_BYTES, type Block, fieldCode, LIMB_ADDRESSES, PAIR_BYTES, type Pair } from "./field-code.ts";
import { floatBits, LIMBS, montgomeryLimbs, type PrimeField } from "./field-constants.ts";
import type { FunctionLibrary } from "./function-library.ts";
import {
	addFloat,
	type FunctionBuilder,
	highs,
	i32,
	loadSplat,
	loadVector,
	lowHigh,
	lows,
	set,
	storeLow,
	whileNotZero,
	xor,
} from "./simd-code.ts";

/** Bytes of one element in a table. */
export const SINGLE_BYTES = 8 * LIMBS;

export function defineTransform(library: FunctionLibrary, field: PrimeField): void {
	const { define, pool } = library;
	const code = (builder: FunctionBuilder) => fieldCode(builder, field, pool);
	const one = montgomeryLimbs(1n, field).map(pool.float);
	const highSign = pool.table([0n, floatBits(-0)]);
	const splat = (address: Code) => (_pair: number, limb: number) => loadSplat(address, 8 * limb);

	/** (source, factor, target, count): two singles at a time, so one may be written too many. */
	define("fr_multiplySingles", 4, (builder) => {
		const { multiply, constant } = code(builder);
		const { run, parameter } = builder;
		const [source, target, left] = [builder.i32(), builder.i32(), builder.i32()];
		run(set(source, parameter(0)), set(target, parameter(2)), set(left, parameter(3)));
		warm(constant);
		const before = builder.take();
		const a: Block = [0, 1].map((p) =>
			LIMB_ADDRESSES.map((_, k) => {
				const local = builder.v128();
				run(set(local, loadSplat(get(source), p * SINGLE_BYTES + 8 * k)));
				return local;
			}),
		);
		const product = multiply(a, splat(parameter(1)));
		product.forEach((pair, p) => {
			pair.forEach((local, k) => {
				run(storeLow(get(target), p * SINGLE_BYTES + 8 * k, get(local)));
			});
		});
		run(set(source, i32Add(get(source), i32(2 * SINGLE_BYTES))));
		run(set(target, i32Add(get(target), i32(2 * SINGLE_BYTES))));
		run(set(left, i32Subtract(get(left), i32(2))));
		const body = builder.take();
		run(before, whileNotZero(positive(get(left)), body));
	});

	/** (data, end, half, roots, rootStride): one stage; `half` and the stride are in bytes. */
	for (const kind of ["decimateFrequency", "decimateTime"] as const) {
		define(`fr_${kind}`, 5, (builder) => {
			const { load, store, multiply, add, subtract, normalise, constant } = code(builder);
			const { run, parameter } = builder;
			const [group, at, stop, root] = [builder.i32(), builder.i32(), builder.i32(), builder.i32()];
			const half = parameter(2);
			run(set(group, parameter(0)));
			warm(constant);
			const before = builder.take();
			const other = i32Add(get(at), half);
			const a = load(get(at));
			if (kind === "decimateFrequency") {
				const b = load(other);
				store(get(at), normalise(add(a, b)));
				store(other, multiply(subtract(a, b), splat(get(root))));
			} else {
				const t = multiply(load(other), splat(get(root)));
				store(get(at), normalise(add(a, t)));
				store(other, normalise(subtract(a, t)));
			}
			run(set(at, i32Add(get(at), i32(BLOCK_BYTES))), set(root, i32Add(get(root), parameter(4))));
			const inner = builder.take();
			run(before);
			run(
				whileNotZero(i32Subtract(parameter(1), get(group)), [
					...set(at, get(group)),
					...set(stop, i32Add(get(group), half)),
					...set(root, parameter(3)),
					...whileNotZero(i32Subtract(get(stop), get(at)), inner),
					...set(group, i32Add(get(stop), half)),
				]),
			);
		});
	}

	/** (data, end, roots, quarter): the two stages inside blocks; `quarter` is the root table's middle. */
	for (const kind of ["startInside", "finishInside"] as const) {
		define(`fr_${kind}`, 4, (builder) => {
			const { load, store, multiply, add, subtract, normalise, constant } = code(builder);
			const { run, parameter } = builder;
			const [at, root, middle, double] = [builder.i32(), builder.i32(), builder.i32(), builder.i32()];
			run(set(at, parameter(0)), set(root, parameter(2)), set(double, parameter(2)));
			run(set(middle, parameter(3)));
			warm(constant);
			const sign = constant(highSign);
			for (const address of one) constant(address);
			const before = builder.take();
			const keep = (value: Code) => {
				const local = builder.v128();
				run(set(local, value));
				return local;
			};
			// (a, b) → (a + b, a − b)
			const cross = (block: Block): Block =>
				block.map((pair) =>
					pair.map((local) =>
						keep(addFloat(lows(get(local), get(local)), xor(highs(get(local), get(local)), sign))),
					),
				);
			const roots = (pair: number, limb: number) =>
				lowHigh(constant(one[limb] as number), loadSplat(get(pair === 0 ? root : middle), 8 * limb));
			const combine = ([p, q]: readonly [Pair, Pair], f: typeof add): Pair => f([p], [q])[0] as Pair;
			if (kind === "startInside") {
				const [p, q] = multiply(cross(load(get(at))), roots) as [Pair, Pair];
				const sum = normalise([combine([p, q], add)]);
				const difference = multiply([combine([p, q], subtract)], splat(get(double)));
				store(get(at), [sum[0] as Pair, difference[0] as Pair]);
			} else {
				const [p, second] = load(get(at)) as [Pair, Pair];
				const q = multiply([second], splat(get(double)))[0] as Pair;
				const both = normalise([combine([p, q], add), combine([p, q], subtract)]);
				store(get(at), normalise(cross(multiply(both, roots))));
			}
			run(set(at, i32Add(get(at), i32(BLOCK_BYTES))));
			for (const local of [root, middle]) run(set(local, i32Add(get(local), i32(SINGLE_BYTES))));
			run(set(double, i32Add(get(double), i32(2 * SINGLE_BYTES))));
			const body = builder.take();
			run(before, whileNotZero(i32Subtract(parameter(1), get(at)), body));
		});
	}

	/** (data, end, table, lanes): each block times a block of lane factors and its single of the table. */
	define("fr_scale", 4, (builder) => {
		const { load, store, multiply, constant } = code(builder);
		const { run, parameter } = builder;
		const [at, single] = [builder.i32(), builder.i32()];
		run(set(at, parameter(0)), set(single, parameter(2)));
		warm(constant);
		const before = builder.take();
		const scaled = multiply(load(get(at)), (pair, k) => loadVector(parameter(3), pair * PAIR_BYTES + 16 * k));
		store(get(at), multiply(scaled, splat(get(single))));
		run(set(at, i32Add(get(at), i32(BLOCK_BYTES))), set(single, i32Add(get(single), i32(SINGLE_BYTES))));
		const body = builder.take();
		run(before, whileNotZero(i32Subtract(parameter(1), get(at)), body));
	});

	/** Loads what products need before the loop starts, so that the loop does not. */
	function warm(constant: (at: number) => Code): void {
		for (const limb of field.limbs) constant(pool.float(limb));
	}
}

/** Whether a signed number is above zero. */
function positive(value: Code): Code {
	return [...value, ...i32(0), 0x4a];
}
