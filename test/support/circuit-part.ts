/** Compiles one template of `circuits/` as a circuit of its own, in a folder made for it. */
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CIRCUIT_FOLDER } from "../../src/proof/circuit-list.ts";
import { type CompiledCircuit, compileCircuit } from "../../src/proof/compile-circuit.ts";

export async function compilePart(part: {
	/** Such as `NonNegativeLanes()`. */
	readonly main: string;
	/** File below `circuits/` that has the template. */
	readonly file: string;
	/** Source of further templates, for a main that combines some of that file. */
	readonly templates?: string;
	readonly publicInputs: readonly string[];
	/** Outputs and public inputs, arrays element by element. */
	readonly publicSignals: readonly string[];
}): Promise<CompiledCircuit> {
	const circuitFolder = await mkdtemp(join(tmpdir(), "zkmargin-part-"));
	try {
		await cp(CIRCUIT_FOLDER, circuitFolder, { recursive: true });
		const source = [
			"pragma circom 2.2.3;",
			`include "${part.file}";`,
			part.templates ?? "",
			`component main { public [${part.publicInputs.join(", ")}] } = ${part.main};`,
		];
		await writeFile(join(circuitFolder, "part.circom"), `${source.join("\n")}\n`);
		const list = { part: { file: "part.circom", publicSignals: part.publicSignals } };
		await writeFile(join(circuitFolder, "circuits.json"), JSON.stringify(list));
		return await compileCircuit({ name: "part", circuitFolder });
	} finally {
		await rm(circuitFolder, { recursive: true });
	}
}
