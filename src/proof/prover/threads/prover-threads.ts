/** Threads that run prover tasks on shared memory, in Node and in a browser. */

import { InternalError } from "../../../errors/base.ts";
import { type EngineParts, instantiateEngine } from "../engine/engine.ts";
import type { BucketRoom } from "../sums/bucket-sums.ts";
import { type ProverTask, type ResultOf, runProverTask } from "./prover-tasks.ts";

/** A thread of whatever kind the platform has; it runs `answerTasks`. */
export type ThreadHandle = {
	readonly post: (message: ThreadStart | ProverTask) => void;
	readonly onMessage: (listener: (message: ThreadAnswer) => void) => void;
	/** Also for a message that could not be read. */
	readonly onError: (listener: (error: unknown) => void) => void;
	/** Where the platform tells; threads can end without an error. */
	readonly onExit: (listener: (how: string) => void) => void;
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
	deadline?: ReturnType<typeof setTimeout>;
};

/** A hundred times what the longest task of the largest circuit takes on a busy machine. */
export const TASK_DEADLINE_MS = 300_000;

/** A thread failed, ended or fell silent. The memory may hold a witness still: its owner wipes it. */
export class ProverThreadLost extends InternalError {
	constructor(message: string, cause?: unknown) {
		super({ code: "PROVER_THREAD_LOST", message: `the prover lost a thread: ${message}`, cause });
	}
}

/** After the first failure nothing runs any more, and everything that waits is refused. */
export function proverThreads(
	handles: readonly ThreadHandle[],
	starts: readonly ThreadStart[],
): ProverThreads {
	const urgent: Job[] = [];
	const later: Job[] = [];
	const running = new Map<ThreadHandle, Job>();
	const idle = [...handles];
	let failure: ProverThreadLost | undefined;
	const next = () => {
		while (idle.length > 0) {
			const job = urgent.shift() ?? later.shift();
			if (job === undefined) return;
			const thread = idle.shift() as ThreadHandle;
			running.set(thread, job);
			job.deadline = setTimeout(() => fail(`no answer to "${job.task.kind}"`), TASK_DEADLINE_MS);
			post(thread, job.task);
		}
	};
	const fail = (message: string, cause?: unknown) => {
		failure ??= new ProverThreadLost(message, cause);
		for (const job of [...running.values(), ...urgent.splice(0), ...later.splice(0)]) {
			clearTimeout(job.deadline);
			job.reject(failure);
		}
		running.clear();
	};
	const post = (thread: ThreadHandle, message: ThreadStart | ProverTask) => {
		try {
			thread.post(message);
		} catch (error) {
			fail("it took no task", error);
		}
	};
	handles.forEach((thread, k) => {
		thread.onError((error) => fail(String(error), error));
		thread.onExit((how) => fail(`it ended (${how})`));
		thread.onMessage((answer) => {
			if (failure !== undefined) return;
			if ("failure" in answer) return fail(answer.failure);
			const job = running.get(thread);
			clearTimeout(job?.deadline);
			job?.resolve(answer.result);
			running.delete(thread);
			idle.push(thread);
			next();
		});
		post(thread, starts[k] as ThreadStart);
	});
	return {
		run: <Task extends ProverTask>(task: Task, urgency: "urgent" | "later" = "later") =>
			new Promise<ResultOf<Task>>((resolve, reject) => {
				if (failure !== undefined) return reject(failure);
				const job = { task, resolve: resolve as Job["resolve"], reject };
				(urgency === "urgent" ? urgent : later).push(job);
				next();
			}),
		close: async () => {
			fail("it was closed");
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
