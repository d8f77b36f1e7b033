/**
 * A Groth16 proving key without a ceremony, in seconds: sample the trapdoor, evaluate the circuit's
 * polynomials at it, multiply the generators, forget the trapdoor.
 *
 * The file is what snarkjs and rapidsnark read. Whoever ran this could have kept the trapdoor, so such
 * a key convinces nobody but its maker: it is marked "development" in its manifest, and deployment to
 * a public chain refuses it.
 */
import { createHash } from "node:crypto";
import { type FileHandle, open, readFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import type { OnProgress } from "../../node/threads/progress.ts";
import { type WorkerPool, workerPool } from "../../node/threads/worker-pool.ts";
import { loadBn254Code, SCALAR_BYTES } from "../snarkjs/bn254-wasm.ts";
import {
	ZKEY_SECTION,
	type ZkeyHeaderPoints,
	type ZkeyLayout,
	zkeyHeader,
	zkeyLayout,
} from "../snarkjs/zkey-layout.ts";
import type { KeyTask, KeyTaskResult } from "./development-key-worker.ts";
import type { QapScalars } from "./evaluate-qap.ts";
import { type GroupName, MAX_BATCH, POINT_BYTES } from "./fixed-base.ts";
import { checkTrapdoor, sampleTrapdoor, type Trapdoor, wipeTrapdoor } from "./trapdoor.ts";

const MAX_THREADS = 8;
/** How much longer one G2 multiplication takes than one in G1; only steers the progress display. */
const G2_WEIGHT = 3;

export type DevelopmentKeyRequest = {
	readonly r1csPath: string;
	/** Written here; not yet atomic: callers write into a folder of their own and publish by rename. */
	readonly zkeyPath: string;
	/** Tests only. A key from a trapdoor that anybody knows proves nothing. Not overwritten. */
	readonly trapdoorForTests?: Trapdoor;
	readonly onProgress?: OnProgress | undefined;
};

type Pool = WorkerPool<KeyTask, KeyTaskResult>;
type PointJob = { readonly group: GroupName; readonly scalars: Uint8Array; readonly offset: number };

/** @throws InputError `R1CS_MALFORMED`, `FILE_UNREADABLE`, `TRAPDOOR_WEAK` */
export async function buildDevelopmentKey(request: DevelopmentKeyRequest): Promise<void> {
	const { r1csPath, zkeyPath, trapdoorForTests, onProgress } = request;
	const trapdoor = trapdoorForTests ?? sampleTrapdoor();
	checkTrapdoor(trapdoor);
	const code = await loadBn254Code();
	const threads = Math.min(availableParallelism(), MAX_THREADS);
	const pool: Pool = workerPool(new URL("./development-key-worker.ts", import.meta.url), threads);
	let scalars: QapScalars | undefined;
	try {
		onProgress?.({ step: "evaluating the circuit's polynomials" });
		const multiply = multiplier(pool, code);
		// Started together: the other threads prepare their tables while one evaluates.
		const [evaluated, points] = await Promise.all([
			evaluate(pool, { kind: "evaluate", code, r1csPath, trapdoor }),
			headerPoints(multiply, trapdoor),
		]);
		scalars = evaluated;
		const sizes = {
			wireCount: scalars.header.wireCount,
			publicCount: scalars.header.publicCount,
			domainSize: 2 ** scalars.domainPower,
			coefficientBytes: scalars.coefficients.length,
		};
		const layout = zkeyLayout(sizes);
		const file = await open(zkeyPath, "w");
		try {
			for (const piece of layout.fixedPieces) await writeAt(file, piece.offset, piece.bytes);
			await writeAt(file, offsetOf(layout, ZKEY_SECTION.header), zkeyHeader(sizes, points));
			await writeAt(file, offsetOf(layout, ZKEY_SECTION.coefficients), scalars.coefficients);
			await writeAt(file, offsetOf(layout, ZKEY_SECTION.contributions), await noContributions(r1csPath));
			await writePoints({ multiply, file, jobs: pointJobs(scalars, layout), onProgress });
		} finally {
			await file.close();
		}
	} finally {
		if (trapdoorForTests === undefined) wipeTrapdoor(trapdoor);
		for (const secret of [scalars?.a, scalars?.b, scalars?.combined, scalars?.h]) secret?.fill(0);
		await pool.close();
	}
}

type Multiply = (group: GroupName, scalars: Uint8Array) => Promise<Uint8Array>;

function multiplier(pool: Pool, code: KeyTask["code"]): Multiply {
	return async (group, scalars) => {
		const copy = scalars.slice();
		const result = await pool.run({ kind: "multiply", code, group, scalars: copy }, [copy.buffer]);
		if (!("points" in result)) throw new TypeError("unexpected answer of a key thread");
		return result.points;
	};
}

async function evaluate(pool: Pool, task: KeyTask): Promise<QapScalars> {
	const result = await pool.run(task);
	if (!("scalars" in result)) throw new TypeError("unexpected answer of a key thread");
	return result.scalars;
}

async function headerPoints(multiply: Multiply, trapdoor: Trapdoor): Promise<ZkeyHeaderPoints> {
	const { alpha, beta, gamma, delta } = trapdoor;
	const [alpha1, beta1, delta1, beta2, gamma2, delta2] = await Promise.all([
		multiply("G1", alpha),
		multiply("G1", beta),
		multiply("G1", delta),
		multiply("G2", beta),
		multiply("G2", gamma),
		multiply("G2", delta),
	]);
	return { alpha1, beta1, beta2, gamma2, delta1, delta2 };
}

/** All point sections, cut into batches; the slow group first, so that no thread ends late. */
function pointJobs(scalars: QapScalars, layout: ZkeyLayout): PointJob[] {
	const firstPrivate = (scalars.header.publicCount + 1) * SCALAR_BYTES;
	const sections: [number, GroupName, Uint8Array][] = [
		[ZKEY_SECTION.b2, "G2", scalars.b],
		[ZKEY_SECTION.h, "G1", scalars.h],
		[ZKEY_SECTION.privatePoints, "G1", scalars.combined.subarray(firstPrivate)],
		[ZKEY_SECTION.a, "G1", scalars.a],
		[ZKEY_SECTION.b1, "G1", scalars.b],
		[ZKEY_SECTION.publicPoints, "G1", scalars.combined.subarray(0, firstPrivate)],
	];
	const batchBytes = MAX_BATCH * SCALAR_BYTES;
	return sections.flatMap(([section, group, all]) =>
		Array.from({ length: Math.ceil(all.length / batchBytes) }, (_, i) => ({
			group,
			scalars: all.subarray(i * batchBytes, (i + 1) * batchBytes),
			offset: offsetOf(layout, section) + i * MAX_BATCH * POINT_BYTES[group],
		})),
	);
}

type PointWriting = {
	readonly multiply: Multiply;
	readonly file: FileHandle;
	readonly jobs: readonly PointJob[];
	readonly onProgress: OnProgress | undefined;
};

async function writePoints({ multiply, file, jobs, onProgress }: PointWriting): Promise<void> {
	const weightOf = (job: PointJob) => job.scalars.length * (job.group === "G2" ? G2_WEIGHT : 1);
	const total = jobs.reduce((sum, job) => sum + weightOf(job), 0);
	let done = 0;
	await Promise.all(
		jobs.map(async (job) => {
			const points = await multiply(job.group, job.scalars);
			await writeAt(file, job.offset, points);
			done += weightOf(job);
			onProgress?.({ step: "computing key points", fraction: done / total });
		}),
	);
}

/** No contribution follows; the circuit hash is a plain one, as there is no ceremony to verify. */
async function noContributions(r1csPath: string): Promise<Uint8Array> {
	const hash = createHash("sha512")
		.update(await readFile(r1csPath))
		.digest();
	return Buffer.concat([hash, Buffer.alloc(4)]);
}

async function writeAt(file: FileHandle, offset: number, bytes: Uint8Array): Promise<void> {
	let done = 0;
	while (done < bytes.length) {
		const { bytesWritten } = await file.write(
			bytes,
			done,
			Math.min(bytes.length - done, 1 << 26),
			offset + done,
		);
		done += bytesWritten;
	}
}

function offsetOf(layout: ZkeyLayout, section: number): number {
	return layout.offsets.get(section) as number;
}
