import { bn254 } from "@noble/curves/bn254.js";
import { beforeAll, describe, expect, it } from "vitest";
import { FIELD_ORDER } from "../../../src/field/bn254.ts";
import { MAX_ADDITIONS } from "../../../src/proof/prover/code/prover-code.ts";
import { readCoordinate, writeInteger } from "../../../src/proof/prover/engine/packed-element.ts";
import { bucketRoomBytes, sumBuckets, sumPoints } from "../../../src/proof/prover/sums/bucket-sums.ts";
import { affineG1, affineG2, combineG1, combineG2 } from "../../../src/proof/prover/sums/combine-windows.ts";
import { POINT_BYTES, sumRuns } from "../../../src/proof/prover/sums/point-sums.ts";
import { windowBias, windowsOf } from "../../../src/proof/prover/sums/scalar-windows.ts";
import { drawFrom } from "../../support/random/seeded-draw.ts";
import { type Point1, type Point2, type TestEngine, testEngine, writePoint } from "./prover-engine.ts";

const { G1, G2 } = bn254;
let engine: TestEngine;
beforeAll(async () => {
	engine = await testEngine(1 << 24);
});

type Group = "g1" | "g2";

/** The multi-scalar multiplication as the prover does it, window by window. */
function multiply(
	group: Group,
	points: readonly (Point1 | Point2)[],
	scalars: readonly bigint[],
	bits: number,
): Point1 | Point2 {
	const windows = windowsOf(bits);
	const bytes = POINT_BYTES[group];
	const pointsAt = engine.take(points.length * bytes);
	const addressesAt = engine.take(points.length * 4);
	points.forEach((point, k) => {
		const isInfinity = point.is0();
		engine.u32[(addressesAt >>> 2) + k] = isInfinity ? 0 : pointsAt + k * bytes;
		if (!isInfinity) writePoint(engine, pointsAt + k * bytes, point);
	});
	const scalarsAt = engine.take(points.length * 32);
	scalars.forEach((scalar, k) => {
		writeInteger(engine.u32, scalarsAt + 32 * k, scalar + windowBias(windows));
	});
	const roomBytes = bucketRoomBytes(group, points.length, windows);
	const room = { at: engine.take(roomBytes), bytes: roomBytes };
	const sums = Array.from({ length: windows.count }, (_, window) => {
		const sets = [{ group, addressesAt, pointsAt: 0 }];
		const request = { sets, indicesAt: 0, indexCount: points.length, scalarsAt, windows, window };
		const [first] = sumBuckets(engine, request, room);
		if (first === undefined) throw new Error("no sums");
		return first;
	});
	return group === "g1" ? combineG1(sums, windows) : combineG2(sums, windows);
}

function expectNaive(
	group: Group,
	points: readonly (Point1 | Point2)[],
	scalars: readonly bigint[],
	bits = 6,
): void {
	const found = multiply(group, points, scalars, bits);
	const terms = points.map((point, k) => {
		const scalar = scalars[k] as bigint;
		return scalar === 0n ? point.multiplyUnsafe(0n) : (point.multiplyUnsafe(scalar) as Point1);
	});
	const expected = terms.reduce((sum, term) => sum.add(term as never) as never);
	expect(found.toAffine()).toEqual(expected.toAffine());
}

describe.each(["g1", "g2"] as const)("multi-scalar multiplication in %s", (group) => {
	const base = (group === "g1" ? G1.Point.BASE : G2.Point.BASE) as Point1;
	const draw = drawFrom(group === "g1" ? 41 : 42);
	const randomPoint = () => base.multiply(1n + draw.unsigned(FIELD_ORDER - 2n));
	const randomScalar = () => draw.unsigned(FIELD_ORDER - 1n);
	const some = (count: number) => Array.from({ length: count }, randomPoint);

	it.each([4, 5, 8, 11, 13])("is the naive one for random scalars, with windows of %i bits", (bits) => {
		const points = some(11);
		expectNaive(group, points, points.map(randomScalar), bits);
	});

	it("takes extreme scalars", () => {
		const scalars = [0n, 1n, 2n, FIELD_ORDER - 1n, FIELD_ORDER - 2n, 1n << 253n, (1n << 253n) - 1n, 32n, 31n];
		expectNaive(group, some(scalars.length), scalars);
	});

	it("takes the same point many times", () => {
		const point = randomPoint();
		expectNaive(group, new Array(9).fill(point), new Array(9).fill(randomScalar()));
		expectNaive(group, new Array(16).fill(point), Array.from({ length: 16 }, randomScalar));
	});

	it("takes a point and its opposite in one bucket", () => {
		const [p, q] = [randomPoint(), randomPoint()];
		const scalar = randomScalar();
		expectNaive(group, [p, p.negate(), q], [scalar, scalar, 5n]);
		expectNaive(group, [p, p.negate()], [scalar, scalar]);
		expectNaive(group, [p, p, p.negate(), p.negate(), q], new Array(5).fill(scalar));
	});

	it("takes points whose sums meet again", () => {
		const p = randomPoint();
		expectNaive(
			group,
			[p, p.multiply(2n), p.multiply(3n), p.multiply(3n).negate(), p],
			new Array(5).fill(7n),
		);
	});

	it("leaves out points at infinity", () => {
		expectNaive(group, [base.multiplyUnsafe(0n), randomPoint(), base.multiplyUnsafe(0n)], [3n, 4n, 5n]);
		expectNaive(group, [base.multiplyUnsafe(0n)], [3n]);
	});

	it("loses no cancellation that happens just when a batch of additions is full", () => {
		// The sums of neighbours fill one batch to its last place, and in the last place is no point.
		const p = randomPoint();
		const bytes = POINT_BYTES[group];
		const pairs = MAX_ADDITIONS;
		const at = engine.take(4 * bytes);
		[p, p.negate(), p.double()].forEach((point, k) => {
			writePoint(engine, at + k * bytes, point);
		});
		const points = new Uint32Array(2 * pairs);
		const starts = Uint32Array.from({ length: pairs + 1 }, (_, run) => 2 * run);
		for (let run = 0; run < pairs; run++)
			points.set([at, run === pairs - 1 ? at + bytes : at + 2 * bytes], 2 * run);
		const roomBytes = pairs * bytes;
		sumRuns(engine, group, points, starts, { at: engine.take(roomBytes), bytes: roomBytes });
		expect(points[2 * (pairs - 1)]).toBe(0);
		const first = points[0] as number;
		const x = readCoordinate(engine.u32, first);
		const triple = p.multiply(3n).toAffine().x as bigint | { c0: bigint };
		expect(x).toBe(typeof triple === "bigint" ? triple : triple.c0);
	});

	it("sums points without scalars", () => {
		const points = some(7);
		const bytes = POINT_BYTES[group];
		const pointsAt = engine.take(points.length * bytes);
		points.forEach((point, k) => {
			writePoint(engine, pointsAt + k * bytes, point);
		});
		const windows = windowsOf(4);
		const sets = [{ group, addressesAt: 0, pointsAt }];
		const request = { sets, indicesAt: 0, indexCount: points.length, scalarsAt: 0, windows, window: 0 };
		const [sum] = sumPoints(engine, request, { at: engine.take(7 * bytes), bytes: 7 * bytes });
		const found = group === "g1" ? affineG1(sum ?? []) : affineG2(sum ?? []);
		expect(found.toAffine()).toEqual(points.reduce((a, b) => a.add(b)).toAffine());
	});
});
