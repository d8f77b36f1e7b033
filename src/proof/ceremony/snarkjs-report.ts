/**
 * What snarkjs says while it works: its progress becomes ours, and its complaint can be quoted.
 *
 * It says why a key is wrong partly to a logger and partly on stdout, which belongs to our caller's
 * answer; so while it works, `console.log` is ours.
 */
import type { OnProgress } from "../progress.ts";

export type SnarkjsReport = {
	readonly logger: Record<"debug" | "info" | "warn" | "error", (text: string) => void>;
	/** Runs work of snarkjs and keeps stdout clean of it. */
	readonly listen: <T>(work: () => Promise<T>) => Promise<T>;
	/** The first complaint. */
	readonly problem: () => string;
};

const OF_TOTAL = /(\d+)\/(\d+)/;

export function snarkjsReport(step: string, onProgress: OnProgress | undefined): SnarkjsReport {
	const problems: string[] = [];
	const complain = (text: unknown) => {
		problems.push(String(text).trim());
	};
	return {
		logger: {
			debug: (text) => {
				const [, done, total] = OF_TOTAL.exec(text) ?? [];
				const fraction = Number(done) / Number(total);
				onProgress?.(Number.isFinite(fraction) ? { step, fraction } : { step });
			},
			info: () => {},
			warn: () => {},
			error: complain,
		},
		listen: async (work) => {
			onProgress?.({ step });
			const original = console.log;
			console.log = complain;
			try {
				return await work();
			} finally {
				console.log = original;
			}
		},
		problem: () => problems[0] ?? "snarkjs gives no reason",
	};
}
