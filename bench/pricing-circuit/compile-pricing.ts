import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CompiledCircuit, compileCircuit } from "../../src/proof/circuit/compile-circuit.ts";
import { coefficientSource } from "./coefficients.ts";

const FILE = "black-76.circom";

/** The baseline circuit, compiled as the solvency circuit is. */
export async function compilePricing(): Promise<CompiledCircuit> {
	const circuitFolder = await mkdtemp(join(tmpdir(), "zkmargin-pricing-"));
	try {
		await cp(new URL(FILE, import.meta.url), join(circuitFolder, FILE));
		await writeFile(join(circuitFolder, "coefficients.circom"), coefficientSource());
		const list = { pricing: { file: FILE, publicSignals: ["price"] } };
		await writeFile(join(circuitFolder, "circuits.json"), JSON.stringify(list));
		return await compileCircuit({ name: "pricing", circuitFolder });
	} finally {
		await rm(circuitFolder, { recursive: true });
	}
}
