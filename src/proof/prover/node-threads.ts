import { Worker } from "node:worker_threads";
import type { ThreadHandle } from "./prover-threads.ts";

/** Starts a thread of Node's. */
export function startNodeThread(): ThreadHandle {
	const worker = new Worker(new URL("./prover-worker.ts", import.meta.url));
	return {
		post: (message) => worker.postMessage(message),
		onMessage: (listener) => worker.on("message", listener),
		onError: (listener) => worker.on("error", listener),
		end: async () => {
			await worker.terminate();
		},
	};
}
