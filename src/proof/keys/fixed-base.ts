/**
 * Many scalars times one generator of BN254: windowed tables and affine additions, one inversion for a
 * whole batch (Montgomery's trick), about half the work of Jacobian additions.
 *
 * A scalar below r is cut into unsigned 12-bit digits and summed from the low end. The running sum is
 * then smaller than every non-zero multiple in the next table, and their total is at most the scalar,
 * so the two points added are never equal or opposite: affine addition needs no special case.
 */
import { InternalError } from "../../errors/base.ts";
import {
	type Bn254,
	type Bn254Code,
	type Bn254Exports,
	instantiateBn254,
	SCALAR_BYTES,
} from "../snarkjs/bn254-wasm.ts";
import { G1_BYTES, G2_BYTES } from "../snarkjs/zkey-layout.ts";

export type GroupName = "G1" | "G2";

const WINDOW_BITS = 12;
const WINDOW_SIZE = 1 << WINDOW_BITS;
const WINDOW_COUNT = Math.ceil(254 / WINDOW_BITS);
/** Scalars per call of `multiply`, at most. */
export const MAX_BATCH = 1 << 13;

/** Bytes of an affine point in a key file: two coordinates in Montgomery form, zero at infinity. */
export const POINT_BYTES: { readonly [group in GroupName]: number } = { G1: G1_BYTES, G2: G2_BYTES };

/** Returns scalar·generator for each 32-byte little endian scalar, in key-file form. */
export type FixedBase = {
	readonly multiply: (scalars: Uint8Array) => Uint8Array<ArrayBuffer>;
	readonly wipe: () => void;
};

type GroupCalls = {
	readonly generator: number;
	readonly double: Bn254Exports["g1m_double"];
	readonly addMixed: Bn254Exports["g1m_addMixed"];
	readonly batchToAffine: Bn254Exports["g1m_batchToAffine"];
	readonly sub: Bn254Exports["f1m_sub"];
	readonly mul: Bn254Exports["f1m_mul"];
	readonly square: Bn254Exports["f1m_square"];
	readonly batchInverse: Bn254Exports["f1m_batchInverse"];
};

/** Prepares the tables for one group (about 0.2 s for G1, 0.6 s for G2, 6 and 12 MB). */
export function fixedBase(code: Bn254Code, group: GroupName): FixedBase {
	const pointBytes = POINT_BYTES[group];
	const wasm = instantiateBn254(code, 4 * pointBytes * MAX_BATCH);
	const calls = groupCalls(wasm, group);
	const tables = buildTables(wasm, calls, pointBytes);
	const scalarsAt = wasm.allocate(MAX_BATCH * SCALAR_BYTES);
	const pointsAt = wasm.allocate(MAX_BATCH * pointBytes);
	const adder = batchAdder(wasm, calls, pointBytes / 2);

	const multiply = (scalars: Uint8Array) => {
		const count = scalars.length / SCALAR_BYTES;
		if (!Number.isInteger(count) || count > MAX_BATCH) {
			throw new InternalError({
				code: "FIXED_BASE_BATCH",
				message: `cannot multiply ${scalars.length} bytes`,
			});
		}
		const { u8, u32 } = wasm.view;
		u8.set(scalars, scalarsAt);
		u8.fill(0, pointsAt, pointsAt + count * pointBytes);
		const started = new Uint8Array(count);
		for (let window = 0; window < WINDOW_COUNT; window++) {
			const table = tables + window * WINDOW_SIZE * pointBytes;
			for (let i = 0; i < count; i++) {
				const digit = digitOf(u32, scalarsAt + i * SCALAR_BYTES, window);
				if (digit === 0) continue;
				const multiple = table + digit * pointBytes;
				const sum = pointsAt + i * pointBytes;
				if (started[i] === 1) {
					adder.queue(sum, multiple);
				} else {
					u8.copyWithin(sum, multiple, multiple + pointBytes);
					started[i] = 1;
				}
			}
			adder.run();
		}
		u8.fill(0, scalarsAt, scalarsAt + count * SCALAR_BYTES);
		return u8.slice(pointsAt, pointsAt + count * pointBytes);
	};
	return { multiply, wipe: wasm.wipe };
}

function digitOf(u32: Uint32Array, scalar: number, window: number): number {
	const bit = window * WINDOW_BITS;
	const word = (scalar >>> 2) + (bit >>> 5);
	const shift = bit & 31;
	const low = (u32[word] as number) >>> shift;
	// The last window ends above the scalar: the next word is already the next scalar's.
	const crosses = shift + WINDOW_BITS > 32 && window < WINDOW_COUNT - 1;
	const high = crosses ? (u32[word + 1] as number) << (32 - shift) : 0;
	return (low | high) & (WINDOW_SIZE - 1);
}

/** For each window the multiples 0 … 2^12 − 1 of `2^(12·window)·generator`, affine. */
function buildTables(wasm: Bn254, calls: GroupCalls, pointBytes: number): number {
	const jacobianBytes = (pointBytes / 2) * 3;
	const tables = wasm.allocate(WINDOW_COUNT * WINDOW_SIZE * pointBytes);
	const multiples = wasm.allocate(WINDOW_SIZE * jacobianBytes);
	const base = wasm.allocate(jacobianBytes);
	wasm.view.u8.copyWithin(base, calls.generator, calls.generator + jacobianBytes);
	const affineBase = wasm.allocate(jacobianBytes);
	for (let window = 0; window < WINDOW_COUNT; window++) {
		calls.batchToAffine(base, 1, affineBase);
		wasm.view.u8.fill(0, multiples, multiples + jacobianBytes);
		for (let k = 1; k < WINDOW_SIZE; k++) {
			const at = multiples + k * jacobianBytes;
			calls.addMixed(at - jacobianBytes, affineBase, at);
		}
		calls.batchToAffine(multiples, WINDOW_SIZE, tables + window * WINDOW_SIZE * pointBytes);
		for (let k = 0; k < WINDOW_BITS; k++) calls.double(base, base);
	}
	return tables;
}

/** Collects affine additions `sum += multiple` and does them all with one field inversion. */
function batchAdder(wasm: Bn254, calls: GroupCalls, fieldBytes: number) {
	const inverses = wasm.allocate(MAX_BATCH * fieldBytes);
	const [slope, x, y, t] = [0, 1, 2, 3].map(() => wasm.allocate(fieldBytes)) as [
		number,
		number,
		number,
		number,
	];
	const sums = new Uint32Array(MAX_BATCH);
	const multiples = new Uint32Array(MAX_BATCH);
	let count = 0;
	const queue = (sum: number, multiple: number) => {
		calls.sub(multiple, sum, inverses + count * fieldBytes);
		sums[count] = sum;
		multiples[count] = multiple;
		count++;
	};
	const run = () => {
		if (count > 0) calls.batchInverse(inverses, fieldBytes, count, inverses, fieldBytes);
		for (let i = 0; i < count; i++) {
			const sum = sums[i] as number;
			const multiple = multiples[i] as number;
			calls.sub(multiple + fieldBytes, sum + fieldBytes, t);
			calls.mul(t, inverses + i * fieldBytes, slope);
			calls.square(slope, x);
			calls.sub(x, sum, x);
			calls.sub(x, multiple, x);
			calls.sub(sum, x, t);
			calls.mul(slope, t, y);
			calls.sub(y, sum + fieldBytes, sum + fieldBytes);
			wasm.view.u8.copyWithin(sum, x, x + fieldBytes);
		}
		count = 0;
	};
	return { queue, run };
}

function groupCalls({ call, code }: Bn254, group: GroupName): GroupCalls {
	return group === "G1"
		? {
				generator: code.g1Generator,
				double: call.g1m_double,
				addMixed: call.g1m_addMixed,
				batchToAffine: call.g1m_batchToAffine,
				sub: call.f1m_sub,
				mul: call.f1m_mul,
				square: call.f1m_square,
				batchInverse: call.f1m_batchInverse,
			}
		: {
				generator: code.g2Generator,
				double: call.g2m_double,
				addMixed: call.g2m_addMixed,
				batchToAffine: call.g2m_batchToAffine,
				sub: call.f2m_sub,
				mul: call.f2m_mul,
				square: call.f2m_square,
				batchInverse: call.f2m_batchInverse,
			};
}
