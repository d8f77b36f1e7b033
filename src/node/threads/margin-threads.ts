/** Margins many accounts on several threads. Same numbers as `marginRange` on one. */
import { availableParallelism } from "node:os";
import type { BatchAccounts, BatchSlacks } from "../../risk/margin/batch-accounts.ts";
import type { Allocate, BatchTable } from "../../risk/margin/batch-table.ts";
import type { RangeRequest } from "../../risk/margin/margin-range.ts";
import { workerPool } from "./worker-pool.ts";

/** Long enough that messages cost nothing, short enough that threads end together. */
const ACCOUNTS_PER_TASK = 4096;

export const allocateShared: Allocate = (bytes) => new SharedArrayBuffer(bytes);

export type MarginThreads = {
	/** Table, accounts and slacks must lie in memory from `allocateShared`. */
	readonly marginAll: (request: {
		readonly table: BatchTable;
		readonly accounts: BatchAccounts;
		readonly slacks: BatchSlacks;
	}) => Promise<void>;
	readonly close: () => Promise<void>;
};

export function marginThreads(threadCount = availableParallelism()): MarginThreads {
	const pool = workerPool<RangeRequest, undefined>(
		new URL("./margin-worker.ts", import.meta.url),
		threadCount,
	);
	return {
		marginAll: async ({ table, accounts, slacks }) => {
			const ranges: Promise<undefined>[] = [];
			for (let from = 0; from < accounts.count; from += ACCOUNTS_PER_TASK) {
				const to = Math.min(from + ACCOUNTS_PER_TASK, accounts.count);
				ranges.push(pool.run({ table, accounts, slacks, from, to }));
			}
			await Promise.all(ranges);
		},
		close: pool.close,
	};
}
