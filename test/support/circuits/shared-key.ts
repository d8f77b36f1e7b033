/**
 * Compiled circuits and development keys for tests. All test processes share one cache folder; the
 * first to ask builds, the others wait for its lock.
 */
import { type CompiledCircuit, compileCircuit } from "../../../src/proof/circuit/compile-circuit.ts";
import { ensureProvingKey, type ProvingKey } from "../../../src/proof/keys/proving-key.ts";

export const TEST_CIRCUIT_FOLDER = import.meta.dirname;

/** A circuit of `circuits/`. */
export function sharedCircuit(name: string): Promise<CompiledCircuit> {
	return compileCircuit({ name });
}

/** A small circuit of `test/support/circuits/`. */
export function testCircuit(name: string): Promise<CompiledCircuit> {
	return compileCircuit({ name, circuitFolder: TEST_CIRCUIT_FOLDER });
}

/** The circuit's development key: one per machine, so a proof of one test verifies in another. */
export function sharedKey(circuit: CompiledCircuit): Promise<ProvingKey> {
	return ensureProvingKey({ circuit });
}

/** What opens words of rows in a dispute. */
export async function sharedRowWord(): Promise<{ circuit: CompiledCircuit; key: ProvingKey }> {
	const circuit = await sharedCircuit("row-word");
	return { circuit, key: await sharedKey(circuit) };
}
