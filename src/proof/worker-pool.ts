/** A few threads that run one task at a time each; the first failure fails everything. */
import { Worker } from "node:worker_threads";

export type WorkerPool<Task, Result> = {
	/** Runs on the first idle thread. `transfer` moves buffers instead of copying them. */
	readonly run: (task: Task, transfer?: readonly ArrayBuffer[]) => Promise<Result>;
	readonly close: () => Promise<void>;
};

type Job<Task, Result> = {
	readonly task: Task;
	readonly transfer: readonly ArrayBuffer[];
	readonly resolve: (result: Result) => void;
	readonly reject: (error: unknown) => void;
};

export function workerPool<Task, Result>(script: URL, size: number): WorkerPool<Task, Result> {
	const queue: Job<Task, Result>[] = [];
	const running = new Map<Worker, Job<Task, Result>>();
	const idle: Worker[] = [];
	const all = Array.from({ length: size }, () => new Worker(script));

	const next = () => {
		while (queue.length > 0 && idle.length > 0) {
			const worker = idle.pop() as Worker;
			const job = queue.shift() as Job<Task, Result>;
			running.set(worker, job);
			worker.postMessage(job.task, [...job.transfer]);
		}
	};
	const fail = (error: unknown) => {
		for (const job of [...running.values(), ...queue.splice(0)]) job.reject(error);
		running.clear();
	};
	for (const worker of all) {
		idle.push(worker);
		worker.on("error", fail);
		worker.on("message", (result: Result) => {
			running.get(worker)?.resolve(result);
			running.delete(worker);
			idle.push(worker);
			next();
		});
	}
	return {
		run: (task, transfer = []) =>
			new Promise((resolve, reject) => {
				queue.push({ task, transfer, resolve, reject });
				next();
			}),
		close: async () => {
			await Promise.all(all.map((worker) => worker.terminate()));
		},
	};
}
