/** Runs in a browser's page: makes proofs there, as an application would. */
import { blobKeySource } from "../../../src/proof/prover/key/blob-key-source.ts";
import { openProver, type ProofJson } from "../../../src/proof/prover/open-prover.ts";
import { canShareMemory, startWebThread } from "../../../src/proof/prover/threads/web-threads.ts";

export type PageRequest = {
	readonly keyUrl: string;
	readonly witnessUrl: string;
	/** Decimal text. */
	readonly blinding?: { readonly r: string; readonly s: string } | undefined;
	readonly runs: number;
};

export type PageProof = {
	readonly proof: ProofJson;
	readonly openMs: number;
	readonly provingMs: readonly number[];
	readonly threads: number;
};

export async function provePage({ keyUrl, witnessUrl, blinding, runs }: PageRequest): Promise<PageProof> {
	const blob = await (await fetch(keyUrl)).blob();
	const witness = new Uint8Array(await (await fetch(witnessUrl)).arrayBuffer());
	const threads = canShareMemory() ? navigator.hardwareConcurrency : 0;
	const openedMs = performance.now();
	const prover = await openProver({
		source: blobKeySource(blob),
		startThread: threads > 0 ? startWebThread : undefined,
		threadCount: threads,
	});
	const openMs = performance.now() - openedMs;
	const chosen = blinding && { r: BigInt(blinding.r), s: BigInt(blinding.s) };
	const provingMs: number[] = [];
	const proofs: ProofJson[] = [];
	for (let run = 0; run < runs; run++) {
		const startedMs = performance.now();
		proofs.push(await prover.prove(witness, chosen));
		provingMs.push(performance.now() - startedMs);
	}
	await prover.close();
	return { proof: proofs.at(-1) as ProofJson, openMs, provingMs, threads };
}
