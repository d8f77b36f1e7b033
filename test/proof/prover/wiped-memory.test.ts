/** What the prover's memory still tells about an account once a proof is made, or was not. */
import { beforeAll, describe, expect, it } from "vitest";
import { calculateWitness } from "../../../src/proof/circuit/calculate-witness.ts";
import type { CompiledCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import type { ProvingKey } from "../../../src/proof/keys/proving-key.ts";
import { type LoadedKey, loadKey } from "../../../src/proof/prover/key/loaded-key.ts";
import { randomBlinding } from "../../../src/proof/prover/open-prover.ts";
import { proveWithKey } from "../../../src/proof/prover/prove-with-key.ts";
import { startNodeThread } from "../../../src/proof/prover/threads/node-threads.ts";
import {
	callingThread,
	proverThreads,
	type ThreadHandle,
	type ThreadStart,
} from "../../../src/proof/prover/threads/prover-threads.ts";
import { withKeyFile } from "../../../src/proof/snarkjs/file-key-source.ts";
import { witnessBytes } from "../../../src/proof/snarkjs/witness-file.ts";
import { sharedKey, testCircuit } from "../../support/circuits/shared-key.ts";

const THREADS = 2;
const [FEW_BITS, MANY_BITS] = [1n, (1n << 30n) - 1n];

let circuit: CompiledCircuit;
let key: ProvingKey;

beforeAll(async () => {
	circuit = await testCircuit("poseidon-link");
	key = await sharedKey(circuit);
});

async function witnessOf(value: bigint): Promise<Uint8Array> {
	const input = { limit: 1n << 31n, value, salt: 5n };
	const result = await calculateWitness({ wasmPath: circuit.wasmPath, input });
	if (!result.satisfied) throw new Error(result.refused.message);
	return witnessBytes(result.witness);
}

const load = (shared: boolean): Promise<LoadedKey> =>
	withKeyFile(key.zkeyPath, (source) => loadKey(source, shared ? THREADS : 1, shared));

const copyOf = ({ engine }: LoadedKey) => Buffer.from(engine.u8.slice());

/** Where two memories differ first: nowhere is -1. */
function firstDifference(a: Buffer, b: Buffer): number {
	if (a.equals(b)) return -1;
	return a.findIndex((byte, at) => byte !== b[at]);
}

describe("after a proof", () => {
	it("memory is the same, byte for byte, whatever was proven, in the calling thread", async () => {
		const loaded = await load(false);
		const threads = callingThread(loaded.starts[0] as ThreadStart);
		await proveWithKey(loaded, threads, await witnessOf(FEW_BITS), randomBlinding());
		const before = copyOf(loaded);
		await proveWithKey(loaded, threads, await witnessOf(MANY_BITS), randomBlinding());
		expect(firstDifference(before, copyOf(loaded))).toBe(-1);
	});

	it("so it is with threads, whichever did what", async () => {
		const loaded = await load(true);
		const threads = proverThreads(Array.from({ length: THREADS }, startNodeThread), loaded.starts);
		try {
			await proveWithKey(loaded, threads, await witnessOf(FEW_BITS), randomBlinding());
			const before = copyOf(loaded);
			await proveWithKey(loaded, threads, await witnessOf(MANY_BITS), randomBlinding());
			expect(firstDifference(before, copyOf(loaded))).toBe(-1);
		} finally {
			await threads.close();
		}
	});
});

/** Passes some tasks on and dies without a word, as a thread does whose process runs out of memory. */
function dyingThread(tasks: number): ThreadHandle {
	const thread = startNodeThread();
	let left = tasks + 1;
	let die: (how: string) => void = () => {};
	return {
		...thread,
		onExit: (listener) => {
			die = listener;
		},
		post: (message) => {
			if (left-- > 0) thread.post(message);
			else die("killed by the test");
		},
	};
}

describe("after a proof that failed", () => {
	it.each([0, 1, 3, 8])("memory tells nothing either, a thread lost after %i tasks", async (tasks) => {
		const loaded = await load(true);
		const honest = proverThreads(Array.from({ length: THREADS }, startNodeThread), loaded.starts);
		await proveWithKey(loaded, honest, await witnessOf(FEW_BITS), randomBlinding());
		await honest.close();
		const before = copyOf(loaded);
		const threads = proverThreads([startNodeThread(), dyingThread(tasks)], loaded.starts);
		const proving = proveWithKey(loaded, threads, await witnessOf(MANY_BITS), randomBlinding());
		await expect(proving).rejects.toMatchObject({ code: "PROVER_THREAD_LOST" });
		expect(firstDifference(before, copyOf(loaded))).toBe(-1);
	});
});
