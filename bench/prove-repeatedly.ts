/**
 * A process that makes proofs with one prover and says how long each took and what it needed at most:
 * memory can only be told apart between processes. Arguments: prover, key, witness, runs.
 */
import { readFile } from "node:fs/promises";
import { proveWitness } from "../src/proof/provers/groth16.ts";
import type { ProverName } from "../src/proof/provers/witness-prover.ts";

export type ProverRuns = {
	/** Of a process that has just started: the key is read, threads and code come up. */
	readonly firstMs: number;
	readonly timesMs: readonly number[];
	readonly cpuMs: readonly number[];
	/** Of this process, without the programs that it starts. */
	readonly peakMebibytes: number;
	/** After the first proof. */
	readonly firstPeakMebibytes: number;
};

const [prover, zkeyPath, witnessPath, runs] = process.argv.slice(2) as [ProverName, string, string, string];
const words = new BigUint64Array((await readFile(witnessPath)).buffer);
const witness = Array.from({ length: words.length / 4 }, (_, wire) =>
	[3, 2, 1, 0].reduce((value, word) => (value << 64n) | (words[4 * wire + word] as bigint), 0n),
);
const prove = () => proveWitness({ zkeyPath, witness, prover });
const peak = () => Math.round(process.resourceUsage().maxRSS / 1024);

const firstStartedMs = performance.now();
await prove();
const firstMs = performance.now() - firstStartedMs;
const firstPeakMebibytes = peak();
const timesMs: number[] = [];
const cpuMs: number[] = [];
for (let run = 0; run < Number(runs); run++) {
	const cpuBefore = process.cpuUsage();
	const startedMs = performance.now();
	await prove();
	timesMs.push(performance.now() - startedMs);
	const { user, system } = process.cpuUsage(cpuBefore);
	cpuMs.push((user + system) / 1000);
}
const result: ProverRuns = { firstMs, timesMs, cpuMs, peakMebibytes: peak(), firstPeakMebibytes };
console.log(JSON.stringify(result));
