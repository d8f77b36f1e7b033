/**
 * Functions on points of one group, named `<group>_<operation>`.
 *
 * `add` and `double` take a list of affine additions, three addresses each (first, second, sum; u32), and
 * do them with one inversion (Montgomery's trick). They return 0 and have written nothing when a
 * denominator is zero: `add` for points with the same x, `double` never for points of odd order. `reduce`
 * sums buckets with the complete formulas of J. Renes, C. Costello, L. Batina, "Complete addition formulas
 * for prime order elliptic curves" (algorithm 7), which have no exceptions.
 */
import { type Code, get, i32Add, i32Subtract } from "../../../field/poseidon/wasm-assembler.ts";
import { BLOCK_BYTES, ELEMENT_BYTES, LANES } from "./field-code.ts";
import type { PrimeField } from "./field-constants.ts";
import { noneZero } from "./field-functions.ts";
import { blockConstant, type FunctionLibrary, SCRATCH_GLOBAL, type ScratchPlan } from "./function-library.ts";
import { globalGet, i32, ifNotZero, returnValue, set, whileNotZero } from "./simd-code.ts";

/** Bytes of one addition in a list. */
export const ADDITION_BYTES = 12;
const ADDITION_BLOCK_BYTES = LANES * ADDITION_BYTES;
/** Bytes of one entry of `reduce`: address of the point, address of its third coordinate. */
export const REDUCE_ENTRY_BYTES = 8;

export type GroupFieldSpec = {
	readonly group: string;
	readonly field: string;
	/** Prime field elements per coordinate. */
	readonly degree: 1 | 2;
	/** Three times the curve's constant, as coefficients. */
	readonly tripleB: readonly bigint[];
};

export function defineGroup(
	library: FunctionLibrary,
	spec: GroupFieldSpec,
	base: PrimeField,
	scratch: ScratchPlan,
	maxAdditions: number,
): void {
	const { define, call, pool } = library;
	const { group, field, degree } = spec;
	const bytes = degree * BLOCK_BYTES;
	const coordinateBytes = degree * ELEMENT_BYTES;
	const op =
		(operation: string) =>
		(...values: Code[]) =>
			call(`${field}_${operation}`, ...values);
	const [multiply, subtract] = [op("multiply"), op("subtract")];
	const [subtractNormalised, addNormalised, normalise] = [
		op("subtractNormalised"),
		op("addNormalised"),
		op("normalise"),
	];
	const gather = (list: Code, column: number, y: boolean, out: Code) =>
		op(y ? "gatherSigned" : "gather")(
			i32Add(list, i32(4 * column)),
			i32(ADDITION_BYTES),
			i32(y ? coordinateBytes : 0),
			out,
		);
	const scatter = (list: Code, y: boolean, value: Code) =>
		op("scatter")(i32Add(list, i32(8)), i32(ADDITION_BYTES), i32(y ? coordinateBytes : 0), value);

	const temporaries = Array.from({ length: 12 }, () => scratch.take(bytes));
	const temporary = (k: number): Code => i32Add(globalGet(SCRATCH_GLOBAL), i32(temporaries[k] as number));
	// For each block its denominator, then the product of all up to it; before the first a product of 1.
	const products = scratch.take(bytes + (maxAdditions / LANES) * 2 * bytes);
	const one = constantElement(1n);

	function constantElement(...coefficients: bigint[]): number {
		const at = blockConstant(pool, base, coefficients[0] as bigint);
		if (degree === 2) blockConstant(pool, base, coefficients[1] ?? 0n);
		return at;
	}

	for (const operation of ["add", "double"] as const) {
		const [xa, xb, ya, yb, slope, t, inverse, running] = [0, 1, 2, 3, 4, 5, 6, 7].map(
			temporary,
		) as unknown as Code8;
		const isAdd = operation === "add";
		define(
			`${group}_${operation}`,
			2,
			(builder) => {
				const { run } = builder;
				const blocks = builder.parameter(1);
				const [list, left, at] = [builder.i32(), builder.i32(), builder.i32()];
				const [denominator, product] = [get(at), i32Add(get(at), i32(bytes))];
				const before = i32Subtract(get(at), i32(bytes));
				run(set(list, builder.parameter(0)), set(left, blocks));
				run(set(at, i32Add(globalGet(SCRATCH_GLOBAL), i32(products + bytes))));
				run(multiply(i32(one), i32(one), before));
				run(
					whileNotZero(get(left), [
						...(isAdd
							? [
									...gather(get(list), 0, false, xa),
									...gather(get(list), 1, false, xb),
									...subtract(xb, xa, denominator),
								]
							: [...gather(get(list), 0, true, ya), ...addNormalised(ya, ya, denominator)]),
						...multiply(before, denominator, product),
						...set(at, i32Add(get(at), i32(2 * bytes))),
						...set(list, i32Add(get(list), i32(ADDITION_BLOCK_BYTES))),
						...set(left, i32Subtract(get(left), i32(1))),
					]),
				);
				run(ifNotZero([...allNotZero(before), 0x45], returnValue(i32(0))));
				run(op("inverse")(before, running), set(left, blocks));
				run(
					whileNotZero(get(left), [
						...set(at, i32Subtract(get(at), i32(2 * bytes))),
						...set(list, i32Subtract(get(list), i32(ADDITION_BLOCK_BYTES))),
						...set(left, i32Subtract(get(left), i32(1))),
						...multiply(running, before, inverse),
						...multiply(running, denominator, running),
						...gather(get(list), 0, false, xa),
						...gather(get(list), 0, true, ya),
						...(isAdd
							? [
									...gather(get(list), 1, false, xb),
									...gather(get(list), 1, true, yb),
									...subtract(yb, ya, t),
								]
							: [
									...multiply(xa, xa, xb),
									...addNormalised(xb, xb, t),
									...addNormalised(t, xb, t),
									...subtractNormalised(xa, i32(zero()), xb),
								]),
						...multiply(t, inverse, slope),
						...multiply(slope, slope, t),
						...subtract(t, xa, t),
						...subtractNormalised(t, xb, t),
						...scatter(get(list), false, t),
						...subtract(xa, t, t),
						...multiply(slope, t, t),
						...subtractNormalised(t, ya, t),
						...scatter(get(list), true, t),
					]),
				);
				run(i32(1));
			},
			true,
		);
	}

	function zero(): number {
		return constantElement(0n, 0n);
	}

	function allNotZero(element: Code): Code {
		return noneZero(Array.from({ length: degree }, (_, k) => i32Add(element, i32(k * BLOCK_BYTES))));
	}

	defineReduce();

	/**
	 * (list, steps, sums, out): per lane, for buckets B_steps … B_1 in the list's order, the sum of all of
	 * them and `Σ k·B_k`, each as three packed coordinates at `out`, for lane after lane. `sums` is a list
	 * of the four addresses where lanes start.
	 */
	function defineReduce(): void {
		const point = (k: number): Point => [temporary(3 * k), temporary(3 * k + 1), temporary(3 * k + 2)];
		const extra = Array.from({ length: 8 }, () => scratch.take(bytes));
		const t = extra.map((at) => i32Add(globalGet(SCRATCH_GLOBAL), i32(at))) as unknown as Code8;
		const [bucket, running, total] = [point(0), point(1), point(2)];
		const b3 = constantElement(...spec.tripleB);
		define(`${group}_addComplete`, 9, (builder) => {
			const p = (k: number) => builder.parameter(k);
			builder.run(completeAddition([p(0), p(1), p(2)], [p(3), p(4), p(5)], [p(6), p(7), p(8)]));
		});
		const addTo = (sum: Point, other: Point) => call(`${group}_addComplete`, ...sum, ...other, ...sum);
		define(`${group}_reduce`, 3, (builder) => {
			const { run } = builder;
			const [list, left] = [builder.i32(), builder.i32()];
			for (const [x, y, z] of [running, total]) {
				run(multiply(i32(zero()), i32(one), x), multiply(i32(one), i32(one), y));
				run(multiply(i32(zero()), i32(one), z));
			}
			const entry = (column: number, operation: string, offset: number, out: Code) =>
				op(operation)(i32Add(get(list), i32(4 * column)), i32(REDUCE_ENTRY_BYTES), i32(offset), out);
			run(set(list, builder.parameter(0)), set(left, builder.parameter(1)));
			run(
				whileNotZero(get(left), [
					...entry(0, "gather", 0, bucket[0]),
					...entry(0, "gatherSigned", coordinateBytes, bucket[1]),
					...entry(1, "gather", 0, bucket[2]),
					...addTo(running, bucket),
					...addTo(total, running),
					...set(list, i32Add(get(list), i32(LANES * REDUCE_ENTRY_BYTES))),
					...set(left, i32Subtract(get(left), i32(1))),
				]),
			);
			[...running, ...total].forEach((value, k) => {
				run(normalise(value, t[0]));
				run(op("scatter")(builder.parameter(2), i32(4), i32(k * coordinateBytes), t[0]));
			});
		});

		function completeAddition([x1, y1, z1]: Point, [x2, y2, z2]: Point, [x3, y3, z3]: Point): Code {
			const [t0, t1, t2, t3, t4, t5, t6, t7] = t;
			const sum = (a: Code, b: Code, out: Code) => addNormalised(a, b, out);
			const difference = (a: Code, b: Code, out: Code) => subtractNormalised(a, b, out);
			const cross = (a1: Code, b1: Code, a2: Code, b2: Code, ab1: Code, ab2: Code, out: Code) => [
				...sum(a1, b1, t5),
				...sum(a2, b2, t6),
				...multiply(t5, t6, out),
				...sum(ab1, ab2, t5),
				...difference(out, t5, out),
			];
			return [
				...multiply(x1, x2, t0),
				...multiply(y1, y2, t1),
				...multiply(z1, z2, t2),
				...cross(x1, y1, x2, y2, t0, t1, t3),
				...cross(y1, z1, y2, z2, t1, t2, t4),
				...cross(x1, z1, x2, z2, t0, t2, t7),
				...sum(t0, t0, t5),
				...sum(t5, t0, t0),
				...multiply(t2, i32(b3), t2),
				...sum(t1, t2, t5),
				...difference(t1, t2, t1),
				...multiply(t7, i32(b3), t7),
				// Now t0 = 3·x1·x2, t1 = y1·y2 − 3b·z1·z2, t5 = y1·y2 + 3b·z1·z2, t7 = 3b·(x1·z2 + x2·z1).
				...multiply(t4, t7, t2),
				...multiply(t3, t1, t6),
				...difference(t6, t2, x3),
				...multiply(t7, t0, t2),
				...multiply(t1, t5, t6),
				...sum(t6, t2, y3),
				...multiply(t0, t3, t2),
				...multiply(t5, t4, t6),
				...sum(t6, t2, z3),
			];
		}
	}
}

type Point = readonly [Code, Code, Code];
type Code8 = readonly [Code, Code, Code, Code, Code, Code, Code, Code];
