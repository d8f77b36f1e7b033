/** A Groth16 proof from a loaded key and a witness: what is computed, in which order, on which thread. */
import { bn254 } from "@noble/curves/bn254.js";
import { FIELD_ORDER } from "../../field/bn254.ts";
import type { AffinePoint1, AffinePoint2 } from "../snarkjs/key-source.ts";
import { DIGIT_BIAS, digitsOf } from "./code/field-constants.ts";
import type { LoadedKey } from "./key/loaded-key.ts";
import { sortWitness } from "./sort-witness.ts";
import type { BucketRequest, PointSet, WindowSums } from "./sums/bucket-sums.ts";
import {
	affineG1,
	affineG2,
	combineG1,
	combineG2,
	type G1Point,
	type G2Point,
} from "./sums/combine-windows.ts";
import { bestWindows, type Windows, windowBias } from "./sums/scalar-windows.ts";
import type { ProverThreads } from "./threads/prover-threads.ts";

/** Two uniform scalars that hide the witness: a proof made with known ones shows it to whoever knows them. */
export type Blinding = { readonly r: bigint; readonly s: bigint };

export type ProofPoints = { readonly a: G1Point; readonly b: G2Point; readonly c: G1Point };

/**
 * Leaves nothing of the witness in memory. After a failure the threads are closed: one that still worked
 * would write what was just wiped.
 *
 * @param witness 32 bytes little endian per wire, reduced
 * @throws ProverThreadLost
 */
export async function proveWithKey(
	key: LoadedKey,
	threads: ProverThreads,
	witness: Uint8Array,
	blinding: Blinding,
): Promise<ProofPoints> {
	const { engine, buffers } = key;
	try {
		engine.u8.set(witness, buffers.witnessAt);
		const quotient = quotientSum(key, threads);
		// It is awaited below; until then a failure of it is nobody's.
		quotient.catch(() => {});
		const { windows, large, ones } = sortWitness(engine, key.header.wireCount, buffers);
		const request = { indicesAt: buffers.largeAt, indexCount: large, scalarsAt: buffers.scalarsAt, windows };
		const onesRequest = { ...request, indicesAt: buffers.onesAt, indexCount: ones };
		const second = multiplySets(threads, [key.b2] as const, G2_SUMS, request, onesRequest);
		const first = multiplySets(threads, [key.a, key.b1, key.c] as const, G1_SUMS, request, onesRequest);
		const [[b2], [a, b1, c], h] = await Promise.all([second, first, quotient]);
		return blind(key, blinding, { a, b1, b2, c: c.add(h) });
	} catch (error) {
		await threads.close();
		// A thread wipes its own room after each task that it finishes.
		for (const { room } of key.starts) engine.u8.fill(0, room.at, room.at + room.bytes);
		throw error;
	} finally {
		wipe(key);
	}
}

/**
 * Everything secret that a proof leaves in memory: values, lists of wires by value (which of the bits of a
 * quantity are 1), and what was on the way between them.
 */
function wipe({ engine, buffers, header, scratch }: LoadedKey): void {
	const { witnessAt, scalarsAt, largeAt, onesAt, polynomials, quotientAt } = buffers;
	const { wireCount, domainSize } = header;
	for (const { at, bytes } of scratch) engine.u8.fill(0, at, at + bytes);
	for (const at of [largeAt, onesAt]) engine.u8.fill(0, at, at + 4 * wireCount);
	for (const at of [witnessAt, scalarsAt]) engine.u8.fill(0, at, at + 32 * wireCount);
	for (const at of polynomials) engine.u8.fill(0, at, at + 40 * domainSize);
	engine.u8.fill(0, quotientAt, quotientAt + 32 * domainSize);
}

/** Σ h_i·H_i, with h the quotient of A·B − C by the domain's polynomial. */
async function quotientSum(key: LoadedKey, threads: ProverThreads): Promise<G1Point> {
	const { streams, tables, buffers, engine } = key;
	const { size } = tables;
	const { polynomials, quotientAt, biasAt } = buffers;
	const [a, b, c] = polynomials;
	const windows = bestWindows(size);
	const bias = windowBias(windows) + FIELD_ORDER - DIGIT_BIAS;
	const bias64 = new BigInt64Array(engine.u8.buffer, biasAt, 10);
	digitsOf(bias).forEach((digit, k) => {
		bias64.fill(BigInt(digit), 2 * k, 2 * k + 2);
	});
	await Promise.all(
		[a, b].map((out, k) => {
			const [streamAt, streamEnd] = streams[k as 0 | 1];
			return threads.run({ kind: "rows", streamAt, streamEnd, out }, "urgent");
		}),
	);
	await threads.run({ kind: "multiply", a, b, out: c, size }, "urgent");
	await Promise.all(polynomials.map((at) => threads.run({ kind: "transform", tables, at }, "urgent")));
	await threads.run({ kind: "quotient", a, b, c, size, out: quotientAt, biasAt }, "urgent");
	const request = { indicesAt: 0, indexCount: size, scalarsAt: quotientAt, windows };
	const [sums] = await sumWindows(threads, [key.h], request);
	return combineG1(sums as WindowSums[], windows);
}

type SetRequest = Omit<BucketRequest, "sets" | "window">;

async function sumWindows(
	threads: ProverThreads,
	sets: readonly PointSet[],
	request: SetRequest,
): Promise<WindowSums[][]> {
	const perWindow = await Promise.all(
		Array.from({ length: request.windows.count }, (_, window) =>
			threads.run({ kind: "buckets", request: { ...request, sets, window } }),
		),
	);
	return sets.map((_, set) => perWindow.map((sums) => sums[set] as WindowSums));
}

type Sums<P> = {
	readonly combine: (sums: readonly WindowSums[], windows: Windows) => P;
	readonly fromAffine: (coordinates: readonly (readonly bigint[])[]) => P;
	readonly add: (a: P, b: P) => P;
};
const G1_SUMS: Sums<G1Point> = { combine: combineG1, fromAffine: affineG1, add: (a, b) => a.add(b) };
const G2_SUMS: Sums<G2Point> = { combine: combineG2, fromAffine: affineG2, add: (a, b) => a.add(b) };

/** The multi-scalar multiplications of sets with the same scalars. */
async function multiplySets<P, Sets extends readonly PointSet[]>(
	threads: ProverThreads,
	sets: Sets,
	{ combine, fromAffine, add }: Sums<P>,
	request: SetRequest,
	onesRequest: SetRequest,
): Promise<{ [set in keyof Sets]: P }> {
	const [perSet, ones] = await Promise.all([
		sumWindows(threads, sets, request),
		threads.run({ kind: "points", request: { ...onesRequest, sets, window: 0 } }),
	]);
	return perSet.map((sums, k) => add(combine(sums, request.windows), fromAffine(ones[k] ?? []))) as {
		[set in keyof Sets]: P;
	};
}

function blind(
	{ header }: LoadedKey,
	{ r, s }: Blinding,
	sums: { readonly a: G1Point; readonly b1: G1Point; readonly c: G1Point; readonly b2: G2Point },
): ProofPoints {
	const delta = point1(header.delta1);
	const a = sums.a.add(point1(header.alpha1)).add(times(delta, r));
	const b1 = sums.b1.add(point1(header.beta1)).add(times(delta, s));
	const b = sums.b2.add(point2(header.beta2)).add(times(point2(header.delta2), s));
	const c = sums.c
		.add(times(a, s))
		.add(times(b1, r))
		.subtract(times(delta, (r * s) % FIELD_ORDER));
	return { a, b, c };
}

function times<P extends { multiply: (scalar: bigint) => P; multiplyUnsafe: (scalar: bigint) => P }>(
	point: P,
	scalar: bigint,
): P {
	return scalar === 0n ? point.multiplyUnsafe(0n) : point.multiply(scalar);
}

export function point1([x, y]: AffinePoint1): G1Point {
	return bn254.G1.Point.fromAffine({ x, y });
}

export function point2([x, y]: AffinePoint2): G2Point {
	const element = ([c0, c1]: readonly [bigint, bigint]) => ({ c0, c1 });
	return bn254.G2.Point.fromAffine({ x: element(x), y: element(y) });
}
