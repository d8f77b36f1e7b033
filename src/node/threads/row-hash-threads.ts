/** Hashes the rows of risk tables on several threads. Same hashes as `hashRow`. */
import { availableParallelism } from "node:os";
import { chainArities } from "../../field/poseidon/hash-chains.ts";
import {
	makePoseidonEngine,
	WORDS_PER_ELEMENT,
	writeElementWords,
} from "../../field/poseidon/poseidon-engine.ts";
import { encodeRow, type RiskRow, rowElements } from "../../risk/model/risk-row.ts";
import type { RowHasher } from "../../risk/model/row-hasher.ts";
import { ROW_ELEMENTS } from "../../risk/model/row-layout.ts";
import type { HashTask } from "./row-hash-worker.ts";
import { workerPool } from "./worker-pool.ts";

const WORDS_PER_ROW = WORDS_PER_ELEMENT * ROW_ELEMENTS;
/** About half a second of work, while the calling thread prices the next rows. */
const TASKS_AHEAD = 8;

export type RowHashThreads = { readonly hashRows: RowHasher; readonly close: () => Promise<void> };

export async function rowHashThreads(threadCount = availableParallelism()): Promise<RowHashThreads> {
	const engine = await makePoseidonEngine();
	const workerData = engine.constantsOf(chainArities(ROW_ELEMENTS));
	const script = new URL("./row-hash-worker.ts", import.meta.url);
	const options = { tasksAhead: TASKS_AHEAD, workerData };
	const pool = workerPool<HashTask, BigUint64Array>(script, threadCount, options);
	return {
		hashRows: async (rows) => {
			const words = rowWords(rows);
			const task = { words, elementsPerList: ROW_ELEMENTS };
			const hashes = await pool.run(task, [words.buffer]);
			return rows.map((_, at) => readElement(hashes, WORDS_PER_ELEMENT * at));
		},
		close: pool.close,
	};
}

/** Runs `use` with threads and ends them, whatever happens. */
export async function withRowHashThreads<Result>(
	use: (hashRows: RowHasher) => Promise<Result>,
): Promise<Result> {
	const threads = await rowHashThreads();
	try {
		return await use(threads.hashRows);
	} finally {
		await threads.close();
	}
}

function rowWords(rows: readonly RiskRow[]): BigUint64Array<ArrayBuffer> {
	const words = new BigUint64Array(WORDS_PER_ROW * rows.length);
	rows.forEach((row, at) => {
		rowElements(encodeRow(row)).forEach((element, k) => {
			writeElementWords(words, WORDS_PER_ROW * at + WORDS_PER_ELEMENT * k, element);
		});
	});
	return words;
}

function readElement(words: BigUint64Array, from: number): bigint {
	let element = 0n;
	for (let k = WORDS_PER_ELEMENT - 1; k >= 0; k--) element = (element << 64n) + (words[from + k] ?? 0n);
	return element;
}
