import type { ThreadAnswer, ThreadHandle } from "./prover-threads.ts";

/** Whether this page may share memory with threads: it must be served as cross-origin isolated. */
export function canShareMemory(): boolean {
	return globalThis.crossOriginIsolated;
}

/** Starts a browser's thread. */
export function startWebThread(): ThreadHandle {
	const worker = new Worker(new URL("./web-worker.ts", import.meta.url), { type: "module" });
	return {
		post: (message) => worker.postMessage(message),
		onMessage: (listener) => {
			worker.onmessage = ({ data }: MessageEvent<ThreadAnswer>) => listener(data);
		},
		onError: (listener) => {
			worker.onerror = ({ message }) => listener(new Error(message));
			worker.onmessageerror = () => listener(new Error("a message could not be read"));
		},
		// Browsers do not tell: there a lost thread shows by its silence.
		onExit: () => {},
		end: async () => worker.terminate(),
	};
}
