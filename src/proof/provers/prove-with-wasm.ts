import { stat } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { type OpenProver, openProver } from "../prover/open-prover.ts";
import { startNodeThread } from "../prover/threads/node-threads.ts";
import { ProverThreadLost } from "../prover/threads/prover-threads.ts";
import { withKeyFile } from "../snarkjs/file-key-source.ts";
import { witnessBytes } from "../snarkjs/witness-file.ts";
import { proveWithSnarkjs } from "./prove-with-snarkjs.ts";
import type { WitnessProver } from "./witness-prover.ts";

/** How long a key stays in memory, with its threads, after its last proof. */
const IDLE_MS = 250;

type OpenKey = {
	readonly prover: Promise<OpenProver>;
	/** The proof after which the next one may start. */
	last: Promise<unknown>;
	users: number;
	idle: NodeJS.Timeout | undefined;
};

/** By path, size and time of the key file: another file at the same place is another key. */
const openKeys = new Map<string, OpenKey>();

/**
 * Our own prover on all cores, with the key of the last proofs kept for the next. A proof whose threads were
 * lost is made once more, by snarkjs, which has threads of its own.
 */
export const proveWithWasm: WitnessProver = async (request) => {
	try {
		return await proveOnThreads(request);
	} catch (error) {
		if (error instanceof ProverThreadLost) return proveWithSnarkjs(request);
		throw error;
	}
};

const proveOnThreads: WitnessProver = async ({ zkeyPath, witness }) => {
	const { size, mtimeMs, ino } = await stat(zkeyPath);
	const name = [zkeyPath, size, mtimeMs, ino].join("\n");
	const key = openKeys.get(name) ?? open(name, zkeyPath);
	key.users++;
	clearTimeout(key.idle);
	try {
		const { prove, publicCount } = await key.prover;
		const bytes = witnessBytes(witness);
		const turn = key.last.then(() => prove(bytes)).finally(() => bytes.fill(0));
		key.last = turn.catch(() => undefined);
		// Threads that failed once are not used again.
		turn.catch(() => close(name));
		const proof = await turn;
		return { proof, publicSignals: witness.slice(1, publicCount + 1).map(String) };
	} finally {
		key.users--;
		if (key.users === 0) key.idle = setTimeout(() => close(name), IDLE_MS);
	}
};

function open(name: string, zkeyPath: string): OpenKey {
	const prover = withKeyFile(zkeyPath, (source) =>
		openProver({
			source,
			startThread: startNodeThread,
			threadCount: availableParallelism(),
			unverified: true,
		}),
	);
	// A key that could not be opened is tried anew by the next proof.
	prover.catch(() => openKeys.delete(name));
	const key: OpenKey = { prover, last: Promise.resolve(), users: 0, idle: undefined };
	openKeys.set(name, key);
	return key;
}

async function close(name: string): Promise<void> {
	const key = openKeys.get(name);
	openKeys.delete(name);
	await key?.prover.then(
		(prover) => prover.close(),
		() => undefined,
	);
}
