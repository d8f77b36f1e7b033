/** Threads that run prover tasks on shared memory, in Node and in a browser. */

import { type EngineParts, instantiateEngine } from "../engine/engine.ts";
import type { BucketRoom } from "../sums/bucket-sums.ts";
import { type ProverTask, type ResultOf, runProverTask } from "./prover-tasks.ts";

/** A thread of whatever kind the platform has; it runs `answerTasks`. */
export type ThreadHandle = {
	readonly post: (message: ThreadStart | ProverTask) => void;
	readonly onMessage: (listener: (message: ThreadAnswer) => void) => void;
	readonly onError: (listener: (error: unknown) => void) => void;
	readonly end: () => Promise<void>;
};

export type ThreadStart = {
	readonly kind: "start";
	readonly parts: EngineParts;
	readonly scratchAt: number;
	readonly scratchBytes: number;
	readonly room: BucketRoom;
};

export type ThreadAnswer = { readonly result: ResultOf<ProverTask> } | { readonly failure: string };

export type ProverThreads = {
	/** Urgent tasks go before all others that have not begun. */
	readonly run: <Task extends ProverTask>(
		task: Task,
		urgency?: "urgent" | "later",
	) => Promise<ResultOf<Task>>;
	readonly close: () => Promise<void>;
};

type Job = {
	readonly task: ProverTask;
	readonly resolve: (result: ResultOf<ProverTask>) => void;
	readonly reject: (error: unknown) => void;
};

export function proverThreads(
	handles: readonly ThreadHandle[],
	starts: readonly ThreadStart[],
): ProverThreads {
	const urgent: Job[] = [];
	const later: Job[] = [];
	const running = new Map<ThreadHandle, Job>();
	const idle = [...handles];
	let failure: { readonly error: unknown } | undefined;
	const next = () => {
		while (idle.length > 0) {
			const job = urgent.shift() ?? later.shift();
			if (job === undefined) return;
			const thread = idle.shift() as ThreadHandle;
			running.set(thread, job);
			thread.post(job.task);
		}
	};
	const fail = (error: unknown) => {
		failure ??= { error };
		for (const job of [...running.values(), ...urgent.splice(0), ...later.splice(0)]) job.reject(error);
	};
	handles.forEach((thread, k) => {
		thread.onError(fail);
		thread.onMessage((answer) => {
			if ("failure" in answer) return fail(new Error(answer.failure));
			running.get(thread)?.resolve(answer.result);
			running.delete(thread);
			idle.push(thread);
			next();
		});
		thread.post(starts[k] as ThreadStart);
	});
	return {
		run: <Task extends ProverTask>(task: Task, urgency: "urgent" | "later" = "later") =>
			new Promise<ResultOf<Task>>((resolve, reject) => {
				if (failure !== undefined) return reject(failure.error);
				const job = { task, resolve: resolve as Job["resolve"], reject };
				(urgency === "urgent" ? urgent : later).push(job);
				next();
			}),
		close: async () => {
			await Promise.all(handles.map((thread) => thread.end()));
		},
	};
}

/** No threads: every task runs where it is given, when its turn comes. */
export function callingThread(start: ThreadStart): ProverThreads {
	const engine = instantiateEngine(start.parts, start.scratchAt, start.scratchBytes);
	return {
		run: async <Task extends ProverTask>(task: Task) =>
			runProverTask(engine, start.room, task) as ResultOf<Task>,
		close: async () => {},
	};
}

/** The thread's side: takes one start and then tasks. */
export function answerTasks(
	answer: (message: ThreadAnswer) => void,
): (message: ThreadStart | ProverTask) => void {
	let run: ((task: ProverTask) => ResultOf<ProverTask>) | undefined;
	return (message) => {
		try {
			if (message.kind === "start") {
				const engine = instantiateEngine(message.parts, message.scratchAt, message.scratchBytes);
				run = (task) => runProverTask(engine, message.room, task);
			} else if (run === undefined) {
				answer({ failure: "a task came before the start" });
			} else {
				answer({ result: run(message) });
			}
		} catch (error) {
			answer({ failure: String(error) });
		}
	};
}
