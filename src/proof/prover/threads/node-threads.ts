import { Worker } from "node:worker_threads";
import type { ThreadHandle } from "./prover-threads.ts";

/** A thread's own objects are few: what lives long lies in the shared memory. */
const YOUNG_MEBIBYTES = 4;

/** Starts a thread of Node's. */
export function startNodeThread(): ThreadHandle {
	const worker = new Worker(new URL("./prover-worker.ts", import.meta.url), {
		resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MEBIBYTES },
	});
	return {
		post: (message) => worker.postMessage(message),
		onMessage: (listener) => worker.on("message", listener),
		onError: (listener) => worker.on("error", listener).on("messageerror", listener),
		onExit: (listener) => worker.on("exit", (code) => listener(`exit code ${code}`)),
		end: async () => {
			await worker.terminate();
		},
	};
}
