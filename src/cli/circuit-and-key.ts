/** Compiled circuit and proving key, from the cache or built now with progress. */
import { type CompiledCircuit, compileCircuit } from "../proof/compile-circuit.ts";
import { ensureProvingKey, type ProvingKey } from "../proof/proving-key.ts";
import type { Progress } from "./progress.ts";

export type CircuitAndKey = { readonly circuit: CompiledCircuit; readonly key: ProvingKey };

export async function circuitAndKey(name: string, progress: Progress): Promise<CircuitAndKey> {
	const circuit = await progress.step(`circuit ${name}`, (report) =>
		compileCircuit({ name, onProgress: ({ step }) => report(step) }),
	);
	const key = await progress.step(`development key of ${name}`, (report) =>
		ensureProvingKey({ circuit, onProgress: ({ step }) => report(step) }),
	);
	return { circuit, key };
}
