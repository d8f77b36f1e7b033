import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { BUNDLE_SNAPSHOT, compiledCircuits } from "../../scripts/write-circuit-bundle.ts";
import {
	SHIPPED_MANIFEST,
	shippedCircuit,
	shippedManifest,
} from "../../src/proof/circuit/shipped-circuits.ts";
import { sharedCircuit } from "../support/circuits/shared-key.ts";

it("holds the hashes of the circuits that these sources compile to; `npm run write:bundle` writes them again", async () => {
	const compiled = await shippedManifest(await compiledCircuits());
	expect(JSON.parse(await readFile(BUNDLE_SNAPSHOT, "utf8"))).toEqual(compiled);
}, 600_000);

it("is read from a folder, and refused when a witness program is not the one that the manifest names", async () => {
	const circuit = await sharedCircuit("row-word");
	const folder = await mkdtemp(join(tmpdir(), "zkmargin-shipped-"));
	try {
		await writeFile(join(folder, SHIPPED_MANIFEST), JSON.stringify(await shippedManifest([circuit])));
		await cp(circuit.wasmPath, join(folder, "row-word.wasm"));
		const { r1csPath: _r1csPath, symPath: _symPath, ...expected } = circuit;
		const shipped = await shippedCircuit("row-word", folder);
		expect(shipped).toEqual({ ...expected, wasmPath: join(folder, "row-word.wasm") });
		expect(await shippedCircuit("solvency-16", folder)).toBeUndefined();
		const bytes = await readFile(circuit.wasmPath);
		bytes[bytes.length - 1] = (bytes.at(-1) as number) ^ 1;
		await writeFile(join(folder, "row-word.wasm"), bytes);
		await expect(shippedCircuit("row-word", folder)).rejects.toMatchObject({
			code: "SHIPPED_CIRCUIT_DAMAGED",
		});
	} finally {
		await rm(folder, { recursive: true });
	}
});

it("is not there in a clone, which compiles its sources", async () => {
	expect(await shippedCircuit("solvency-16")).toBeUndefined();
});
