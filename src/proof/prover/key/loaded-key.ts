/** A proving key in the prover's memory, ready for any number of proofs. */

import { requireContributedPoints, requireHidingPoints } from "../../keys/key-points.ts";
import { type KeyHeader, type KeySource, keySection, readKeyHeader } from "../../snarkjs/key-source.ts";
import { ZKEY_SECTION } from "../../snarkjs/zkey-layout.ts";
import { type ProverCode, proverCode } from "../code/prover-code.ts";
import {
	type Engine,
	type EngineParts,
	type GroupName,
	instantiateEngine,
	threadBytes,
} from "../engine/engine.ts";
import { engineParts, type MemoryPlan, memoryPlan, threadMemoryAt } from "../engine/engine-memory.ts";
import { fillTables, polynomialBytes, type TransformTables, tableBytes } from "../engine/transform.ts";
import { type BucketRoom, bucketRoomBytes, type PointSet } from "../sums/bucket-sums.ts";
import { POINT_BYTES } from "../sums/point-sums.ts";
import { windowsOf } from "../sums/scalar-windows.ts";
import type { ThreadStart } from "../threads/prover-threads.ts";
import { type Coefficients, readCoefficients, writeStream, writeValues } from "./coefficients.ts";

/** Points that are read and converted at once. */
const CHUNK_POINTS = 1 << 13;
/** As many bits as a window may have. */
const LARGEST_WINDOW = windowsOf(16);

export type LoadedKey = {
	readonly header: KeyHeader;
	readonly engine: Engine;
	/** For each thread. */
	readonly starts: readonly ThreadStart[];
	/** Working memory of this engine and of each thread's, with the lists of additions. */
	readonly scratch: readonly MemoryRange[];
	readonly a: PointSet;
	readonly b1: PointSet;
	readonly b2: PointSet;
	/** Addressed by wire, like the others. */
	readonly c: PointSet;
	readonly h: PointSet;
	/** Start and end of the streams of A and B. */
	readonly streams: readonly [readonly [number, number], readonly [number, number]];
	readonly tables: TransformTables;
	readonly buffers: ProofBuffers;
};

export type MemoryRange = { readonly at: number; readonly bytes: number };

export type ProofBuffers = {
	readonly witnessAt: number;
	readonly scalarsAt: number;
	/** Lists of wires: with a scalar that needs buckets, and with the scalar 1. */
	readonly largeAt: number;
	readonly onesAt: number;
	readonly polynomials: readonly [number, number, number];
	readonly quotientAt: number;
	readonly biasAt: number;
};

/**
 * Reads a key. Memory is laid out for the given number of threads, each with its own working room.
 *
 * @throws InputError `KEY_FILE_MALFORMED`, `PROVING_KEY_UNSOUND`, `VERIFICATION_KEY_UNSOUND`
 */
export async function loadKey(source: KeySource, threadCount: number, shared: boolean): Promise<LoadedKey> {
	const code = proverCode(shared);
	const header = await readKeyHeader(source);
	requireHidingPoints(header);
	requireContributedPoints(header);
	const coefficients = await readCoefficients(source, header);
	const plan = memoryPlan(code);
	const mainAt = threadMemoryAt(plan, code);
	const threads = Array.from({ length: threadCount }, () => ({
		scratchAt: threadMemoryAt(plan, code),
		room: takeRoom(plan, header),
	}));
	const addresses = planAddresses(plan, header, coefficients);
	const parts = await engineParts(code, plan.size(), shared);
	const engine = instantiateEngine(parts, mainAt, code.scratchBytes);
	const sets = await loadPoints(source, header, engine, addresses);
	const streams = writeCoefficients(engine, coefficients, addresses);
	fillTables(engine, addresses.tables);
	const starts = threads.map(({ scratchAt, room }) => startOf(parts, code, scratchAt, room));
	const scratch = [mainAt, ...threads.map(({ scratchAt }) => scratchAt)].map((at) => ({
		at,
		bytes: threadBytes(code),
	}));
	return {
		header,
		engine,
		starts,
		scratch,
		...sets,
		streams,
		tables: addresses.tables,
		buffers: addresses.buffers,
	};
}

function startOf(parts: EngineParts, code: ProverCode, scratchAt: number, room: BucketRoom): ThreadStart {
	return { kind: "start", parts, scratchAt, scratchBytes: code.scratchBytes, room };
}

function takeRoom(plan: MemoryPlan, { wireCount, domainSize }: KeyHeader): BucketRoom {
	const bytes = Math.max(
		bucketRoomBytes("g1", Math.max(3 * wireCount, domainSize), LARGEST_WINDOW),
		bucketRoomBytes("g2", wireCount, LARGEST_WINDOW),
	);
	return { at: plan.take(bytes), bytes };
}

type Addresses = ReturnType<typeof planAddresses>;

function planAddresses(plan: MemoryPlan, header: KeyHeader, { values, matrices }: Coefficients) {
	const { wireCount, publicCount, domainSize } = header;
	const set = (group: GroupName, points: number, scalars: number) => ({
		group,
		pointsAt: plan.take((points + 2) * POINT_BYTES[group]),
		addressesAt: plan.take(4 * scalars),
	});
	return {
		stagingAt: plan.take((CHUNK_POINTS + 2) * POINT_BYTES.g2),
		a: set("g1", wireCount, wireCount),
		b1: set("g1", wireCount, wireCount),
		b2: set("g2", wireCount, wireCount),
		c: set("g1", wireCount - publicCount - 1, wireCount),
		h: set("g1", domainSize, domainSize),
		valuesAt: plan.take(32 * values.length),
		streamsAt: matrices.map(({ streamWords }) => plan.take(4 * streamWords)) as [number, number],
		tables: {
			size: domainSize,
			rootsAt: plan.take(tableBytes(domainSize / 2)),
			cosetAt: plan.take(tableBytes(domainSize / 4)),
			lanesAt: plan.take(polynomialBytes(4)),
			factorAt: plan.take(tableBytes(1)),
		},
		buffers: {
			witnessAt: plan.take(32 * wireCount),
			scalarsAt: plan.take(32 * wireCount),
			largeAt: plan.take(4 * wireCount),
			onesAt: plan.take(4 * wireCount),
			polynomials: [0, 1, 2].map(() => plan.take(polynomialBytes(domainSize))) as [number, number, number],
			quotientAt: plan.take(32 * domainSize),
			biasAt: plan.take(5 * 16),
		},
	};
}

async function loadPoints(source: KeySource, header: KeyHeader, engine: Engine, addresses: Addresses) {
	const { publicCount, domainSize } = header;
	const load = async (set: PointSet, section: number, scalarOf: (point: number) => number) => {
		await loadPointSet({ source, header, engine, stagingAt: addresses.stagingAt, set, section, scalarOf });
		return set;
	};
	const same = (point: number) => point;
	return {
		a: await load(addresses.a, ZKEY_SECTION.a, same),
		b1: await load(addresses.b1, ZKEY_SECTION.b1, same),
		b2: await load(addresses.b2, ZKEY_SECTION.b2, same),
		c: await load(addresses.c, ZKEY_SECTION.privatePoints, (point) => point + publicCount + 1),
		h: await load(addresses.h, ZKEY_SECTION.h, (point) => (domainSize - point) % domainSize),
	};
}

type PointLoading = {
	readonly source: KeySource;
	readonly header: KeyHeader;
	readonly engine: Engine;
	readonly stagingAt: number;
	readonly set: PointSet;
	readonly section: number;
	/** Number of the scalar that the section's point belongs to. */
	readonly scalarOf: (point: number) => number;
};

/** Converts a section's points, leaving out those at infinity. */
async function loadPointSet({ source, header, engine, stagingAt, set, section, scalarOf }: PointLoading) {
	const { u8, u32, call } = engine;
	const bytes = POINT_BYTES[set.group];
	const { offset, length } = keySection(header, section);
	const count = length / bytes;
	let next = set.pointsAt;
	for (let first = 0; first < count; first += CHUNK_POINTS) {
		const size = Math.min(CHUNK_POINTS, count - first);
		await source.read(offset + first * bytes, u8.subarray(stagingAt, stagingAt + size * bytes));
		let kept = 0;
		for (let k = 0; k < size; k++) {
			const at = stagingAt + k * bytes;
			const isInfinity = isZero(u32, at, bytes);
			u32[(set.addressesAt >>> 2) + scalarOf(first + k)] = isInfinity ? 0 : next + kept * bytes;
			if (isInfinity) continue;
			if (kept < k) u8.copyWithin(stagingAt + kept * bytes, at, at + bytes);
			kept++;
		}
		// In steps of four coordinates: what is written after the last point is overwritten or never read.
		const even = Math.ceil((kept * bytes) / 128) * 128;
		call.fp_fromKey(stagingAt, stagingAt + even, next);
		next += kept * bytes;
	}
}

function isZero(u32: Uint32Array, at: number, bytes: number): boolean {
	for (let word = at >>> 2; word < (at + bytes) >>> 2; word++) if (u32[word] !== 0) return false;
	return true;
}

function writeCoefficients(engine: Engine, { values, matrices }: Coefficients, addresses: Addresses) {
	const { valuesAt, streamsAt, buffers } = addresses;
	writeValues(engine.u32, valuesAt, values);
	return matrices.map((matrix, k) => {
		const at = streamsAt[k] as number;
		writeStream(engine.u32, at, matrix, { values: valuesAt, witness: buffers.witnessAt });
		return [at, at + 4 * matrix.streamWords] as const;
	}) as unknown as LoadedKey["streams"];
}
