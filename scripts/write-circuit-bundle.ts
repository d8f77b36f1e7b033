/**
 * `npm run write:bundle`: writes the hashes of the circuits that travel with the package into
 * `snapshots/circuit-bundle.json`, from the sources. To be run whenever a circuit changes.
 */
import { writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { loadCircuitList } from "../src/proof/circuit/circuit-list.ts";
import { type CompiledCircuit, compileCircuit } from "../src/proof/circuit/compile-circuit.ts";
import { type ShippedManifest, shippedManifest } from "../src/proof/circuit/shipped-circuits.ts";

export const BUNDLE_SNAPSHOT = join(resolve(import.meta.dirname, ".."), "snapshots", "circuit-bundle.json");

export async function compiledCircuits(): Promise<readonly CompiledCircuit[]> {
	const circuits: CompiledCircuit[] = [];
	for (const { name, inPackage } of await loadCircuitList()) {
		if (inPackage) circuits.push(await compileCircuit({ name }));
	}
	return circuits;
}

export function manifestText(manifest: ShippedManifest): string {
	return `${JSON.stringify(manifest, null, "\t")}\n`;
}

if (import.meta.main) {
	await writeFile(BUNDLE_SNAPSHOT, manifestText(await shippedManifest(await compiledCircuits())));
}
