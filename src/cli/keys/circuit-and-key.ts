/** Compiled circuit and proving key: a given key, or this machine's own from the cache or built now. */
import { join } from "node:path";
import { type CompiledCircuit, compileCircuit } from "../../proof/circuit/compile-circuit.ts";
import { KEY_FILE } from "../../proof/keys/key-manifest.ts";
import { ensureProvingKey, loadProvingKey, type ProvingKey } from "../../proof/keys/proving-key.ts";
import type { Progress } from "../output/progress.ts";
import { reporting } from "../output/reporting.ts";

export type CircuitAndKey = { readonly circuit: CompiledCircuit; readonly key: ProvingKey };

/**
 * @param keyFolder as `ceremony finish` wrote it; without one the key is a development key
 * @throws those of `compileCircuit`, `ensureProvingKey` and `loadProvingKey`
 */
export async function circuitAndKey(
	name: string,
	progress: Progress,
	keyFolder?: string | undefined,
): Promise<CircuitAndKey> {
	const circuit = await progress.step(`circuit ${name}`, (report) =>
		compileCircuit({ name, onProgress: reporting(report) }),
	);
	const key =
		keyFolder === undefined
			? await progress.step(`development key of ${name}`, (report) =>
					ensureProvingKey({ circuit, onProgress: reporting(report) }),
				)
			: await progress.step(`key of ${name}`, () => loadProvingKey(join(keyFolder, KEY_FILE), circuit));
	return { circuit, key };
}
