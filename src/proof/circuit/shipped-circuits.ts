/**
 * Circuits that travel compiled in the package, so that nobody compiles one to verify, or to prove with a published key.
 * `scripts/build-package.ts` writes them from the sources; `snapshots/circuit-bundle.json` repeats the manifest, and a
 * test compiles the sources again and compares.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { InternalError } from "../../errors/base.ts";
import { fileHash } from "../../node/cache/file-hash.ts";
import { REPOSITORY_ROOT, RUNS_FROM_SOURCE } from "../../node/files/repository-root.ts";
import { type CircuitProgram, type CompileRequest, compileCircuit } from "./compile-circuit.ts";

export const SHIPPED_FOLDER = join(REPOSITORY_ROOT, "dist", "circuits");
export const SHIPPED_MANIFEST = "manifest.json";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const manifestSchema = z.strictObject({
	format: z.literal("zkmargin-circuits/1"),
	circuits: z.record(
		z.string(),
		z.strictObject({
			circuitHash: sha256,
			r1csSha256: sha256,
			/** Of the witness program, `<name>.wasm`. */
			wasmSha256: sha256,
			constraintCount: z.int(),
			wireCount: z.int(),
			publicSignals: z.array(z.string()).readonly(),
		}),
	),
});

export type ShippedManifest = z.infer<typeof manifestSchema>;

/** Circuits and keys by hash, as they travel with the package: `manifest.json`'s content, from compiled circuits. */
export async function shippedManifest(circuits: readonly CircuitProgram[]): Promise<ShippedManifest> {
	const entries = circuits.map(async ({ name, wasmPath, ...circuit }) => {
		const { circuitHash, r1csSha256, constraintCount, wireCount, publicSignals } = circuit;
		const wasmSha256 = await fileHash(wasmPath);
		return [
			name,
			{ circuitHash, r1csSha256, wasmSha256, constraintCount, wireCount, publicSignals },
		] as const;
	});
	return { format: "zkmargin-circuits/1", circuits: Object.fromEntries(await Promise.all(entries)) };
}

/**
 * A circuit that travels with the package, or nothing; in a clone nothing does.
 *
 * @throws InternalError `SHIPPED_CIRCUIT_DAMAGED`: the file is not the one that the manifest names
 */
export async function shippedCircuit(
	name: string,
	folder: string | undefined = RUNS_FROM_SOURCE ? undefined : SHIPPED_FOLDER,
): Promise<CircuitProgram | undefined> {
	if (folder === undefined) return undefined;
	const manifest = manifestSchema.parse(JSON.parse(await readFile(join(folder, SHIPPED_MANIFEST), "utf8")));
	if (!Object.hasOwn(manifest.circuits, name)) return undefined;
	const { wasmSha256, ...circuit } = manifest.circuits[name] as ShippedManifest["circuits"][string];
	const wasmPath = join(folder, `${name}.wasm`);
	if ((await fileHash(wasmPath)) === wasmSha256) return { ...circuit, name, wasmPath };
	throw new InternalError({
		code: "SHIPPED_CIRCUIT_DAMAGED",
		message: `${wasmPath} is not the file that came with this package`,
		hint: "install zkmargin again",
	});
}

/**
 * The circuit as it travels with the package, or else compiled.
 *
 * @throws those of `shippedCircuit` and `compileCircuit`
 */
export async function shippedOrCompiledCircuit(request: CompileRequest): Promise<CircuitProgram> {
	const shipped = request.circuitFolder === undefined ? await shippedCircuit(request.name) : undefined;
	return shipped ?? compileCircuit(request);
}
