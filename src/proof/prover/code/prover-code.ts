/** The prover's WebAssembly module, generated, and the constants that it expects in memory. */
import { FIELD_ORDER } from "../../../field/bn254.ts";
import {
	type Code,
	MAX_PAGES,
	section,
	text,
	unsigned,
	vector,
} from "../../../field/poseidon/wasm-assembler.ts";
import { BASE_FIELD_ORDER } from "../../snarkjs/zkey-layout.ts";
import { defineExtension } from "./extension-functions.ts";
import { constantPool, type PrimeField, primeField, reduce } from "./field-constants.ts";
import { defineField } from "./field-functions.ts";
import { functionLibrary, scratchPlan } from "./function-library.ts";
import { defineGroup } from "./group-functions.ts";
import { defineKeyPoints, defineProducts } from "./product-functions.ts";
import { defineTransform } from "./transform-functions.ts";

/** Additions that one call of `add` takes at most. */
export const MAX_ADDITIONS = 4096;
const CONSTANTS_BASE = 1024;
const I32 = 0x7f;

export const FP: PrimeField = primeField("fp", BASE_FIELD_ORDER);
export const FR: PrimeField = primeField("fr", FIELD_ORDER);

export type ProverCode = {
	readonly bytes: Uint8Array<ArrayBuffer>;
	readonly constantsAt: number;
	readonly constants: Uint8Array<ArrayBuffer>;
	/** Memory below this is the code's own. */
	readonly firstFreeByte: number;
	/** Bytes that each instance needs for itself, from the imported global on. */
	readonly scratchBytes: number;
};

/** @param shared whether the memory is one that several threads use */
export function proverCode(shared: boolean): ProverCode {
	const pool = constantPool(CONSTANTS_BASE);
	const library = functionLibrary(pool);
	const scratch = scratchPlan();
	defineField(library, FP, scratch);
	defineField(library, FR, scratch);
	defineExtension(library, FP, scratch);
	defineGroup(library, { group: "g1", field: "fp", degree: 1, tripleB: [9n] }, FP, scratch, MAX_ADDITIONS);
	defineGroup(
		library,
		{ group: "g2", field: "f2", degree: 2, tripleB: tripleTwistB() },
		FP,
		scratch,
		MAX_ADDITIONS,
	);
	defineTransform(library, FR);
	defineProducts(library, FR, scratch);
	defineKeyPoints(library, FP);
	const constants = pool.image();
	return {
		bytes: moduleBytes(library.functions, shared),
		constantsAt: CONSTANTS_BASE,
		constants,
		firstFreeByte: Math.ceil((CONSTANTS_BASE + constants.length) / 64) * 64,
		scratchBytes: scratch.size(),
	};
}

/** Three times the constant of the twist, 3/(9 + u): 9/(9 + u) = 9·(9 − u)/82. */
function tripleTwistB(): bigint[] {
	const inverse = power(82n, BASE_FIELD_ORDER - 2n, BASE_FIELD_ORDER);
	return [81n * inverse, -9n * inverse].map((value) => reduce(value, BASE_FIELD_ORDER));
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
	let result = 1n;
	for (const bit of exponent.toString(2)) {
		result = (result * result) % modulus;
		if (bit === "1") result = (result * base) % modulus;
	}
	return result;
}

function moduleBytes(
	functions: ReturnType<typeof functionLibrary>["functions"],
	shared: boolean,
): Uint8Array<ArrayBuffer> {
	const types: Code[] = functions.map(({ parameters, result }) => [
		0x60,
		...vector(new Array<Code>(parameters).fill([I32])),
		...vector(result ? [[I32]] : []),
	]);
	const limits = shared ? [0x03, 1, ...unsigned(MAX_PAGES)] : [0x00, 1];
	const imports: Code[] = [
		[...text("env"), ...text("memory"), 0x02, ...limits],
		[...text("env"), ...text("scratch"), 0x03, I32, 0],
	];
	const exports = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]);
	return Uint8Array.from([
		...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, vector(types)),
		...section(2, vector(imports)),
		...section(3, vector(functions.map((_, index) => unsigned(index)))),
		...section(7, vector(exports)),
		...section(10, vector(functions.map(({ body }) => body))),
	]);
}
