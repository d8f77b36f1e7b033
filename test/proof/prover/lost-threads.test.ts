/** Threads that end or fall silent: the proof fails at once or at its deadline, and is made once more. */
import { Worker } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import { startNodeThread } from "../../../src/proof/prover/threads/node-threads.ts";
import {
	type ProverThreads,
	proverThreads,
	TASK_DEADLINE_MS,
	type ThreadAnswer,
	type ThreadHandle,
	type ThreadStart,
} from "../../../src/proof/prover/threads/prover-threads.ts";

const START = { kind: "start" } as ThreadStart;
const TASK = { kind: "rows", streamAt: 0, streamEnd: 0, out: 0 } as const;
const LOST = { code: "PROVER_THREAD_LOST" };

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

/** A thread in the hands of the test. */
function puppet() {
	const told: {
		message?: (a: ThreadAnswer) => void;
		error?: (e: unknown) => void;
		exit?: (h: string) => void;
	} = {};
	const handle: ThreadHandle = {
		post: () => {},
		onMessage: (listener) => {
			told.message = listener;
		},
		onError: (listener) => {
			told.error = listener;
		},
		onExit: (listener) => {
			told.exit = listener;
		},
		end: async () => {},
	};
	return { handle, told };
}

const waiting = (threads: ProverThreads) => {
	const tasks = [threads.run(TASK), threads.run(TASK)];
	return Promise.allSettled(tasks);
};
const allLost = [
	{ status: "rejected", reason: expect.objectContaining(LOST) },
	{ status: "rejected", reason: expect.objectContaining(LOST) },
];

describe("a prover with a thread", () => {
	it("that ended without an error refuses what runs, what waits and what comes after", async () => {
		const { handle, told } = puppet();
		const threads = proverThreads([handle], [START]);
		const results = waiting(threads);
		told.exit?.("exit code 0");
		expect(await results).toEqual(allLost);
		await expect(threads.run(TASK)).rejects.toMatchObject(LOST);
	});

	it("whose message cannot be read refuses likewise", async () => {
		const { handle, told } = puppet();
		const threads = proverThreads([handle], [START]);
		const results = waiting(threads);
		told.error?.(new Error("could not be cloned"));
		expect(await results).toEqual(allLost);
	});

	it("that falls silent refuses at its deadline, and not while answers come", async () => {
		vi.useFakeTimers();
		const { handle, told } = puppet();
		const threads = proverThreads([handle], [START]);
		const first = threads.run(TASK);
		vi.advanceTimersByTime(TASK_DEADLINE_MS - 1);
		told.message?.({ result: undefined });
		await expect(first).resolves.toBeUndefined();
		const second = threads.run(TASK);
		vi.advanceTimersByTime(TASK_DEADLINE_MS - 1);
		const lost = expect(second).rejects.toMatchObject(LOST);
		vi.advanceTimersByTime(1);
		await lost;
	});

	it("of Node's that exits is noticed", async () => {
		const ended: Worker[] = [];
		vi.spyOn(Worker.prototype, "postMessage").mockImplementation(function (this: Worker) {
			ended.push(this);
		});
		const threads = proverThreads([startNodeThread()], [START]);
		const task = threads.run(TASK);
		await ended[0]?.terminate();
		await expect(task).rejects.toMatchObject(LOST);
		await threads.close();
	});
});
