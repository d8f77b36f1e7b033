/**
 * One window of one or more multi-scalar multiplications with the same scalars: Pippenger's buckets.
 *
 * What leaves is raw: for each of four quarters of the buckets, the sum of its points and the sum weighted
 * by their place in the quarter. `combineWindows` puts the windows together.
 */
import { align, type Engine, type GroupName } from "../engine/engine.ts";
import { readCoordinate } from "../engine/packed-element.ts";
import { POINT_BYTES, sumRuns } from "./point-sums.ts";
import { bucketCount, digitAt, type Windows } from "./scalar-windows.ts";

const QUARTERS = 4;
const REDUCE_ENTRY_WORDS = 2;

/** Homogeneous coordinates, one or two field elements each. */
export type RawPoint = readonly (readonly bigint[])[];
/** Per quarter of the buckets: `Σ B_k` and `Σ k·B_k`. */
export type WindowSums = readonly { readonly plain: RawPoint; readonly weighted: RawPoint }[];

export type PointSet = {
	readonly group: GroupName;
	/** For each scalar the address of its point, or 0. When this is 0 points lie one after the other at `pointsAt`. */
	readonly addressesAt: number;
	readonly pointsAt: number;
};

export type BucketRequest = {
	/** All of one group. */
	readonly sets: readonly PointSet[];
	/** Which scalars: a list of u32, or 0 for all from 0 on. */
	readonly indicesAt: number;
	readonly indexCount: number;
	/** Biased scalars, 32 bytes each. */
	readonly scalarsAt: number;
	readonly windows: Windows;
	readonly window: number;
};

/** This thread's room: for sums of points and for the lists of `reduce`. */
export type BucketRoom = { readonly at: number; readonly bytes: number };

/** Bytes of room that a request of this size needs at most. */
export function bucketRoomBytes(group: GroupName, points: number, windows: Windows): number {
	return Math.ceil(points / 2) * POINT_BYTES[group] + reduceBytes(group, windows);
}

function reduceBytes(group: GroupName, windows: Windows): number {
	return align(bucketCount(windows) * 8 + 64 + QUARTERS * 6 * (POINT_BYTES[group] / 2));
}

/** The window's sums for each set. */
export function sumBuckets(engine: Engine, request: BucketRequest, room: BucketRoom): WindowSums[] {
	const { sets, windows } = request;
	const group = sets[0]?.group ?? "g1";
	const sorted = sortByDigit(engine, request);
	const buckets = bucketCount(windows);
	const total = sorted.entries.length * sets.length;
	const points = new Uint32Array(total);
	const starts = new Uint32Array(buckets * sets.length + 1);
	const secrets = [sorted.entries, sorted.ends, points, starts];
	let to = 0;
	sets.forEach((set, k) => {
		for (let bucket = 0; bucket < buckets; bucket++) {
			starts[k * buckets + bucket] = to;
			const end = sorted.ends[bucket] as number;
			for (let at = bucket === 0 ? 0 : (sorted.ends[bucket - 1] as number); at < end; at++) {
				const entry = sorted.entries[at] as number;
				const point = pointAddress(engine, set, entry >>> 1);
				if (point !== 0) points[to++] = point | (entry & 1);
			}
		}
	});
	starts[buckets * sets.length] = to;
	const reduceAt = room.at;
	const reserved = reduceBytes(group, windows);
	const sumRoom = { at: room.at + reserved, bytes: room.bytes - reserved };
	const end = sumRuns(engine, group, points, starts, sumRoom);
	const result = sets.map((_, k) => {
		const sums = new Uint32Array(buckets);
		secrets.push(sums);
		for (let bucket = 0; bucket < buckets; bucket++) {
			const start = starts[k * buckets + bucket] as number;
			const isEmpty = start === starts[k * buckets + bucket + 1];
			sums[bucket] = isEmpty ? 0 : (points[start] as number);
		}
		return reduceBuckets(engine, group, sums, reduceAt);
	});
	wipeSums(engine, room.at, end, secrets);
	return result;
}

/** Which points were added, and to what, is which scalars there were. */
function wipeSums({ u8 }: Engine, at: number, end: number, lists: readonly Uint32Array[]): void {
	u8.fill(0, at, end);
	for (const list of lists) list.fill(0);
}

/** The sum of the points of all scalars in the request's list, as if each scalar were 1; windows are ignored. */
export function sumPoints(engine: Engine, request: BucketRequest, room: BucketRoom): (readonly bigint[])[][] {
	const { sets, indicesAt, indexCount } = request;
	const group = sets[0]?.group ?? "g1";
	const points = new Uint32Array(indexCount * sets.length);
	const starts = new Uint32Array(sets.length + 1);
	let to = 0;
	sets.forEach((set, k) => {
		starts[k] = to;
		for (let at = 0; at < indexCount; at++) {
			const point = pointAddress(engine, set, indexAt(engine, indicesAt, at));
			if (point !== 0) points[to++] = point;
		}
	});
	starts[sets.length] = to;
	const end = sumRuns(engine, group, points, starts, room);
	const result = sets.map((_, k) => {
		const start = starts[k] as number;
		const sum = start === starts[k + 1] ? 0 : (points[start] as number);
		return sum === 0 ? [] : readAffine(engine, group, sum);
	});
	wipeSums(engine, room.at, end, [points, starts]);
	return result;
}

/** Bucket k − 1 holds digits of magnitude k: index·2, plus 1 for a negative digit. */
function sortByDigit(engine: Engine, request: BucketRequest) {
	const { indicesAt, indexCount, scalarsAt, windows, window } = request;
	const { u32 } = engine;
	const ends = new Uint32Array(bucketCount(windows));
	const digits = new Int32Array(indexCount);
	let used = 0;
	for (let at = 0; at < indexCount; at++) {
		const scalarAt = scalarsAt + 32 * indexAt(engine, indicesAt, at);
		const digit = digitAt(u32, scalarAt, window, windows);
		digits[at] = digit;
		if (digit === 0) continue;
		used++;
		const bucket = Math.abs(digit) - 1;
		ends[bucket] = (ends[bucket] as number) + 1;
	}
	let sum = 0;
	for (let bucket = 0; bucket < ends.length; bucket++) {
		const size = ends[bucket] as number;
		ends[bucket] = sum;
		sum += size;
	}
	const entries = new Uint32Array(used);
	for (let at = 0; at < indexCount; at++) {
		const digit = digits[at] as number;
		if (digit === 0) continue;
		const bucket = Math.abs(digit) - 1;
		const place = ends[bucket] as number;
		entries[place] = 2 * indexAt(engine, indicesAt, at) + (digit < 0 ? 1 : 0);
		ends[bucket] = place + 1;
	}
	digits.fill(0);
	return { entries, ends };
}

function indexAt({ u32 }: Engine, indicesAt: number, at: number): number {
	return indicesAt === 0 ? at : (u32[(indicesAt >>> 2) + at] as number);
}

function pointAddress({ u32 }: Engine, set: PointSet, index: number): number {
	if (set.addressesAt === 0) return set.pointsAt + POINT_BYTES[set.group] * index;
	return u32[(set.addressesAt >>> 2) + index] as number;
}

function reduceBuckets(engine: Engine, group: GroupName, sums: Uint32Array, roomAt: number): WindowSums {
	const { u32, call, zero, one } = engine;
	const steps = sums.length / QUARTERS;
	const coordinateBytes = POINT_BYTES[group] / 2;
	const outBytes = 6 * coordinateBytes;
	const outAt = roomAt;
	const targetsAt = outAt + QUARTERS * outBytes;
	const listAt = targetsAt + 64;
	for (let step = 0; step < steps; step++) {
		for (let quarter = 0; quarter < QUARTERS; quarter++) {
			const sum = sums[quarter * steps + steps - 1 - step] as number;
			const at = (listAt >>> 2) + REDUCE_ENTRY_WORDS * (QUARTERS * step + quarter);
			u32[at] = sum === 0 ? engine.infinity[group] : sum;
			u32[at + 1] = sum === 0 ? zero : one;
		}
	}
	for (let quarter = 0; quarter < QUARTERS; quarter++) {
		u32[(targetsAt >>> 2) + quarter] = outAt + quarter * outBytes;
	}
	call[`${group}_reduce`](listAt, steps, targetsAt);
	return Array.from({ length: QUARTERS }, (_, quarter) => {
		const coordinate = (k: number) =>
			readElement(engine, group, outAt + quarter * outBytes + k * coordinateBytes);
		return {
			plain: [coordinate(0), coordinate(1), coordinate(2)],
			weighted: [coordinate(3), coordinate(4), coordinate(5)],
		};
	});
}

/** Coordinates x and y; without a sign, which only callers of sums know. */
function readAffine(engine: Engine, group: GroupName, point: number): (readonly bigint[])[] {
	const address = (point & ~1) >>> 0;
	return [0, 1].map((k) => readElement(engine, group, address + (k * POINT_BYTES[group]) / 2));
}

function readElement({ u32 }: Engine, group: GroupName, at: number): bigint[] {
	const first = readCoordinate(u32, at);
	return group === "g1" ? [first] : [first, readCoordinate(u32, at + 32)];
}
