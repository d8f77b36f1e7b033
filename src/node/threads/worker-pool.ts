/** A few threads that run their tasks one after the other; the first failure fails everything. */
import { Worker } from "node:worker_threads";

export type WorkerPool<Task, Result> = {
	/** Runs on the first thread that is free. `transfer` moves buffers instead of copying them. */
	readonly run: (task: Task, transfer?: readonly ArrayBuffer[]) => Promise<Result>;
	readonly close: () => Promise<void>;
};

type Job<Task, Result> = {
	readonly task: Task;
	readonly transfer: readonly ArrayBuffer[];
	readonly resolve: (result: Result) => void;
	readonly reject: (error: unknown) => void;
};

/**
 * @param options.tasksAhead how many tasks a thread may hold at once: with more than one it stays busy
 * while the calling thread computes and does not hear that it is idle
 */
export function workerPool<Task, Result>(
	script: URL,
	size: number,
	options: { readonly tasksAhead?: number; readonly workerData?: unknown } = {},
): WorkerPool<Task, Result> {
	const { tasksAhead = 1, workerData } = options;
	const queue: Job<Task, Result>[] = [];
	/** Tasks of each thread in the order in which it does them. */
	const running = new Map<Worker, Job<Task, Result>[]>();
	const idle: Worker[] = [];
	const all = Array.from({ length: size }, () => new Worker(script, { workerData }));

	const next = () => {
		while (queue.length > 0 && idle.length > 0) {
			const worker = idle.shift() as Worker;
			const job = queue.shift() as Job<Task, Result>;
			running.get(worker)?.push(job);
			worker.postMessage(job.task, [...job.transfer]);
		}
	};
	let failure: { readonly error: unknown } | undefined;
	const fail = (error: unknown) => {
		failure ??= { error };
		for (const job of [...[...running.values()].flat(), ...queue.splice(0)]) job.reject(error);
	};
	for (const worker of all) {
		running.set(worker, []);
		worker.on("error", fail);
		worker.on("message", (result: Result) => {
			running.get(worker)?.shift()?.resolve(result);
			idle.push(worker);
			next();
		});
	}
	for (let turn = 0; turn < tasksAhead; turn++) idle.push(...all);
	return {
		run: (task, transfer = []) =>
			new Promise((resolve, reject) => {
				if (failure !== undefined) return reject(failure.error);
				queue.push({ task, transfer, resolve, reject });
				next();
			}),
		close: async () => {
			await Promise.all(all.map((worker) => worker.terminate()));
		},
	};
}
