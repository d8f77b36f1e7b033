/** A thread that hashes lists of field elements. */
import { parentPort, workerData } from "node:worker_threads";
import { hashChains } from "../../field/poseidon/hash-chains.ts";
import { makePoseidonEngine, type PoseidonConstants } from "../../field/poseidon/poseidon-engine.ts";

export type HashTask = {
	/** Four words to an element. */
	readonly words: BigUint64Array<ArrayBuffer>;
	readonly elementsPerList: number;
};

const engine = makePoseidonEngine(workerData as PoseidonConstants);

parentPort?.on("message", async ({ words, elementsPerList }: HashTask) => {
	const hashes = hashChains(await engine, words, elementsPerList);
	parentPort?.postMessage(hashes, [hashes.buffer]);
});
