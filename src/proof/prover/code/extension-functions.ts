/**
 * `f2_<operation>`: blocks over Fp[u]/(u² + 1), a block of real parts and then one of imaginary parts.
 * Every result is normalised, so that sums and differences may enter products of sums.
 */
import { type Code, i32Add } from "../../../field/poseidon/wasm-assembler.ts";
import { BLOCK_BYTES, ELEMENT_BYTES } from "./field-code.ts";
import type { PrimeField } from "./field-constants.ts";
import { blockConstant, type FunctionLibrary, SCRATCH_GLOBAL, type ScratchPlan } from "./function-library.ts";
import { globalGet, i32 } from "./simd-code.ts";

export function defineExtension(library: FunctionLibrary, base: PrimeField, scratch: ScratchPlan): void {
	const { define, call, pool } = library;
	const fp =
		(operation: string) =>
		(...values: Code[]) =>
			call(`${base.name}_${operation}`, ...values);
	const temporaries = Array.from({ length: 5 }, () => scratch.take(BLOCK_BYTES));
	const [t0, t1, t2, t3, t4] = temporaries.map((at) => i32Add(globalGet(SCRATCH_GLOBAL), i32(at))) as [
		Code,
		Code,
		Code,
		Code,
		Code,
	];
	const imaginary = (a: Code) => i32Add(a, i32(BLOCK_BYTES));

	define("f2_multiply", 3, ({ run, parameter }) => {
		const [a, b, out] = [parameter(0), parameter(1), parameter(2)];
		run(fp("add")(a, imaginary(a), t0), fp("add")(b, imaginary(b), t1), fp("multiply")(t0, t1, t2));
		run(fp("multiply")(a, b, t3), fp("multiply")(imaginary(a), imaginary(b), t4));
		run(fp("subtract")(t2, t3, t2), fp("subtractNormalised")(t2, t4, imaginary(out)));
		run(fp("subtractNormalised")(t3, t4, out));
	});
	for (const operation of ["subtract", "add"]) {
		for (const name of [`f2_${operation}`, `f2_${operation}Normalised`]) {
			define(name, 3, ({ run, parameter }) => {
				const [a, b, out] = [parameter(0), parameter(1), parameter(2)];
				run(fp(`${operation}Normalised`)(a, b, out));
				run(fp(`${operation}Normalised`)(imaginary(a), imaginary(b), imaginary(out)));
			});
		}
	}
	define("f2_normalise", 2, ({ run, parameter }) => {
		run(fp("normalise")(parameter(0), parameter(1)));
		run(fp("normalise")(imaginary(parameter(0)), imaginary(parameter(1))));
	});
	for (const operation of ["gather", "gatherSigned", "scatter"]) {
		define(`f2_${operation}`, 4, ({ run, parameter }) => {
			const [list, stride, offset, value] = [parameter(0), parameter(1), parameter(2), parameter(3)];
			run(fp(operation)(list, stride, offset, value));
			run(fp(operation)(list, stride, i32Add(offset, i32(ELEMENT_BYTES)), imaginary(value)));
		});
	}
	// 1/(a + bu) = (a − bu)/(a² + b²).
	const zero = blockConstant(pool, base, 0n);
	define("f2_inverse", 2, ({ run, parameter }) => {
		const [a, out] = [parameter(0), parameter(1)];
		run(fp("multiply")(a, a, t0), fp("multiply")(imaginary(a), imaginary(a), t1));
		run(fp("addNormalised")(t0, t1, t0), fp("inverse")(t0, t1));
		run(fp("subtract")(i32(zero), imaginary(a), t2), fp("multiply")(t2, t1, t2));
		run(fp("multiply")(a, t1, t0));
		run(fp("normalise")(t2, imaginary(out)), fp("normalise")(t0, out));
	});
}
