/** Functions on blocks in memory for one prime field, named `<field>_<operation>`. */
import { type Code, get, i32Add, i32And, i32Subtract } from "../../../field/poseidon/wasm-assembler.ts";
import { BLOCK_BYTES, ELEMENT_BYTES, fieldCode, LANES, LIMB_ADDRESSES, PAIR_BYTES } from "./field-code.ts";
import type { PrimeField } from "./field-constants.ts";
import {
	blockAt,
	blockConstant,
	type FunctionLibrary,
	SCRATCH_GLOBAL,
	type ScratchPlan,
} from "./function-library.ts";
import {
	allLanesTrue,
	extendI32,
	type FunctionBuilder,
	globalGet,
	i32,
	loadAddress,
	loadVector,
	or,
	replaceHigh,
	set,
	shiftLeft,
	shiftLeftI64,
	splatI64,
	whileNotZero,
	xor,
} from "./simd-code.ts";

/** An address's lowest bit says that the point is meant with its sign changed. */
const ADDRESS_MASK = -ELEMENT_BYTES;
const WINDOW_BITS = 4;

export function defineField(library: FunctionLibrary, field: PrimeField, scratch: ScratchPlan): void {
	const { pool, define } = library;
	const name = (operation: string) => `${field.name}_${operation}`;
	const code = (builder: FunctionBuilder) => fieldCode(builder, field, pool);

	define(name("multiply"), 3, (builder) => {
		const { load, store, multiply } = code(builder);
		const [a, b, out] = [0, 1, 2].map(builder.parameter) as [Code, Code, Code];
		store(
			out,
			multiply(load(a), (pair, k) => loadVector(b, pair * PAIR_BYTES + 16 * k)),
		);
	});
	// Differences and sums that are not normalised: they may enter one product and nothing else.
	for (const operation of ["subtract", "add"] as const) {
		define(name(operation), 3, (builder) => {
			const ops = code(builder);
			const [a, b, out] = [0, 1, 2].map(builder.parameter) as [Code, Code, Code];
			ops.store(out, ops[operation](ops.load(a), ops.load(b)));
		});
		define(name(`${operation}Normalised`), 3, (builder) => {
			const ops = code(builder);
			const [a, b, out] = [0, 1, 2].map(builder.parameter) as [Code, Code, Code];
			ops.store(out, ops.normalise(ops[operation](ops.load(a), ops.load(b))));
		});
	}
	define(name("normalise"), 2, (builder) => {
		const { load, store, normalise } = code(builder);
		store(builder.parameter(1), normalise(load(builder.parameter(0))));
	});
	/** (list, stride, offset, out): lane k is the packed element at `list[k·stride] + offset`. */
	for (const [operation, signed, form] of [
		["gather", false, "packed"],
		["gatherSigned", true, "packed"],
		["gatherPlain", false, "plain"],
	] as const) {
		define(name(operation), 4, (builder) => {
			const { store, unpackPair } = code(builder);
			const entries = laneEntries(builder);
			const addresses = entries.map((entry) => elementAddress(builder, entry, builder.parameter(2)));
			const pairs = [0, 1].map((p) =>
				unpackPair(addresses[2 * p] as Code, addresses[2 * p + 1] as Code, form),
			);
			if (signed) {
				pairs.forEach((pair, p) => {
					const first = signBit(entries[2 * p] as Code);
					const second = signBit(entries[2 * p + 1] as Code);
					const signs = builder.v128();
					builder.run(set(signs, replaceHigh(splatI64(first), second)));
					for (const local of pair) builder.run(set(local, xor(get(local), get(signs))));
				});
			}
			store(builder.parameter(3), pairs);
		});
	}
	/** (list, stride, offset, value): the reverse of `gather`, for normalised values. */
	define(name("scatter"), 4, (builder) => {
		const { load, packPair, packBias } = code(builder);
		const addresses = laneEntries(builder).map((entry) =>
			elementAddress(builder, entry, builder.parameter(2)),
		);
		const bias = packBias();
		load(builder.parameter(3)).forEach((pair, p) => {
			packPair(pair, addresses[2 * p] as Code, addresses[2 * p + 1] as Code, bias);
		});
	});
	defineInverse(library, field, scratch);
	/** Whether no lane is zero; the value must be a product or normalised. */
	define(
		name("allNotZero"),
		1,
		(builder) => {
			builder.run(noneZero([builder.parameter(0)]));
		},
		true,
	);
}

/** Whether in no lane the blocks at all these addresses are zero together. */
export function noneZero(addresses: readonly Code[]): Code {
	const pairs = [0, 1].map((p) => {
		const limbs = addresses.flatMap((address) =>
			LIMB_ADDRESSES.map((at) => loadVector(address, p * PAIR_BYTES + at)),
		);
		// Without its sign: −0 is zero too.
		return allLanesTrue(shiftLeft(limbs.reduce(or), 1));
	}) as [Code, Code];
	return i32And(pairs[0], pairs[1]);
}

/** `fp_inverse(a, out)`: a^(p−2). A zero lane stays zero. */
function defineInverse(
	{ pool, define, call }: FunctionLibrary,
	field: PrimeField,
	scratch: ScratchPlan,
): void {
	const exponent = field.modulus - 2n;
	const windowCount = Math.ceil(exponent.toString(2).length / WINDOW_BITS);
	const windows = pool.table(
		Array.from({ length: windowCount }, (_, k) => {
			const shift = BigInt(WINDOW_BITS * (windowCount - 1 - k));
			return BigInt.asUintN(WINDOW_BITS, exponent >> shift) * BigInt(BLOCK_BYTES);
		}),
	);
	const one = blockConstant(pool, field, 1n);
	const powersAt = scratch.take(BLOCK_BYTES * 2 ** WINDOW_BITS);
	const multiply = (a: Code, b: Code, out: Code) => call(`${field.name}_multiply`, a, b, out);
	define(`${field.name}_inverse`, 2, (builder) => {
		const [a, out] = [builder.parameter(0), builder.parameter(1)];
		const powers = builder.i32();
		const at = builder.i32();
		builder.run(set(powers, i32Add(globalGet(SCRATCH_GLOBAL), i32(powersAt))));
		builder.run(multiply(i32(one), i32(one), get(powers)), multiply(a, i32(one), blockAt(get(powers), 1)));
		for (let k = 2; k < 2 ** WINDOW_BITS; k++) {
			builder.run(multiply(blockAt(get(powers), k - 1), blockAt(get(powers), 1), blockAt(get(powers), k)));
		}
		const power = i32Add(get(powers), loadAddress(get(at)));
		builder.run(set(at, i32(windows)), multiply(power, i32(one), out), set(at, i32(windows + 8)));
		builder.run(
			whileNotZero(i32Subtract(i32(windows + 8 * windowCount), get(at)), [
				...Array.from({ length: WINDOW_BITS }, () => multiply(out, out, out)).flat(),
				...multiply(out, power, out),
				...set(at, i32Add(get(at), i32(8))),
			]),
		);
	});
}

/** The list's entries for each lane, as parameters (list, stride, …) of the function say. */
function laneEntries(builder: FunctionBuilder): Code[] {
	const at = builder.i32();
	builder.run(set(at, builder.parameter(0)));
	return Array.from({ length: LANES }, (_, lane) => {
		const entry = builder.i32();
		builder.run(set(entry, loadAddress(get(at))));
		if (lane < LANES - 1) builder.run(set(at, i32Add(get(at), builder.parameter(1))));
		return get(entry);
	});
}

function elementAddress(builder: FunctionBuilder, entry: Code, offset: Code): Code {
	const address = builder.i32();
	builder.run(set(address, i32Add(i32And(entry, i32(ADDRESS_MASK)), offset)));
	return get(address);
}

function signBit(entry: Code): Code {
	return shiftLeftI64(extendI32(entry), 63);
}
