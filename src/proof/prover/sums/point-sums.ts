/**
 * Sums of many points: adds neighbours pairwise, all runs at once, until each run has one point left.
 * Additions of one round do not depend on each other, so one inversion serves thousands of them.
 *
 * A point is an address; its lowest bit set means the point with its sign changed. 0 is no point.
 */
import { InternalError } from "../../../errors/base.ts";
import { BASE_FIELD_ORDER, G1_BYTES, G2_BYTES } from "../../snarkjs/zkey-layout.ts";
import { PACK_BIAS } from "../code/field-constants.ts";
import { MAX_ADDITIONS } from "../code/prover-code.ts";
import type { Engine, GroupName } from "../engine/engine.ts";
import { readInteger } from "../engine/packed-element.ts";

export const POINT_BYTES: { readonly [group in GroupName]: number } = { g1: G1_BYTES, g2: G2_BYTES };

const ADDITION_WORDS = 3;
const LANES = 4;
const LOW_MODULUS = Number(BigInt.asUintN(32, BASE_FIELD_ORDER));

/** Room for `floor(points/2)` sums. */
export type SumRoom = { readonly at: number; readonly bytes: number };

/**
 * Sums each run of points. Run k is `points[starts[k] … starts[k+1]]`; afterwards its sum, or 0, is at
 * `points[starts[k]]`. Sums lie in `room`, or are one of the given points.
 *
 * @returns the end of what was written in `room`: which points are there tells of the scalars
 */
export function sumRuns(
	engine: Engine,
	group: GroupName,
	points: Uint32Array,
	starts: Uint32Array,
	room: SumRoom,
): number {
	const batch = additionBatch(engine, group, points);
	const bytes = POINT_BYTES[group];
	let nextSum = room.at;
	const end = room.at + room.bytes;
	const runCount = starts.length - 1;
	const active = new Uint32Array(runCount);
	const lengths = new Uint32Array(runCount);
	let activeCount = 0;
	for (let run = 0; run < runCount; run++) {
		const length = (starts[run + 1] as number) - (starts[run] as number);
		if (length === 0) continue;
		lengths[run] = length;
		if (length > 1) active[activeCount++] = run;
	}
	while (activeCount > 0) {
		let stillActive = 0;
		for (let k = 0; k < activeCount; k++) {
			const run = active[k] as number;
			const start = starts[run] as number;
			const stop = start + (lengths[run] as number);
			let to = start;
			let pending = 0;
			for (let at = start; at < stop; at++) {
				const point = points[at] as number;
				if (point === 0) continue;
				if (pending === 0) {
					pending = point;
					continue;
				}
				// A sum replaces one of its terms where that is a sum itself.
				let sum = unsigned(pending);
				if (sum < room.at || sum >= nextSum) {
					sum = unsigned(point);
					if (sum < room.at || sum >= nextSum) {
						sum = nextSum;
						nextSum += bytes;
						if (nextSum > end) throw tooManySums();
					}
				}
				// Before the addition, which may put a 0 here at once.
				points[to] = sum;
				batch.add(pending, point, sum, to);
				to++;
				pending = 0;
			}
			if (pending !== 0) points[to++] = pending;
			if (to === start) points[start] = 0;
			lengths[run] = to - start;
			if (to - start > 1) active[stillActive++] = run;
			// One sum may still turn out to be no point at all: nothing depends on it.
		}
		batch.run();
		activeCount = stillActive;
	}
	lengths.fill(0);
	active.fill(0);
	return nextSum;
}

function additionBatch(engine: Engine, group: GroupName, points: Uint32Array) {
	const { call, u32, listAt, wasteAt, fillers } = engine;
	const list = listAt >>> 2;
	const positions = new Uint32Array(MAX_ADDITIONS);
	const [fillerA, fillerB] = fillers[group];
	let count = 0;

	const put = (index: number, a: number, b: number, sum: number) => {
		const at = list + ADDITION_WORDS * index;
		u32[at] = a;
		u32[at + 1] = b;
		u32[at + 2] = sum;
	};
	const fill = (from: number): number => {
		const blocks = Math.ceil(from / LANES);
		for (let k = from; k < blocks * LANES; k++) put(k, fillerA, fillerB, wasteAt);
		return blocks;
	};
	const run = () => {
		if (count > 0 && call[`${group}_add`](listAt, fill(count)) === 0) runWithExceptions();
		count = 0;
	};
	/** Takes out points that are equal or opposite, adds the rest, and doubles the equal ones. */
	const runWithExceptions = () => {
		const entries = u32.slice(list, list + ADDITION_WORDS * count);
		const doubles: number[] = [];
		let kept = 0;
		for (let k = 0; k < count; k++) {
			const [a, b, sum] = entries.subarray(ADDITION_WORDS * k) as unknown as [number, number, number];
			if (!mayHaveSameX(u32, a, b) || !haveSame(u32, unsigned(a), unsigned(b), group)) {
				put(kept++, a, b, sum);
			} else if (isSameY(u32, a, b, group)) {
				doubles.push(a, sum);
			} else {
				points[positions[k] as number] = 0;
			}
		}
		if (kept > 0) call[`${group}_add`](listAt, fill(kept));
		for (let k = 0; k < doubles.length; k += 2) {
			put(k / 2, doubles[k] as number, doubles[k] as number, doubles[k + 1] as number);
		}
		if (doubles.length > 0) call[`${group}_double`](listAt, fill(doubles.length / 2));
	};
	return {
		/** The sum's place in `points` is `position`: it becomes 0 if the sum is the point at infinity. */
		add: (a: number, b: number, sum: number, position: number) => {
			positions[count] = position;
			put(count++, a, b, sum);
			if (count === MAX_ADDITIONS) run();
		},
		run,
	};
}

/** Cheap and never wrong when it says no: representatives of one class differ by the modulus at most. */
function mayHaveSameX(u32: Uint32Array, a: number, b: number): boolean {
	const difference = ((u32[a >>> 2] as number) - (u32[b >>> 2] as number)) >>> 0;
	return difference === 0 || difference === LOW_MODULUS || difference === -LOW_MODULUS >>> 0;
}

/** Whether two coordinates are the same, given their addresses. */
function haveSame(u32: Uint32Array, a: number, b: number, group: GroupName, sign = 1n): boolean {
	for (let at = 0; at < POINT_BYTES[group] / 2; at += 32) {
		const difference = centred(u32, a + at) - sign * centred(u32, b + at);
		if (difference % BASE_FIELD_ORDER !== 0n) return false;
	}
	return true;
}

function isSameY(u32: Uint32Array, a: number, b: number, group: GroupName): boolean {
	const y = POINT_BYTES[group] / 2;
	const sign = (a & 1) === (b & 1) ? 1n : -1n;
	return haveSame(u32, unsigned(a) + y, unsigned(b) + y, group, sign);
}

/** The signed representative, still in Montgomery form. */
function centred(u32: Uint32Array, at: number): bigint {
	return readInteger(u32, at) - PACK_BIAS;
}

/** The address without its sign. */
function unsigned(point: number): number {
	return (point & ~1) >>> 0;
}

/** Writing on would overwrite other threads' memory. */
function tooManySums(): InternalError {
	return new InternalError({ code: "PROVER_ROOM", message: "more sums of points than there is room for" });
}
